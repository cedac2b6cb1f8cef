/**
 * @file Highlighted TypeScript as HTML, when the site is built. The classes (`tok-keyword`, …) are those that the
 * editor of live cells gives too, so that code looks the same at rest and while it is edited.
 */
import { javascriptLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** The kinds of token that `styles/base.css` colors. Names, operators and brackets have the color of text and get no element. */
const colored: ReadonlySet<string> = new Set(
  ["keyword", "string", "number", "bool", "atom", "comment", "typeName", "className"].map((kind) => `tok-${kind}`),
);

/** The class of a token that has a color of its own, of all that it has; undefined for others. */
export function colorOf(classes: string): string | undefined {
  return classes.split(" ").find((name) => colored.has(name));
}

/** `code` with a `<span class="tok-…">` around each token that has a color of its own; everything escaped. */
export function highlight(code: string, language: "ts" | "js" = "ts"): string {
  const parser = (language === "ts" ? typescriptLanguage : javascriptLanguage).parser;
  let html = "";
  highlightCode(
    code,
    parser.parse(code),
    classHighlighter,
    (text, classes) => {
      const kind = colorOf(classes);
      html += kind ? `<span class="${kind}">${escapeHtml(text)}</span>` : escapeHtml(text);
    },
    () => {
      html += "\n";
    },
  );
  return html;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
