/**
 * @file Text as the words that the search compares: numbers with their units in one ("37.6 B" and "37.6B" are "37.6b"),
 * symbols with their indices ("N_C" is "n_c"), names of code as a whole and in parts.
 */

/** Words of one place of a text, from `start` to `end`. */
export type Token = { words: string[]; start: number; end: number };

const unit = String.raw`(?:[ \u00a0\u2009\u202f]?(?:[kmgtpe]i?b?|b|%)(?:\/s)?)?`;
const pattern = new RegExp(
  String.raw`\d+(?:[.,]\d+)*${unit}(?![\p{L}\p{N}_])|[\p{L}\p{N}]+(?:[_.][\p{L}\p{N}]+)*`,
  "giu",
);

const greek: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  η: "eta",
  θ: "theta",
  λ: "lambda",
  μ: "mu",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  ω: "omega",
};

/** Every place of a text that has words. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(pattern)].map((match) => ({
    words: wordsOf(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Words of a whole text, for the index. */
export function indexWords(text: string): string[] {
  return tokensOf(text).flatMap(({ words }) => words);
}

/** Words that a query asks for: each as a whole. */
export function queryWords(query: string): string[] {
  return tokensOf(query.normalize("NFKC")).map(({ words }) => words[0]);
}

/** The whole first, then its parts, if it has any. */
function wordsOf(text: string): string[] {
  if (/^\d/.test(text) && !/[_\p{L}]\p{N}/u.test(text))
    return [text.replace(/[\s,\u00a0\u2009\u202f]/g, "").toLowerCase()];
  const whole = text.toLowerCase();
  const parts = text
    .split(/[_.]|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
    .map((part) => part.toLowerCase())
    .filter((part) => part.length > 1 && part !== whole);
  return [whole, ...parts, ...(greek[whole] ? [greek[whole]] : [])];
}
