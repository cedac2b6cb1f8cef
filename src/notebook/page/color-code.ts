/** @file Colors code that stands in the page as text, with the classes that the editor and the build give it. */
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** Longer code stays as it is: to read it would hold up the page. */
const mostLength = 20_000;

/** Puts spans of the same text into `code`. */
export function colorCode(code: Element): void {
  const source = code.textContent;
  if (source.length > mostLength || code.childElementCount > 0) return;
  const nodes: (Node | string)[] = [];
  highlightCode(source, typescriptLanguage.parser.parse(source), classHighlighter, (text, classes) => {
    if (!classes) return nodes.push(text);
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = text;
    return nodes.push(span);
  }, () => nodes.push("\n"));
  code.replaceChildren(...nodes);
}
