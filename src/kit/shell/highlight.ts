/**
 * @file Highlighted TypeScript as HTML, when the site is built. The classes (`tok-keyword`, …) are those that the
 * editor of live cells gives too, so that code looks the same at rest and while it is edited.
 */
import { javascriptLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** `code` with a `<span class="tok-…">` around each token that has a meaning; everything escaped. */
export function highlight(code: string, language: "ts" | "js" = "ts"): string {
  const parser = (language === "ts" ? typescriptLanguage : javascriptLanguage).parser;
  let html = "";
  highlightCode(
    code,
    parser.parse(code),
    classHighlighter,
    (text, classes) => {
      html += classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text);
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
