/** @file Scales for own drawings: from a value to a pixel and back, with round ticks. */
import { requireFinite, requirePositive } from "../../compute/check.ts";

type Pair = readonly [number, number];

/** A function from values to pixels, with what it was made of. */
export type Scale = ((value: number) => number) & {
  readonly domain: Pair;
  readonly range: Pair;
  /** The value at a pixel. */
  invert(pixel: number): number;
  /** About `count` round values of the domain. */
  ticks(count?: number): number[];
};

/**
 * A linear scale.
 *
 * @param domain  values that come to the ends of `range`; they may fall
 * @param range  pixels, upside down for a vertical axis: `[height, 0]`
 * @throws RangeError if an end is not finite, or the domain has no length
 */
export function linear(domain: Pair, range: Pair): Scale {
  requireEnds(domain, range);
  const [[from, to], [start, end]] = [domain, range];
  const unit = (end - start) / (to - from);
  return Object.assign((value: number) => start + (value - from) * unit, {
    domain,
    range,
    invert: (pixel: number) => from + (pixel - start) / unit,
    ticks: (count = 6) => ticks(Math.min(from, to), Math.max(from, to), count),
  });
}

/**
 * A logarithmic scale.
 *
 * @throws RangeError if an end of the domain is not above 0, an end is not finite, or the domain has no length
 */
export function log(domain: Pair, range: Pair): Scale {
  requirePositive({ "domain[0]": domain[0], "domain[1]": domain[1] });
  requireEnds(domain, range);
  const exponents = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return Object.assign((value: number) => exponents(Math.log10(value)), {
    domain,
    range,
    invert: (pixel: number) => 10 ** exponents.invert(pixel),
    ticks: (count = 6) => logTicks(Math.min(...domain), Math.max(...domain), count),
  });
}

/**
 * About `count` round values from `from` to `to`: multiples of 1, 2 or 5 times a power of ten.
 *
 * Each is one multiplication or one division of whole numbers, so that 0.3 is 0.3 and not 0.30000000000000004.
 */
export function ticks(from: number, to: number, count = 6): number[] {
  requireFinite({ from, to, count });
  if (!(to > from) || count < 1) return from === to ? [from] : [];
  const rough = (to - from) / count;
  const power = Math.floor(Math.log10(rough));
  const rest = rough / 10 ** power;
  const factor = rest >= Math.sqrt(50) ? 10 : rest >= Math.sqrt(10) ? 5 : rest >= Math.sqrt(2) ? 2 : 1;
  const valueOf = power < 0 ? divided(factor, 10 ** -power) : (i: number) => i * factor * 10 ** power;
  const step = factor * 10 ** power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => valueOf(first + i));
}

function divided(factor: number, divisor: number): (i: number) => number {
  return (i) => (i * factor) / divisor;
}

/** Powers of ten in between, every so many of them; for less than a decade, round values. */
function logTicks(from: number, to: number, count: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  if (last - first < 1) return ticks(from, to, count);
  const every = Math.max(1, Math.ceil((last - first + 1) / count));
  const powers: number[] = [];
  for (let power = first; power <= last; power += every) powers.push(power < 0 ? 1 / 10 ** -power : 10 ** power);
  return powers;
}

function requireEnds(domain: Pair, range: Pair): void {
  requireFinite({ "domain[0]": domain[0], "domain[1]": domain[1], "range[0]": range[0], "range[1]": range[1] });
  if (domain[0] === domain[1]) throw new RangeError(`domain must have two ends that differ (got ${domain.join(", ")})`);
}
