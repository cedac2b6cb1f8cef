/**
 * @file Formats as data: the name of a format, with digits where they differ from the usual. One value then gives the text
 * that is shown, the exact number behind it and its unit, so that the three cannot disagree.
 */
import {
  formatBinaryBytes,
  formatBytes,
  formatCount,
  formatDays,
  formatCertain,
  formatExact,
  formatFixed,
  formatNumber,
  formatPercent,
  formatRatio,
  formatSi,
  formatUsd,
  thinSpace,
} from "./format.ts";

/** Each format with the text of a value, and with the value and the unit that "exact" means for it. */
const formats = {
  /** 2,788,000 · 0.00012 */
  number: { text: formatNumber },
  /** So many decimals, for columns in which they line up: 0.070 */
  fixed: { text: (value: number, decimals = 2) => formatFixed(value, decimals) },
  /** Every digit: 671,026,419,200 */
  exact: { text: (value: number) => formatExact(value) },
  /** 671 B, 14.8 T */
  count: { text: formatCount },
  /** Powers of ten: 70.3 KB */
  bytes: { text: formatBytes, unit: "bytes" },
  /** Powers of 1024: 8.58 GiB */
  binaryBytes: { text: formatBinaryBytes, unit: "bytes" },
  /** $5.576 M */
  usd: { text: formatUsd, unit: "US dollars" },
  /** 3.7 days, 12 hours */
  days: { text: formatDays, unit: "days" },
  /** 1.2 ms, 340 µs, 2 s */
  seconds: { text: formatSeconds, unit: "s" },
  /** ×11.1 */
  ratio: { text: formatRatio },
  /** A share, from 0 to 1: 38.9% */
  percent: { text: formatPercent, unit: "%", exact: (share: number) => 100 * share },
} satisfies Record<string, Format>;

type Format = {
  text(value: number, digits?: number): string;
  /** Unit of the exact value. */
  unit?: string;
  /** The exact value in that unit; the value itself where it is left out. */
  exact?(value: number): number;
};

export type FormatName = keyof typeof formats;

/** A format: its name, its name and digits, or SI prefixes with digits and unit: `["si", 3, "FLOP/s"]`. */
export type As =
  | FormatName
  | readonly [name: FormatName, digits: number]
  | readonly [name: "si", digits: number, unit: string];

/** The text of a value: `formatAs(0.3894, "percent")` is "38.9%". */
export function formatAs(value: number, as: As = "number"): string {
  if (typeof as === "string") return formats[as].text(value);
  if (as[0] === "si") return formatSi(value, as[2], as[1]);
  return formats[as[0]].text(value, as[1]);
}

/**
 * The exact number behind that text, and its unit: `exactAs(0.3894, "percent")` is "38.94 %".
 *
 * @param unit  what the value counts, where the format does not say: "tokens"
 */
export function exactAs(value: number, as: As = "number", unit?: string): string {
  const name = typeof as === "string" ? as : as[0];
  const { unit: own, exact = same }: Partial<Format> =
    name === "si" ? { unit: (as as readonly ["si", number, string])[2] } : formats[name];
  const said = unit ?? own;
  return formatCertain(exact(value)) + (said ? ` ${said}` : "");
}

/** Seconds with the prefix that reads best: 1.2 ms. */
function formatSeconds(value: number, digits = 3): string {
  const magnitude = Math.abs(value);
  if (value === 0) return `0${thinSpace}s`;
  const [size, suffix] = (
    [
      [1, "s"],
      [1e-3, "ms"],
      [1e-6, "µs"],
    ] as const
  ).find(([size]) => Number((magnitude / size).toPrecision(digits)) >= 1) ?? [1e-9, "ns"];
  return `${formatNumber(value / size, digits)}${thinSpace}${suffix}`;
}

function same(value: number): number {
  return value;
}
