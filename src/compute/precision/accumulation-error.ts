/**
 * @file The report's experiment on accumulation (§3.3.2): two random matrices, K = 4096, a largest relative error of nearly
 * 2% without promotion. It prints neither the distribution nor what the error is relative to, and the result depends on
 * both: so both are parameters here.
 */
import { requireArray, requireIntegerInRange, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { createRandom, type Random } from "../random.ts";
import { exactAdder, requireAccumulator, type Accumulator } from "./accumulator.ts";
import { e4m3 } from "./formats.ts";
import { gemm, operandOf, type Operand } from "./gemm.ts";
import { encodeTiles } from "./tiles.ts";

/** What the entries are drawn from. `positive` is uniform from 0 to 1, `uniform` from −1 to 1; `shifted` is normal with mean 1 and deviation 1. */
const draws = {
  normal: (random) => random.normal(),
  uniform: (random) => 2 * random.uniform() - 1,
  positive: (random) => random.uniform(),
  shifted: (random) => 1 + random.normal(),
} satisfies Record<string, (random: Random) => number>;
export type Distribution = keyof typeof draws;
/** What the operands of the experiment can be drawn from. @source ours: the report does not print its distribution */
export const distributions = deepFreeze(Object.keys(draws) as Distribution[]);

export type AccumulationOptions = {
  distribution: Distribution;
  /** K: products of each sum. */
  inner: number;
  accumulator: Accumulator;
  /** The product has so many rows and columns. */
  size?: number;
  seed?: number;
};

export type AccumulationError = {
  /** Largest |Δ| / |exact| over all sums: where numbers of both signs cancel, the denominator may be as small as you like. */
  maxRelative: number;
  /** Largest |Δ| over the largest |exact|. */
  maxOfLargest: number;
  /** √(Σ Δ² / Σ exact²). */
  rmsRelative: number;
  /** Mean of Δ/exact, with its sign: what is cut toward zero makes sums of one sign too small. */
  meanSigned: number;
};

const mostProducts = 2 ** 27;

/**
 * Error of an accumulator on a product of two random matrices in E4M3, one scale each, against the exact product of the same
 * codes: what rounding to 8 bits costs does not enter.
 *
 * @throws RangeError if an option is not allowed, or `size`² · `inner` is above 2²⁷
 * @source §3.3.2, "Increasing Accumulation Precision"
 */
export function accumulationError(options: AccumulationOptions): AccumulationError {
  requireObject({ options });
  const { accumulator } = options;
  requireAccumulator(accumulator);
  const { a, b } = operandsFor(options);
  return errorOf(gemm(a, b, accumulator), gemm(a, b, exactAdder));
}

/**
 * `accumulationError` of several accumulators on the same matrices: for curves over bits or over N_C.
 *
 * @returns one for each, in their order
 * @throws RangeError as `accumulationError` does
 * @source §3.3.2, "Increasing Accumulation Precision"
 */
export function accumulationErrors(
  accumulators: readonly Accumulator[],
  options: Omit<AccumulationOptions, "accumulator">,
): AccumulationError[] {
  requireArray({ accumulators });
  accumulators.forEach((accumulator, i) => {
    requireObject({ [`accumulators[${i}]`]: accumulator });
    requireAccumulator(accumulator);
  });
  const { a, b } = operandsFor(options);
  const exact = gemm(a, b, exactAdder);
  return accumulators.map((accumulator) => errorOf(gemm(a, b, accumulator), exact));
}

function operandsFor(options: Omit<AccumulationOptions, "accumulator">): { a: Operand; b: Operand } {
  requireObject({ options });
  const { distribution, inner, size = 16, seed = 1 } = options;
  requireOneOf({ distribution }, distributions);
  requireIntegerInRange({ size }, 1, 256);
  requireIntegerInRange({ inner }, 1, Math.floor(mostProducts / size ** 2));
  const random = createRandom(seed);
  const operand = (): Operand =>
    operandOf(
      encodeTiles(
        Float32Array.from({ length: size * inner }, () => draws[distribution](random)),
        { rows: size, columns: inner },
        { format: e4m3 },
      ),
    );
  return { a: operand(), b: operand() };
}

function errorOf(sums: Float64Array, exact: Float64Array): AccumulationError {
  let maxRelative = 0;
  let maxDifference = 0;
  let largest = 0;
  let noise = 0;
  let signal = 0;
  let signed = 0;
  for (let i = 0; i < exact.length; i++) {
    const difference = sums[i] - exact[i];
    const relative = difference === 0 ? 0 : difference / exact[i];
    maxRelative = Math.max(maxRelative, Math.abs(relative));
    maxDifference = Math.max(maxDifference, Math.abs(difference));
    largest = Math.max(largest, Math.abs(exact[i]));
    noise += difference * difference;
    signal += exact[i] * exact[i];
    signed += relative;
  }
  return {
    maxRelative,
    maxOfLargest: maxDifference === 0 ? 0 : maxDifference / largest,
    rmsRelative: noise === 0 ? 0 : Math.sqrt(noise / signal),
    meanSigned: signed / exact.length,
  };
}
