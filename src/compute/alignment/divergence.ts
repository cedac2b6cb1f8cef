/**
 * @file How far a policy has gone from its reference: the exact divergence, and the three estimates of it that trainers take
 * from samples. §5.2.2, eq. 27
 */
import { requireBoolean, requireObject, requireOneOf, requirePositive } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { logarithm } from "../logarithm.ts";
import { requireSameOutcomes } from "./distribution.ts";

/** Schulman's names; eq. 27 is k3. @source J. Schulman, Approximating KL Divergence (2020); §5.2.2, eq. 27, is k3 */
export const klEstimators = deepFreeze(["k1", "k2", "k3"] as const);
export type KlEstimator = (typeof klEstimators)[number];

/**
 * Estimate of KL(π_θ ‖ π_ref) from one sample of π_θ.
 *
 * With r = π_ref / π_θ: k1 = −ln r, k2 = (ln r)² / 2, k3 = r − 1 − ln r. k1 and k3 have the divergence as their mean; k3 is
 * never negative.
 *
 * @param ratio  r, above 0
 * @throws RangeError if `ratio` is not above 0, or the estimator is unknown
 * @source §5.2.2, eq. 27 for k3; J. Schulman, Approximating KL Divergence (2020), for the names
 */
export function klEstimate(ratio: number, options: { estimator?: KlEstimator } = {}): number {
  requirePositive({ ratio });
  requireObject({ options });
  const { estimator = "k3" } = options;
  requireOneOf({ estimator }, klEstimators);
  return estimates[estimator](ratio);
}

const estimates: Readonly<Record<KlEstimator, (ratio: number) => number>> = {
  k1: (ratio) => -logarithm(ratio),
  k2: (ratio) => logarithm(ratio) ** 2 / 2,
  // Near 1 the difference of two near numbers may round below 0.
  k3: (ratio) => Math.max(0, ratio - 1 - logarithm(ratio)),
};

/**
 * KL(π ‖ π_ref) = Σ π ln(π / π_ref), in nats.
 *
 * @param policy  [outcomes], probabilities
 * @param reference  [outcomes], probabilities
 * @throws RangeError if one is no distribution, or they differ in length
 * @source definition of the divergence that §5.2.2, eq. 27 estimates
 */
export function klDivergence(policy: ArrayLike<number>, reference: ArrayLike<number>): number {
  requireSameOutcomes({ policy, reference });
  let sum = 0;
  for (let i = 0; i < policy.length; i++) sum += policy[i] * logarithm(policy[i] / reference[i]);
  return sum;
}

/** How the estimates of many samples come out. */
export type EstimateMoments = { readonly mean: number; readonly deviation: number };

type SamplingOptions = {
  estimator?: KlEstimator;
  /** Policy that the samples come from, [outcomes]; the policy itself where it is left out. */
  sampledFrom?: ArrayLike<number>;
  /** Whether each estimate is multiplied with π_θ / π_old, which corrects for samples of an older policy. */
  weighted?: boolean;
};

/**
 * Mean and deviation of an estimator over all samples, exactly: the outcomes are few, so nothing is drawn.
 *
 * @param policy  π_θ, [outcomes]
 * @param reference  π_ref, [outcomes]
 * @throws RangeError if one is no distribution, or they differ in length
 * @source §5.2.2, eq. 27
 */
export function klEstimateMoments(
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
  options: SamplingOptions = {},
): EstimateMoments {
  const { estimator, sampledFrom, weighted } = resolved(policy, reference, options);
  let mean = 0;
  let square = 0;
  for (let i = 0; i < policy.length; i++) {
    const value = (weighted ? policy[i] / sampledFrom[i] : 1) * estimates[estimator](reference[i] / policy[i]);
    mean += sampledFrom[i] * value;
    square += sampledFrom[i] * value * value;
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
}

/**
 * Gradient of KL(π ‖ π_ref) by the logits of a softmax policy: π_j (ln(π_j / π_ref,j) − KL).
 *
 * @returns [outcomes]
 * @throws RangeError if one is no distribution, or they differ in length
 * @source §5.2.2, eq. 27, for the divergence, differentiated
 */
export function klGradient(policy: ArrayLike<number>, reference: ArrayLike<number>): Float64Array {
  const divergence = klDivergence(policy, reference);
  return Float64Array.from(
    policy,
    (probability, i) => probability * (logarithm(probability / reference[i]) - divergence),
  );
}

/**
 * Gradient by the logits that a trainer gets when it differentiates an estimate as part of its loss, averaged over all
 * samples. Samples are held fixed, as automatic differentiation does.
 *
 * On its own samples k1 gives 0, k2 the true gradient, and k3 that of the divergence the other way round, KL(π_ref ‖ π).
 *
 * @param policy  π_θ, [outcomes], softmax of the logits
 * @param reference  π_ref, [outcomes]
 * @returns [outcomes]
 * @throws RangeError if one is no distribution, or they differ in length
 * @source differentiation of §5.2.2, eq. 27; volcengine/verl, pull request 2953 reports the bias
 */
export function klEstimateGradient(
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
  options: SamplingOptions = {},
): Float64Array {
  const { estimator, sampledFrom, weighted } = resolved(policy, reference, options);
  const gradient = new Float64Array(policy.length);
  for (let i = 0; i < policy.length; i++) {
    // ∇ of the estimate is `slope` times ∇ ln π_i, and ∂ ln π_i / ∂ logit_j = (i = j) − π_j.
    const ratio = reference[i] / policy[i];
    let slope = klSlope(ratio, estimator);
    // A weight π / π_old has a gradient of its own.
    if (weighted) slope = (policy[i] / sampledFrom[i]) * (slope + estimates[estimator](ratio));
    for (let j = 0; j < policy.length; j++) gradient[j] += sampledFrom[i] * slope * ((i === j ? 1 : 0) - policy[j]);
  }
  return gradient;
}

/** Derivative of an estimate by ln π_θ of its sample. */
export function klSlope(ratio: number, estimator: KlEstimator): number {
  switch (estimator) {
    case "k1":
      return 1;
    case "k2":
      return -logarithm(ratio);
    case "k3":
      return 1 - ratio;
  }
}

function resolved(
  policy: ArrayLike<number>,
  reference: ArrayLike<number>,
  options: SamplingOptions,
): Required<SamplingOptions> {
  requireObject({ options });
  const { estimator = "k3", sampledFrom = policy, weighted = false } = options;
  requireSameOutcomes({ policy, reference, sampledFrom });
  requireOneOf({ estimator }, klEstimators);
  requireBoolean({ weighted });
  return { estimator, sampledFrom, weighted };
}
