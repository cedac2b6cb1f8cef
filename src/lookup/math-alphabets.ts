/**
 * @file What MathML Core needs of KaTeX's formulas: bold, script and double-struck letters as characters of their own,
 * since browsers do not heed `mathvariant`.
 */
import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";

type Alphabet = { upper: number; lower?: number; digits?: number; exceptions?: Readonly<Record<string, string>> };

/** First code points in the block "Mathematical Alphanumeric Symbols", and the letters that stand elsewhere. */
const alphabets: Readonly<Record<string, Alphabet>> = {
  bold: { upper: 0x1d400, lower: 0x1d41a, digits: 0x1d7ce },
  "bold-italic": { upper: 0x1d468, lower: 0x1d482 },
  script: {
    upper: 0x1d49c,
    lower: 0x1d4b6,
    exceptions: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  },
  "double-struck": {
    upper: 0x1d538,
    lower: 0x1d552,
    digits: 0x1d7d8,
    exceptions: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  },
};

/** Rehype plugin, after formulas are rendered. */
export function mathAlphabets() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element) => {
      const name = node.properties.mathvariant ?? node.properties.mathVariant;
      const alphabet = typeof name === "string" ? alphabets[name] : undefined;
      if (!alphabet) return;
      for (const child of node.children) if (child.type === "text") child.value = inAlphabet(child.value, alphabet);
      delete node.properties.mathvariant;
      delete node.properties.mathVariant;
    });
  };
}

/** `text` with its letters and digits taken from an alphabet; what the alphabet lacks stays. */
function inAlphabet(text: string, { upper, lower, digits, exceptions }: Alphabet): string {
  return text.replace(/[A-Za-z0-9]/g, (character) => {
    const exception = exceptions?.[character];
    if (exception) return exception;
    const [first, from] = /[A-Z]/.test(character)
      ? ["A", upper]
      : /[a-z]/.test(character)
        ? ["a", lower]
        : ["0", digits];
    return from === undefined ? character : String.fromCodePoint(from + character.charCodeAt(0) - first.charCodeAt(0));
  });
}
