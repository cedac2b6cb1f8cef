/** @file One outlier among activations, and whom it spoils: whoever shares a scale with it (§3.3.2). */
import {
  requireIntegerInRange,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
  requireProductAtMost,
} from "../check.ts";
import { errorMetrics } from "./error.ts";
import { e4m3 } from "./formats.ts";
import { granularities, type Granularity } from "./groups.ts";
import { quantize } from "./quantize.ts";
import { sampleMatrix } from "./samples.ts";

export type OutlierReachOptions = {
  /** Rows of the matrix. */
  tokens: number;
  /** Columns. */
  channels: number;
  granularity: Granularity;
  /** 128 if left out. */
  groupSize?: number;
  /** Where the outlier is. */
  token: number;
  channel: number;
  /** Its magnitude, where the others are normal with a deviation of 1. */
  magnitude: number;
  /** 1 if left out. */
  seed?: number;
};

export type OutlierReach = {
  /** Tiles of 1 × groupSize in a row. */
  tilesPerToken: number;
  /** Mean relative error of each tile, the outlier left out, [tokens × tilesPerToken]. */
  errorOfTile: Float64Array;
  /** Mean relative error of the values that share a scale with the outlier, without it, and of all others; `null` where there are none. */
  sharing: number | null;
  elsewhere: number | null;
  /** Share of the values sharing its scale that became 0; 0 where there are none. */
  lostShare: number;
};

/**
 * Quantizes normal activations with one outlier to E4M3 and measures tile by tile.
 *
 * @throws RangeError if an option is not allowed, or the matrix has more than 2²⁴ values
 * @source §3.3.2; ours: the matrix, whose values are seeded
 */
export function outlierReach(options: OutlierReachOptions): OutlierReach {
  requireObject({ options });
  const { tokens, channels, granularity, groupSize = 128, token, channel, magnitude, seed = 1 } = options;
  requirePositiveInteger({ groupSize });
  requireProductAtMost({ tokens, channels }, 2 ** 24);
  requireOneOf({ granularity }, granularities);
  requireIntegerInRange({ token }, 0, tokens - 1);
  requireIntegerInRange({ channel }, 0, channels - 1);
  requirePositive({ magnitude });
  const values = sampleMatrix({ shape: "normal", rows: tokens, columns: channels, seed });
  const at = token * channels + channel;
  values[at] = magnitude;
  const { values: restored, scaleOfValue } = quantize(values, { rows: tokens, columns: channels }, e4m3, {
    granularity,
    groupSize,
  });
  const tilesPerToken = Math.ceil(channels / groupSize);
  const sum = new Float64Array(tokens * tilesPerToken);
  const count = new Uint32Array(tokens * tilesPerToken);
  const shared = { original: [] as number[], restored: [] as number[] };
  const others = { original: [] as number[], restored: [] as number[] };
  for (let i = 0; i < values.length; i++) {
    if (i === at || values[i] === 0) continue;
    const tile = Math.floor(i / channels) * tilesPerToken + Math.floor((i % channels) / groupSize);
    sum[tile] += Math.abs((restored[i] - values[i]) / values[i]);
    count[tile]++;
    const side = scaleOfValue[i] === scaleOfValue[at] ? shared : others;
    side.original.push(values[i]);
    side.restored.push(restored[i]);
  }
  const metricsOf = (side: typeof shared) =>
    side.original.length === 0
      ? null
      : errorMetrics({ original: Float64Array.from(side.original), restored: Float64Array.from(side.restored) });
  const sharing = metricsOf(shared);
  return {
    tilesPerToken,
    errorOfTile: sum.map((total, tile) => (count[tile] === 0 ? 0 : total / count[tile])),
    sharing: sharing?.meanRelative ?? null,
    elsewhere: metricsOf(others)?.meanRelative ?? null,
    lostShare: sharing?.underflowedShare ?? 0,
  };
}
