/**
 * @file Makes `stix-two-math.woff2` here: the glyphs that the chapters' formulas can need, of 6,000. Run by hand when a
 * formula needs another one: `node src/styles/fonts/subset.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
// @ts-expect-error: the package has no types; it takes (font, text, { targetFormat }).
import subsetFont from "subset-font";

const source = createRequire(import.meta.url).resolve("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2");
const range = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

const text = [
  range(0x20, 0x7e),
  range(0x1d400, 0x1d467), // bold and italic letters
  range(0x1d49c, 0x1d4cf), // script letters
  range(0x1d6a8, 0x1d71b), // bold and italic Greek
  "ℎℝℕℤℒℬℰℱℋℐℳℛ𝟙𝟘αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵ",
  "∑∏∫√∞∂∇±×÷·∘∗≤≥≠≈≡∼∝∈∉⊂⊆∪∩∅∀∃¬∧∨→←↔↦⇒⇔⌊⌋⌈⌉⟨⟩‖∣−′″…⋯⋮⋱⊤⊥⊙⊕⊗^̂~¯ˆ˜",
].join("");

const subset = await subsetFont(readFileSync(source), text, { targetFormat: "woff2" });
writeFileSync(fileURLToPath(new URL("stix-two-math.woff2", import.meta.url)), subset);
console.log(`${subset.length} bytes`);
