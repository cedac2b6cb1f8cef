/** @file AdamW, with the moments kept in BF16 as V3 keeps them. §3.3.3, §4.2 */
import {
  refuse,
  requireArray,
  requireFinite,
  requireInRange,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requireOneOf,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { bf16 } from "../precision/formats.ts";
import { roundTo } from "../precision/code.ts";
import { publishedSchedule } from "./schedule.ts";

/** How the moments are kept between steps. */
const momentFormats = deepFreeze(["bf16", "exact"] as const);

export type AdamWSettings = {
  /** Share of the first moment that is kept, from 0 up to 1. */
  beta1: number;
  /** Share of the second moment that is kept, from 0 up to 1. */
  beta2: number;
  /** Added to the root of the second moment. */
  epsilon: number;
  /** λ of the decoupled decay. */
  weightDecay: number;
  /** `bf16` rounds both moments after each step, as §3.3.3 has it; `exact` keeps them as they are. */
  moments: (typeof momentFormats)[number];
};

/** What AdamW remembers of one tensor. */
export type AdamWState = {
  weights: readonly number[];
  /** m: the running mean of the gradients. */
  first: readonly number[];
  /** v: the running mean of their squares. */
  second: readonly number[];
  /** Steps made so far. */
  steps: number;
};

/**
 * V3's settings, and the ε of Adam's authors (arXiv:1412.6980, Algorithm 1), since the report prints none.
 *
 * @source §3.3.3, §4.2
 */
export const publishedAdamW: AdamWSettings = deepFreeze({
  beta1: publishedSchedule.adamBeta1,
  beta2: publishedSchedule.adamBeta2,
  epsilon: 1e-8,
  weightDecay: publishedSchedule.weightDecay,
  moments: "bf16",
});

/**
 * One step: m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g², both rounded to BF16 if they are kept so, then
 * w ← w − η (m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε) + λ w) in double precision, where V3 has FP32 master weights.
 *
 * @param state  before the step; a new tensor begins with moments and steps of 0. Not changed.
 * @param gradient  as many as weights
 * @param learningRate  η, at least 0 (`learningRateAt`)
 * @returns the state after it
 * @throws RangeError if lengths differ, a number is not finite, a second moment is negative, or a setting is not allowed
 * @source §3.3.3, §4.2; arXiv:1711.05101, Algorithm 2
 */
export function adamWStep(
  state: AdamWState,
  gradient: readonly number[],
  learningRate: number,
  settings: AdamWSettings = publishedAdamW,
): AdamWState {
  requireObject({ state, settings });
  const { weights, first, second, steps } = state;
  const { beta1, beta2, epsilon, weightDecay, moments } = settings;
  requireArray({ weights, first, second, gradient });
  for (const [name, values] of Object.entries({ first, second, gradient })) {
    if (values.length !== weights.length) refuse(name, `have ${weights.length} numbers, as weights`, values.length);
  }
  for (const [name, values] of Object.entries({ weights, first, second, gradient }))
    values.forEach((value, i) => requireFinite({ [`${name}[${i}]`]: value }));
  second.forEach((value, i) => requireNonNegative({ [`second[${i}]`]: value }));
  requireIntegerInRange({ steps }, 0, 2 ** 31);
  requireInRange({ learningRate, epsilon, weightDecay }, 0, Number.MAX_VALUE);
  requireInRange({ beta1, beta2 }, 0, 1 - 2 ** -53);
  requireOneOf({ moments }, momentFormats);
  const kept = moments === "bf16" ? (value: number) => roundTo(bf16, Math.fround(value)) : (value: number) => value;
  const firstAfter = first.map((m, i) => kept(beta1 * m + (1 - beta1) * gradient[i]));
  const secondAfter = second.map((v, i) => kept(beta2 * v + (1 - beta2) * gradient[i] * gradient[i]));
  const [power1, power2] = [power(beta1, steps + 1), power(beta2, steps + 1)];
  const weightsAfter = weights.map((w, i) => {
    const update = firstAfter[i] / (1 - power1) / (Math.sqrt(secondAfter[i] / (1 - power2)) + epsilon);
    return w - learningRate * ((firstAfter[i] === 0 ? 0 : update) + weightDecay * w);
  });
  return { weights: weightsAfter, first: firstAfter, second: secondAfter, steps: steps + 1 };
}

/** base to a whole power by squaring: the same bits on every machine. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square)
    if (left % 2 === 1) result *= square;
  return result;
}
