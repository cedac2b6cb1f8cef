/**
 * @file Numbers as a person reads them. The only place that turns base units into text: 671 B, 70.3 KB, 3.7 days, ×11.
 *
 * Counts have the suffixes K, M, B, T (10³ to 10¹²), as the report writes them; bytes have KB, MB (10³) or KiB, MiB
 * (2¹⁰), always said. A narrow no-break space stands before a suffix; minus is a minus.
 */

/** Between a number and its unit: narrow, and never broken at. */
export const thinSpace = "\u202f";

/** A number to at most `digits` significant digits, with commas: 2,788,000 · 0.00012 · −3.5. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const magnitude = Math.abs(value);
  // As it is rounded: a millionth times 100 is a hair below 0.0001.
  const isSmall = magnitude < 1e-4 && Number(magnitude.toPrecision(digits)) < 1e-4;
  if (value !== 0 && (isSmall || magnitude >= 1e15)) return formatPower(value, digits);
  const rounded = magnitude >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits));
  return formatExact(rounded);
}

/** A number with so many decimals, for columns in which they must line up: 0.070 · −0.320. Zero has no sign. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/**
 * Every digit of a finite number, with commas: 671,026,419,200.
 *
 * Not by `Intl.NumberFormat`, which says the same: making the first one takes 20 ms, and a figure that comes alive has not.
 */
export function formatExact(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal(value))!;
  return sign.replace("-", "−") + whole.replace(/\B(?=(?:\d{3})+$)/g, ",") + fraction;
}

/**
 * The digits of a number that a computation leaves certain: integers whole, others to 15 significant digits, so that
 * 3 × 9.1 is 27.3 and not 27.299999999999997.
 */
export function formatCertain(value: number): string {
  return formatExact(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}

/** The shortest decimal that is this number, without an exponent. */
function decimal(value: number): string {
  const [mantissa, exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole, fraction = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const digits = "0".repeat(Math.max(0, 1 - point)) + whole + fraction;
  const at = Math.max(1, point);
  const padded = digits.padEnd(at, "0");
  return (value < 0 ? "-" : "") + padded.slice(0, at) + (padded.length > at ? `.${padded.slice(at)}` : "");
}

/** A count with a suffix: 671 B, 37.6 B, 14.8 T. Below a thousand as it is. */
export function formatCount(value: number, digits = 3): string {
  return withSuffix(value, digits, [
    [1e12, "T"],
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "K"],
  ]);
}

/** FLOP, or anything else in SI prefixes: 250 GFLOP. */
export function formatSi(value: number, unit: string, digits = 3): string {
  return withSuffix(value, digits, [
    [1e18, `E${unit}`],
    [1e15, `P${unit}`],
    [1e12, `T${unit}`],
    [1e9, `G${unit}`],
    [1e6, `M${unit}`],
    [1e3, `k${unit}`],
    [1, unit],
  ]);
}

/** Bytes in powers of ten: 70.3 KB. */
export function formatBytes(value: number, digits = 3): string {
  return withSuffix(value, digits, [
    [1e12, "TB"],
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "KB"],
    [1, "bytes"],
  ]);
}

/** Bytes in powers of 1024: 8.58 GiB. */
export function formatBinaryBytes(value: number, digits = 3): string {
  return withSuffix(value, digits, [
    [2 ** 40, "TiB"],
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
    [1, "bytes"],
  ]);
}

/** US dollars: $5.576 M, $2. */
export function formatUsd(value: number, digits = 4): string {
  return `${value < 0 ? "−" : ""}$${withSuffix(Math.abs(value), digits, [
    [1e9, "B"],
    [1e6, "M"],
  ])}`;
}

/** Days, or hours, or years, whichever reads best: 3.7 days. */
export function formatDays(days: number, digits = 2): string {
  if (days >= 730) return `${formatNumber(days / 365.25, digits)} years`;
  if (days >= 1) return withPlural(formatNumber(days, Math.max(digits, String(Math.floor(days)).length)), "day");
  const hours = days * 24;
  return hours >= 1
    ? withPlural(formatNumber(hours, digits), "hour")
    : withPlural(formatNumber(hours * 60, digits), "minute");
}

/** A ratio: ×11.1. */
export function formatRatio(value: number, digits = 3): string {
  return `×${formatNumber(value, digits)}`;
}

/** A share as a percentage: 38.9%. */
export function formatPercent(share: number, digits = 3): string {
  return `${formatNumber(share * 100, digits)}%`;
}

/** A change as a share, with its sign and so many decimals of a percent: +0.12%. What rounds to none has no sign. */
export function formatChange(share: number, decimals = 2): string {
  const percent = formatFixed(100 * Math.abs(share), decimals);
  return Number(percent) === 0 ? "0%" : `${share < 0 ? "−" : "+"}${percent}%`;
}

/** A number that is text already and what it counts, as one or as many: 1 node, 2 nodes. */
export function withPlural(number: string, unit: string): string {
  return `${number} ${unit}${number === "1" ? "" : "s"}`;
}

function withSuffix(value: number, digits: number, suffixes: readonly (readonly [number, string])[]): string {
  const magnitude = Math.abs(value);
  for (const [i, [size, suffix]] of suffixes.entries()) {
    // 999.96 M to three digits is 1 B: look at what will be printed.
    if (Number((magnitude / size).toPrecision(digits)) < 1 && !(i === suffixes.length - 1 && size === 1)) continue;
    return `${formatNumber(value / size, digits)}${thinSpace}${suffix}`;
  }
  return formatNumber(value, digits);
}

function formatPower(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 1)).split("e");
  const power = superscript(Number(exponent));
  return `${Number(mantissa)}`.replace("-", "−") + `${thinSpace}×${thinSpace}10${power}`;
}

/** A whole number as it stands in an exponent: ⁻⁴. */
export function superscript(n: number): string {
  return [...String(n)].map((character) => superscripts[character]).join("");
}

const superscripts: Readonly<Record<string, string>> = {
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
  "-": "⁻",
};
