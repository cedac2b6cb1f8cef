/** @file Numbers as people type them: 14.8T, 2.664e6, 1,000, 37 B, 0.5. */

const multiplierOfSuffix: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9, B: 1e9, T: 1e12 };

/**
 * The number that `text` says, or `null` if it says none.
 *
 * Takes a decimal number with an exponent if need be, commas or thin spaces between groups of three digits,
 * a typographic minus, and one suffix of k, K, M, G, B (both 10⁹) or T. Never infinite, never NaN.
 */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(/−/g, "-").replace(/(?<=\d)[,\u2009\u202f\u00a0](?=\d{3}(?!\d))/g, "");
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?)[\s\u00a0\u202f]*([kKMGBT])?$/.exec(plain);
  if (!match) return null;
  const [, digits, suffix] = match;
  // The suffix goes into the exponent, so that "14.8T" is the double nearest to 14.8e12.
  const exponent = suffix === undefined ? 0 : Math.log10(multiplierOfSuffix[suffix]);
  const [mantissa, power = "0"] = digits.toLowerCase().split("e");
  const value = Number(`${mantissa}e${Number(power) + exponent}`);
  return Number.isFinite(value) ? value : null;
}
