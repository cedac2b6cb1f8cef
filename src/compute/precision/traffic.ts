/** @file Bytes on the wires and to memory that eight bits save or cost (§3.3.3, §3.5.2). */
import { requireIntegerInRange, requireObject } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { traceTimeByKind } from "../pipeline/published-trace.ts";
import { requireStored, type StoredFormat } from "./framework.ts";

export type TokenBytes = { codes: number; scales: number; total: number };

/**
 * Bytes of one token's vector on its way to one expert, or back.
 *
 * For V3, 7,168 values: 7,168 + 56 · 4 = 7,392 bytes in FP8 with FP32 scales, 14,336 in BF16.
 *
 * @param hiddenDim  values of a token, 1 to 2²⁰
 * @param options  format of the values; values that share a scale (0: there are none), and the bits of one: 32, or 8 as a power of two
 * @throws RangeError if a number is not allowed
 * @source §3.3.3, "Low-Precision Communication": FP8 dispatch, BF16 combine; the report leaves out the bytes of scales
 */
export function tokenBytes(
  hiddenDim: number,
  options: { format: StoredFormat; valuesPerScale?: number; scaleBits?: number },
): TokenBytes {
  requireObject({ options });
  requireStored({ format: options.format });
  const { format, valuesPerScale = format.bits <= 8 ? 128 : 0, scaleBits = 32 } = options;
  requireIntegerInRange({ hiddenDim }, 1, 2 ** 20);
  requireIntegerInRange({ valuesPerScale }, 0, 2 ** 20);
  requireIntegerInRange({ scaleBits }, 8, 32);
  const codes = Math.ceil((hiddenDim * format.bits) / 8);
  const scales = valuesPerScale === 0 ? 0 : Math.ceil((Math.ceil(hiddenDim / valuesPerScale) * scaleBits) / 8);
  return { codes, scales, total: codes + scales };
}

export type MemoryTrips = {
  id: "today" | "fused" | "near-memory" | "transposed-today" | "transposed-read";
  what: string;
  /** Bytes that cross the memory's bus for each value, trip by trip. */
  trips: { what: string; bytes: number }[];
  bytesPerValue: number;
};

const trips = (id: MemoryTrips["id"], what: string, ...each: [string, number][]): MemoryTrips => ({
  id,
  what,
  trips: each.map(([what, bytes]) => ({ what, bytes })),
  bytesPerValue: each.reduce((sum, [, bytes]) => sum + bytes, 0),
});

/**
 * What §3.5.2 complains of and wishes for, in bytes for each activation value; scales left out.
 *
 * "Roughly 50%" of off-chip access that a cast near the memory saves holds for the one read (2 bytes, then 1); against all
 * three trips of today a fused read saves 50% and a cast near the memory 75%.
 *
 * @source §3.5.2, "Support for Online Quantization" and "Support for Transposed GEMM Operations"
 */
export const castTrips: readonly MemoryTrips[] = deepFreeze([
  trips("today", "Cast in a kernel of its own", ["read BF16", 2], ["write FP8", 1], ["read FP8 to multiply", 1]),
  trips("fused", "Cast while the tile is fetched", ["read BF16 to multiply", 2]),
  trips("near-memory", "Cast beside the memory", ["read FP8 to multiply", 1]),
  trips(
    "transposed-today",
    "128 × 1 tiles for Wgrad, in a kernel of its own",
    ["read FP8", 1],
    ["write FP8", 1],
    ["read FP8 to multiply", 1],
  ),
  trips("transposed-read", "Transposed reads from shared memory", ["read FP8 to multiply", 1]),
]);

/**
 * Busy time of the main compute stream in the published trace, one forward and one backward chunk of four MoE layers, in
 * microseconds: of casts, of transposes, of all kernels.
 *
 * @source deepseek-ai/profile-data, train.json: sums of kernel durations by kind, as `traceTimeByKind` has them
 */
export const tracedComputeUs = deepFreeze(tracedCompute());

function tracedCompute(): { cast: number; transpose: number; all: number } {
  const kinds = traceTimeByKind(({ stream }) => stream === "compute");
  const microseconds = (of: readonly { seconds: number }[]): number =>
    Math.round(1e6 * of.reduce((sum, { seconds }) => sum + seconds, 0));
  return {
    cast: microseconds(kinds.filter(({ kind }) => kind === "FP8 cast")),
    transpose: microseconds(kinds.filter(({ kind }) => kind === "transpose")),
    all: microseconds(kinds),
  };
}
