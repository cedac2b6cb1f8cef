/** @file Slanted letters of formulas as characters of their own: what browsers make of a letter that stands alone. */

/** "K" is "𝐾": for a Latin letter. */
export function slantedLetter(letter: string): string {
  // The slanted h is older than the others, and stands elsewhere in Unicode.
  if (letter === "h") return "ℎ";
  return String.fromCodePoint(
    letter >= "a" ? 0x1d44e + letter.charCodeAt(0) - 97 : 0x1d434 + letter.charCodeAt(0) - 65,
  );
}
