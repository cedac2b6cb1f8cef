/**
 * @file Formulas of a PDF, with their words. Chromium tags MathML as groups of letters, and whatever has the role of an image as a
 * figure with its alternative text. So formulas are printed as images whose text says that they are formulas, and the file is
 * then told that they are.
 */

/** Begins the alternative text of a formula while it is printed. */
const mark = "Formula: ";

/** Has each formula that is said in words printed as an image. @param main  whose elements are changed */
export function nameFormulas(main: Element): void {
  for (const formula of main.querySelectorAll("math[aria-label]")) {
    formula.setAttribute("role", "img");
    formula.setAttribute("aria-label", mark + formula.getAttribute("aria-label")!);
  }
}

/** The PDF with those images tagged as formulas. Its length stays, so that the table of places in the file holds. */
export function tagFormulas(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString("latin1");
  return Buffer.from(
    text.replace(tagged, (_, plain: string | undefined, hex: string | undefined) =>
      plain === undefined
        ? `/S/Formula\n${" ".repeat(markInHex.length)}/Alt <FEFF${hex}`
        : `/S/Formula\n${" ".repeat(mark.length)}/Alt (${plain}`,
    ),
    "latin1",
  );
}

/** In UTF-16, as a text is written that has letters beyond ASCII. */
const markInHex = [...mark].map((letter) => letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")).join("");
const tagged = new RegExp(String.raw`/S /Figure\n/Alt (?:\(${mark}([^\n])|<FEFF${markInHex}([0-9A-F]))`, "g");
