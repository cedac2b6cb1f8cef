/**
 * @file The schedules of pre-training over its tokens: learning rate, batch size and speed of the balancing bias. §4.2
 * (The weight of the prediction loss is `predictionLossWeight`.)
 */
import { requireInRange, requireObject, requireOneOf } from "../check.ts";
import { exponential } from "../exponential.ts";
import { deepFreeze } from "../freeze.ts";
import { logarithm } from "../logarithm.ts";

/** What §4.2 prints of the schedules. Tokens where it speaks of tokens; steps for the warm-up. @source §4.2 */
export const publishedSchedule = deepFreeze({
  tokens: 14.8e12,
  sequenceLength: 4096,
  warmupSteps: 2000,
  peakRate: 2.2e-4,
  /** Constant until here. */
  constantUntil: 10e12,
  /** Cosine from there to here, down to `lateRate`. */
  cosineUntil: 14.3e12,
  lateRate: 2.2e-5,
  /** `lateRate` until here, `lastRate` for what is left. */
  lateUntil: 14.633e12,
  lastRate: 7.3e-6,
  firstBatch: 3072,
  lastBatch: 15_360,
  /** The batch grows over the first so many tokens; in which shape the report does not say. */
  rampTokens: 469e9,
  /** γ is 0 from here on. */
  biasUpdateUntil: 14.3e12,
  biasUpdateSpeed: 0.001,
  adamBeta1: 0.9,
  adamBeta2: 0.95,
  weightDecay: 0.1,
  clipNorm: 1,
  source: "§4.2",
} as const);

/**
 * Shapes of the growing batch that fit the report's words: evenly with the tokens, or evenly with the steps.
 *
 * @source §4.2; ours: the shapes, since the report gives none
 */
export const rampShapes = deepFreeze(["tokens", "steps"] as const);
export type RampShape = (typeof rampShapes)[number];

const published = publishedSchedule;
const growth = published.lastBatch - published.firstBatch;

/** Steps that the batch takes to grow, as a real number. */
function rampSteps(shape: RampShape): number {
  const { rampTokens, firstBatch, lastBatch, sequenceLength } = published;
  return shape === "tokens"
    ? (rampTokens / (growth * sequenceLength)) * logarithm(lastBatch / firstBatch)
    : rampTokens / (sequenceLength * ((firstBatch + lastBatch) / 2));
}

/**
 * Sequences in a batch after so many tokens; a real number while it grows.
 *
 * @param tokens  seen so far, 0 to 14.8e12
 * @throws RangeError if `tokens` lies outside, or the shape is unknown
 * @source §4.2; the shape is not given
 */
export function batchSizeAt(tokens: number, options: { ramp?: RampShape } = {}): number {
  const { ramp } = checked(tokens, options);
  const { rampTokens, firstBatch, lastBatch, sequenceLength } = published;
  if (tokens >= rampTokens) return lastBatch;
  if (ramp === "tokens") return firstBatch + (growth * tokens) / rampTokens;
  // tokens = L (b₀ s + growth s² / 2S), solved for the batch b₀ + growth s / S.
  return Math.sqrt(firstBatch ** 2 + (2 * growth * tokens) / (sequenceLength * rampSteps("steps")));
}

/**
 * The optimizer's step after so many tokens, by integrating over the growing batch; a real number. A count of whole steps
 * differs by one to three.
 *
 * @param tokens  seen so far, 0 to 14.8e12
 * @throws RangeError if `tokens` lies outside, or the shape is unknown
 * @source §4.2; the shape is not given
 */
export function stepAt(tokens: number, options: { ramp?: RampShape } = {}): number {
  const { ramp } = checked(tokens, options);
  const { rampTokens, firstBatch, lastBatch, sequenceLength } = published;
  if (tokens > rampTokens) return rampSteps(ramp) + (tokens - rampTokens) / (lastBatch * sequenceLength);
  const batch = batchSizeAt(tokens, { ramp });
  if (ramp === "tokens") return (rampTokens / (growth * sequenceLength)) * logarithm(batch / firstBatch);
  return ((batch - firstBatch) * rampSteps("steps")) / growth;
}

/**
 * Tokens seen after so many steps; the inverse of `stepAt`.
 *
 * @param step  0 to the last step
 * @throws RangeError if `step` lies outside, or the shape is unknown
 * @source §4.2; the shape is not given
 */
export function tokensAtStep(step: number, options: { ramp?: RampShape } = {}): number {
  const { ramp } = checked(0, options);
  const { rampTokens, firstBatch, lastBatch, sequenceLength, tokens } = published;
  const inRamp = rampSteps(ramp);
  requireInRange({ step }, 0, inRamp + (tokens - rampTokens) / (lastBatch * sequenceLength));
  if (step >= inRamp) return Math.min(tokens, rampTokens + (step - inRamp) * lastBatch * sequenceLength);
  if (ramp === "steps") return sequenceLength * (firstBatch * step + (growth * step * step) / (2 * inRamp));
  const batch = firstBatch * exponential((step * growth * sequenceLength) / rampTokens);
  return ((batch - firstBatch) * rampTokens) / growth;
}

/**
 * Learning rate after so many tokens: up over 2,000 steps, constant to 10T, down a cosine to 14.3T, then two stairs.
 *
 * The warm-up is read as linear. The cosine uses `Math.cos`, whose last bit engines may choose.
 *
 * @param tokens  seen so far, 0 to 14.8e12
 * @throws RangeError if `tokens` lies outside, or the shape is unknown
 * @source §4.2
 */
export function learningRateAt(tokens: number, options: { ramp?: RampShape } = {}): number {
  const { ramp } = checked(tokens, options);
  const { warmupSteps, peakRate, constantUntil, cosineUntil, lateRate, lateUntil, lastRate } = published;
  if (tokens < constantUntil)
    return peakRate * Math.min(1, tokens >= published.rampTokens ? 1 : stepAt(tokens, { ramp }) / warmupSteps);
  if (tokens < cosineUntil) return cosine(peakRate, lateRate, (tokens - constantUntil) / (cosineUntil - constantUntil));
  return tokens < lateUntil ? lateRate : lastRate;
}

/**
 * A rate on its way down a cosine.
 *
 * @param options.from  rate at the start
 * @param options.to  rate at the end
 * @param options.progress  0 to 1
 * @throws RangeError if `progress` lies outside, or a rate is negative
 * @source §4.2 for pre-training; §5.1 for fine-tuning, 5e-6 to 1e-6
 */
export function cosineRate(options: { from: number; to: number; progress: number }): number {
  requireObject({ options });
  const { from, to, progress } = options;
  requireInRange({ from, to }, 0, Number.MAX_VALUE);
  requireInRange({ progress }, 0, 1);
  return cosine(from, to, progress);
}

/**
 * γ, speed of the balancing bias, after so many tokens.
 *
 * @param tokens  seen so far, 0 to 14.8e12
 * @throws RangeError if `tokens` lies outside
 * @source §4.2
 */
export function biasUpdateSpeedAt(tokens: number): number {
  checked(tokens, {});
  return tokens < published.biasUpdateUntil ? published.biasUpdateSpeed : 0;
}

/** A stretch of the schedule and its part in the sum of all rates over tokens. */
export type RateShare = {
  readonly stretch: "warm-up" | "constant" | "cosine" | "late" | "last";
  readonly tokens: number;
  readonly share: number;
};

/**
 * How much of the integral of the learning rate over tokens falls into each stretch, in closed form.
 *
 * @param options.warmup  whether the warm-up is counted as such, and not at the full rate
 * @returns shares sum to 1
 * @throws RangeError if the shape is unknown
 * @source §4.2
 */
export function rateShares(options: { ramp?: RampShape; warmup?: boolean } = {}): readonly RateShare[] {
  const { ramp } = checked(0, options);
  const { warmup = true } = options;
  const { tokens, peakRate, lateRate, lastRate, constantUntil, cosineUntil, lateUntil, warmupSteps } = published;
  const inWarmup = warmup ? tokensAtStep(warmupSteps, { ramp }) : 0;
  const areas: readonly [RateShare["stretch"], number, number][] = [
    ["warm-up", inWarmup, warmup ? warmupArea(ramp) : 0],
    ["constant", constantUntil - inWarmup, peakRate * (constantUntil - inWarmup)],
    ["cosine", cosineUntil - constantUntil, ((peakRate + lateRate) / 2) * (cosineUntil - constantUntil)],
    ["late", lateUntil - cosineUntil, lateRate * (lateUntil - cosineUntil)],
    ["last", tokens - lateUntil, lastRate * (tokens - lateUntil)],
  ];
  const total = areas.reduce((sum, [, , area]) => sum + area, 0);
  return areas.map(([stretch, inStretch, area]) => ({ stretch, tokens: inStretch, share: area / total }));
}

/** ∫ rate d tokens over the warm-up: Simpson's rule over steps, exact for a batch that grows evenly with them. */
function warmupArea(ramp: RampShape): number {
  const { warmupSteps, peakRate, sequenceLength } = published;
  const intervals = 200;
  let sum = 0;
  for (let i = 0; i <= intervals; i++) {
    const step = (warmupSteps * i) / intervals;
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * (step / warmupSteps) * batchSizeAt(tokensAtStep(step, { ramp }), { ramp });
  }
  return (peakRate * sequenceLength * warmupSteps * sum) / (3 * intervals);
}

function cosine(from: number, to: number, progress: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * progress));
}

function checked(tokens: number, options: { ramp?: RampShape }): { ramp: RampShape } {
  requireInRange({ tokens }, 0, published.tokens);
  requireObject({ options });
  const { ramp = "tokens" } = options;
  requireOneOf({ ramp }, rampShapes);
  return { ramp };
}
