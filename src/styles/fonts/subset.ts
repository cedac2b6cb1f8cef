/**
 * @file Makes the font files beside it: of each face the characters that the site can need, so that a page has its own type
 * from the first paint. Run by hand when text or a formula needs another character: `node src/styles/fonts/subset.ts`.
 * `test/styles/fonts.test.ts` says when that is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
// @ts-expect-error: the package has no types; it takes (font, text, { targetFormat }).
import subsetFont from "subset-font";

const range = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

/** Text, labels and code: ASCII, the accented letters of names in the references, typographic marks, and signs that stand in sentences. */
export const textCharacters: string = `${range(0x20, 0x7e)}\u00a0\u202f\u2009§·×÷±¬°µ–—‘’“”•…′″−ÄÖÜäöüßéèêëáàâãåçíîñóôøúÉ`;

/** Raised and lowered digits and signs. Text faces have some of them only, so all come from one face: see `fonts.css`. */
export const scriptCharacters = "²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉";

/** Formulas. */
export const mathCharacters: string = [
  range(0x20, 0x7e),
  range(0x1d400, 0x1d467), // bold and italic letters
  range(0x1d49c, 0x1d4cf), // script letters
  range(0x1d6a8, 0x1d71b), // bold and italic Greek
  "ℎℝℕℤℒℬℰℱℋℐℳℛ𝟙𝟘αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵ",
  "∑∏∫√∞∂∇±×÷·∘∗≤≥≠≈≡∼∝∈∉⊂⊆∪∩∅∀∃¬∧∨→←↔↦⇒⇔⌊⌋⌈⌉⟨⟩‖∣−′″…⋯⋮⋱⊤⊥⊙⊕⊗^̂~¯ˆ˜⏞⏟⌢⌣⟵⟶",
].join("");

/** Each file, the package it is cut from, and its characters. */
export const faces: readonly { file: string; from: string; characters: string }[] = [
  { file: "text-400.woff2", from: "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2", characters: textCharacters },
  { file: "text-600.woff2", from: "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2", characters: textCharacters },
  { file: "text-400-italic.woff2", from: "@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2", characters: textCharacters },
  { file: "labels-400.woff2", from: "@fontsource/inter/files/inter-latin-400-normal.woff2", characters: textCharacters },
  { file: "labels-600.woff2", from: "@fontsource/inter/files/inter-latin-600-normal.woff2", characters: textCharacters },
  { file: "code-400.woff2", from: "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2", characters: textCharacters },
  { file: "raised.woff2", from: "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", characters: scriptCharacters },
  { file: "stix-two-math.woff2", from: "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", characters: mathCharacters },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, from, characters } of faces) {
    const source = createRequire(import.meta.url).resolve(from);
    const subset = await subsetFont(readFileSync(source), characters, {
      targetFormat: "woff2",
      // Formulas need their own features; of the others those that the styles ask for, or that every reader sees.
      ...(characters !== mathCharacters && { keepFeatures: ["kern", "liga", "onum", "lnum", "tnum", "pnum", "ccmp"], noHinting: true }),
    });
    writeFileSync(fileURLToPath(new URL(file, import.meta.url)), subset);
    console.log(`${file}: ${subset.length} bytes`);
  }
}
