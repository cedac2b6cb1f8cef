/** @file Colors code that stands in the page as text, as the build colors it. */
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { colorOf } from "../../kit/shell/highlight.ts";

/** Longer code stays as it is: to read it would hold up the page. */
const mostLength = 20_000;

/** Puts spans of the same text into `code`. */
export function colorCode(code: Element): void {
  const source = code.textContent;
  if (source.length > mostLength || code.childElementCount > 0) return;
  const nodes: (Node | string)[] = [];
  highlightCode(
    source,
    typescriptLanguage.parser.parse(source),
    classHighlighter,
    (text, classes) => {
      const color = colorOf(classes);
      if (!color) return nodes.push(text);
      const span = document.createElement("span");
      span.className = color;
      span.textContent = text;
      return nodes.push(span);
    },
    () => nodes.push("\n"),
  );
  code.replaceChildren(...nodes);
}
