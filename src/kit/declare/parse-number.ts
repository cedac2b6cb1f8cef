/** @file Numbers as people type them: 14.8T, 2.664e6, 1,000, 14 800, $3.20, 34.5%, 70.3 KB, 1.2 ms. */
import type { As } from "./format-as.ts";

/** A number, or why a text is none: the reason follows "must be a number". */
export type ReadNumber = { value: number } | { error: string };

/** Powers of ten; in lower case too, but for what would then mean another thing. */
const counts: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  K: 1e3,
  m: 1e6,
  M: 1e6,
  g: 1e9,
  G: 1e9,
  b: 1e9,
  B: 1e9,
  t: 1e12,
  T: 1e12,
};
const decimalBytes = { "": 1, B: 1, byte: 1, bytes: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const binaryBytes = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const siPrefixes: Readonly<Record<string, number>> = {
  "": 1,
  n: 1e-9,
  µ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Z: 1e21,
  Y: 1e24,
};
const ofDays = {
  "": 1,
  d: 1,
  day: 1,
  days: 1,
  h: 1 / 24,
  hour: 1 / 24,
  hours: 1 / 24,
  minute: 1 / 1440,
  minutes: 1 / 1440,
  year: 365.25,
  years: 365.25,
};
const ofSeconds = { "": 1, s: 1, ms: 1e-3, µs: 1e-6, us: 1e-6, ns: 1e-9 };

/**
 * The number that a text says.
 *
 * Takes a decimal number with an exponent if need be, commas or spaces between groups of three digits, a typographic
 * minus, and the signs and suffixes that belong to the format and the unit: the text of `formatAs` in any case.
 *
 * @param as  how the number is shown: says which suffixes there are
 * @param unit  a unit that may follow
 */
export function readNumber(text: string, as?: As, unit = ""): ReadNumber {
  const name = as === undefined || typeof as === "string" ? as : as[0];
  let plain = text.trim().replace(/[−–]/g, "-");
  if (unit !== "" && plain.endsWith(unit)) plain = plain.slice(0, -unit.length).trim();
  if (name === "usd" || unit.startsWith("$")) plain = plain.replace(/^(-?)\$\s?/, "$1");
  if (name === "ratio" || unit.startsWith("×")) plain = plain.replace(/^[×x]\s?/, "").replace(/\s?[×x]$/, "");
  if (unit.startsWith("%")) plain = plain.replace(/\s?%$/, "");
  const power = /^(.*?)[\s\u202f]*×[\s\u202f]*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(plain);
  if (power)
    plain = `${power[1]}e${[...power[2]].map((sign) => (sign === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))).join("")}`;
  const match =
    /^([+-]?[\d.,\s\u2009\u202f\u00a0]*\d\.?)(?:[eE]([+-]?\d{1,4}))?[\s\u2009\u202f\u00a0]*([^\d\s]*)$/.exec(plain);
  if (!match) return { error: "" };
  const [, digits, exponent = "0", suffix] = match;
  if (/^[+-]?0\d*,\d/.test(digits) || /,\d{1,2}$/.test(digits))
    return { error: "with a point for decimals: a comma stands between thousands" };
  const joined = digits.replace(/(?<=\d)[,\s\u2009\u202f\u00a0](?=\d{3}(?!\d))/g, "");
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(joined)) return { error: "" };
  const factor = suffixesOf(name, as)[suffix];
  if (factor === undefined) return { error: `without “${suffix}”` };
  // A power of ten goes into the exponent, so that "14.8T" is the double nearest to 14.8e12.
  const tens = Math.round(Math.log10(factor));
  const isPower = Number(`1e${tens}`) === factor;
  const value = Number(`${joined}e${Number(exponent) + (isPower ? tens : 0)}`) * (isPower ? 1 : factor);
  if (!Number.isFinite(value)) return { error: "below 1.8e308" };
  if (value === 0 && /[1-9]/.test(joined)) return { error: "of at least 5e-324, or 0" };
  return { value };
}

function suffixesOf(name: string | undefined, as: As | undefined): Readonly<Record<string, number>> {
  switch (name) {
    case "bytes":
    case "binaryBytes":
      return { ...decimalBytes, ...binaryBytes };
    case "seconds":
      return ofSeconds;
    case "days":
      return ofDays;
    case "percent":
      return { "": 1, "%": 0.01 };
    case "si": {
      const unit = (as as readonly ["si", number, string])[2];
      return Object.fromEntries(
        Object.entries(siPrefixes).flatMap(([prefix, factor]) => [
          [prefix, factor],
          [prefix + unit, factor],
        ]),
      );
    }
    default:
      return counts;
  }
}
