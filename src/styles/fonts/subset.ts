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

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

/** Text, labels and code: ASCII, typographic marks, and signs that stand in sentences. */
export const textCharacters: string = `${range(0x20, 0x7e)}\u00a0\u202f\u2009§·×÷±¬°µ–—‘’“”•…′″−`;

/** Accented letters of names in the references: in files of their own, which the pages without such names never ask for. */
export const accentedLetters = "ÄÖÜäöüßéèêëáàâãåçíîñóôøúÉ";

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

/** A file, the package it is cut from, its characters, the features it keeps, and the weights it can take. */
interface Face {
  file: string;
  from: string;
  characters: string;
  /** All of them, if not given. */
  features?: readonly string[];
  weights?: { min: number; max: number } | number;
}
const serif = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2";
const italic = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2";
const sans = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
const math = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2";
const weights = { min: 400, max: 600 };
const inText = ["kern", "liga", "onum", "lnum", "ccmp"];
/** Text of one weight: with the second, the file would not fit into the first packets of a connection (14.6 KB). */
const regular = 400;
/** Without kerning, which small labels hardly show: so the file fits into the first packets of a connection. */
const inLabels = ["tnum", "ccmp"];

/**
 * Each file that `fonts.css` names. Those of a first screen are two of less than 14.6 KB: text, and labels and headings in
 * two weights. One round trip more for either is 0.15 s until a chapter is seen on a phone's network.
 */
export const faces: readonly Face[] = [
  { file: "text.woff2", from: serif, characters: textCharacters, features: inText, weights: regular },
  { file: "text-accented.woff2", from: serif, characters: accentedLetters, features: inText, weights: regular },
  { file: "bold.woff2", from: serif, characters: textCharacters, features: inText, weights: 600 },
  { file: "italic.woff2", from: italic, characters: textCharacters, features: inText, weights: regular },
  { file: "italic-accented.woff2", from: italic, characters: accentedLetters, features: inText, weights: regular },
  { file: "labels.woff2", from: sans, characters: textCharacters, features: inLabels, weights },
  { file: "labels-accented.woff2", from: sans, characters: accentedLetters, features: inLabels, weights },
  {
    file: "code.woff2",
    from: "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2",
    characters: textCharacters,
    features: ["ccmp"],
  },
  { file: "raised.woff2", from: math, characters: scriptCharacters, features: ["ccmp"] },
  { file: "stix-two-math.woff2", from: math, characters: mathCharacters },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, from, characters, features, weights } of faces) {
    const source = createRequire(import.meta.url).resolve(from);
    const subset = await subsetFont(readFileSync(source), characters, {
      targetFormat: "woff2",
      ...(features && { keepFeatures: features, noHinting: true }),
      ...(weights !== undefined && { variationAxes: { wght: weights } }),
    });
    writeFileSync(fileURLToPath(new URL(file, import.meta.url)), subset);
    console.log(`${file}: ${subset.length} bytes`);
  }
}
