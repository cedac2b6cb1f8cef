/**
 * @file The training race: one small network, one text, several recipes for the products of its layers.
 *
 * What it can show: that the recipes work, in what order their errors lie for this network, and what promotion and
 * granularity change here. What it cannot: that the report's 0.25% holds at the report's size. The network has about 50,000
 * parameters and sees about 100,000 symbols.
 */
import { refuse, requireIntegerInRange, requireOneOf, requirePositive } from "../compute/check.ts";
import { maxSeed } from "../compute/index.ts";
import { createAdamW, smallAdamW } from "./adamw.ts";
import { contextLength, createRaceNetwork, parametersOf, raceLoss } from "./race-network.ts";
import { createTextSource } from "./race-text.ts";
import { linearRecipe, recipeNames, type RecipeName } from "./recipes.ts";
import { createTape } from "./tape.ts";

export type RaceOptions = {
  recipe: RecipeName;
  steps: number;
  seed: number;
  /** Predictions in one step: also the inner dimension of Wgrad. */
  batch?: number;
  /** Inner width of the gated layers: also the inner dimension of the product back from it. */
  hiddenDim?: number;
  /** Values that share a scale along a row. */
  groupSize?: number;
  accumulatorBits?: number;
  /** N_C of the promoted recipes. */
  promotionInterval?: number;
  learningRate?: number;
  moments?: "bf16" | "fp32";
};

/** Steps of one runner in the race, one at a time: each value is the loss of a batch before its update. */
export type Runner = Generator<number, void, void>;

/**
 * A training run. Runs of one seed start from the same weights and see the same batches, whatever their recipe. A loss that
 * is not finite is reported as it is; what to do then is the caller's.
 *
 * @throws RangeError if an option is not allowed
 */
export function* trainingRun(options: RaceOptions): Runner {
  const {
    recipe,
    steps,
    seed,
    batch = 128,
    hiddenDim = 128,
    groupSize = 16,
    accumulatorBits,
    promotionInterval,
    learningRate = smallAdamW.learningRate,
    moments = "bf16",
  } = options;
  requireOneOf({ recipe }, recipeNames);
  requireIntegerInRange({ steps }, 1, 100_000);
  requireIntegerInRange({ seed }, 0, maxSeed - 2);
  requireIntegerInRange({ batch, hiddenDim }, 1, 4096);
  requireIntegerInRange({ groupSize }, 1, 4096);
  requirePositive({ learningRate });
  requireOneOf({ moments }, ["bf16", "fp32"] as const);
  const products = linearRecipe(recipe, { groupSize, accumulatorBits, promotionInterval });
  const network = createRaceNetwork({ hiddenDim, seed });
  const optimizer = createAdamW(parametersOf(network), { ...smallAdamW, learningRate, moments });
  const text = createTextSource({ grammar: seed + 1, text: seed + 2 });
  const tape = createTape();
  for (let step = 0; step < steps; step++) {
    const symbols = text.next(batch + contextLength);
    const contexts = Uint8Array.from(
      { length: batch * contextLength },
      (_, i) => symbols[Math.floor(i / contextLength) + (i % contextLength)],
    );
    const loss = raceLoss(tape, network, contexts, symbols.subarray(contextLength), products);
    tape.backward();
    optimizer.step();
    tape.reset();
    yield loss;
  }
}

/**
 * A curve smoothed as in Figure 10: an exponential moving average.
 *
 * @param coefficient  share of the old value, 0.9 in Appendix B.1; from 0 to below 1
 */
export function smoothed(losses: ArrayLike<number>, coefficient = 0.9): Float64Array {
  if (!(coefficient >= 0 && coefficient < 1)) refuse("coefficient", "be from 0 to below 1", coefficient);
  const curve = new Float64Array(losses.length);
  for (let i = 0; i < losses.length; i++)
    curve[i] = i === 0 ? losses[0] : coefficient * curve[i - 1] + (1 - coefficient) * losses[i];
  return curve;
}

/**
 * (loss − reference) / reference, step by step: of smoothed curves what the inset of Figure 10 shows, and what the report
 * says stays below 0.25%.
 *
 * @throws RangeError if the curves differ in length
 * @source §3.3, Appendix B.1
 */
export function relativeLossError(curves: { losses: ArrayLike<number>; reference: ArrayLike<number> }): Float64Array {
  const { losses, reference } = curves;
  if (losses.length !== reference.length) refuse("losses", `have ${reference.length} entries`, losses.length);
  return Float64Array.from(losses, (loss, i) => (loss - reference[i]) / reference[i]);
}

/** How far losses in FP8 lie from those in BF16 at most, as a share. @source §3.3, Appendix B.1 */
export const printedLossBand = 0.0025;

/** Relative loss errors at the end of several runs that differ by their seed. */
export type LateErrors = {
  /** Mean of the seeds, each of which is the mean of its steps. */
  mean: number;
  /** The lowest seed. */
  low: number;
  /** The highest seed. */
  high: number;
  /** Largest of all steps of all seeds, whatever its sign. */
  largest: number;
  /** Share of the steps that lie within `printedLossBand`. */
  within: number;
};

/**
 * `relativeLossError` over the last quarter of the steps, rounded up, in all seeds together.
 *
 * @param curves  a row for each seed on both sides, in the same order
 * @throws RangeError if there is no seed, or rows differ in number or length
 * @source ours: which steps count as late, and what is said of them
 */
export function lateErrors(curves: {
  losses: readonly ArrayLike<number>[];
  reference: readonly ArrayLike<number>[];
}): LateErrors {
  const { losses, reference } = curves;
  if (losses.length === 0) refuse("losses", "have at least one row", losses.length);
  if (losses.length !== reference.length) refuse("losses", `have ${reference.length} rows`, losses.length);
  const late = losses.map((row, seed) =>
    Array.from(relativeLossError({ losses: row, reference: reference[seed] })).slice(-Math.ceil(row.length / 4)),
  );
  const means = late.map(meanOf);
  const sizes = late.flat().map(Math.abs);
  return {
    mean: meanOf(means),
    low: Math.min(...means),
    high: Math.max(...means),
    largest: Math.max(...sizes),
    within: sizes.filter((size) => size <= printedLossBand).length / sizes.length,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
