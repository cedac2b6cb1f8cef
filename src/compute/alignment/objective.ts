/** @file The objective of GRPO over the answers of one group: clipped ratios, and a leash to the reference. §5.2.2, eq. 26 */
import {
  refuse,
  requireArray,
  requireInRange,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositive,
  requireFinite,
} from "../check.ts";
import { exponential } from "../exponential.ts";
import { deepFreeze } from "../freeze.ts";
import { klEstimate } from "./divergence.ts";

/** The clipped term of one answer or token. */
export type ClippedTerm = {
  /** min(ratio · A, clip(ratio) · A). */
  readonly value: number;
  /** Whether the clipped side is the smaller one: then the term has no gradient. */
  readonly isClipped: boolean;
  /** Derivative by the ratio: A, or 0 where clipped. */
  readonly slope: number;
};

/**
 * min(ratio · A, clip(ratio, 1 − ε, 1 + ε) · A).
 *
 * @param options.ratio  π_θ / π_old of the answer, above 0
 * @param options.advantage  A
 * @param options.clip  ε, 0 to 1
 * @throws RangeError if `ratio` is not above 0, `advantage` is not finite, or `clip` lies outside
 * @source §5.2.2, eq. 26
 */
export function clippedTerm(options: { ratio: number; advantage: number; clip: number }): ClippedTerm {
  requireObject({ options });
  const { ratio, advantage, clip } = options;
  requirePositive({ ratio });
  requireFinite({ advantage });
  requireInRange({ clip }, 0, 1);
  const bounded = Math.min(1 + clip, Math.max(1 - clip, ratio));
  const [plain, cut] = [ratio * advantage, bounded * advantage];
  const isClipped = cut < plain;
  return { value: isClipped ? cut : plain, isClipped, slope: isClipped ? 0 : advantage };
}

/** Natural logarithms of the probabilities that three policies give each token of an answer; all of one length. */
export type AnswerLogProbabilities = {
  readonly policy: ArrayLike<number>;
  readonly old: ArrayLike<number>;
  readonly reference: ArrayLike<number>;
};

/**
 * What the average runs over: `output` has one ratio for a whole answer, as eq. 26 is written; `sequence` one for each
 * token, averaged in each answer and then over answers (arXiv:2402.03300); `batch` one for each token of all answers alike
 * (arXiv:2503.14476).
 *
 * @source §5.2.2, eq. 26; arXiv:2402.03300, eq. 3; arXiv:2503.14476
 */
export const objectiveLevels = deepFreeze(["output", "sequence", "batch"] as const);
export type ObjectiveLevel = (typeof objectiveLevels)[number];

export type GroupObjective = {
  /** J of this group, to be made large. */
  readonly objective: number;
  /** Mean of the clipped terms. */
  readonly surrogate: number;
  /** Mean of the estimates of the divergence, by eq. 27. */
  readonly divergence: number;
  /** Share of answers or tokens whose term is clipped. */
  readonly clippedShare: number;
};

/** Logarithms of ratios up to this have an exponential that a double holds, and whose square it holds. */
const mostLogRatio = 300;

/**
 * GRPO's objective over one group.
 *
 * @param answers  G answers, each with at least one token
 * @param options.advantages  [G]
 * @param options.clip  ε, 0 to 1
 * @param options.klWeight  β, 0 or above
 * @throws RangeError if an answer is empty, its lists differ in length, a value lies outside, or policies are further apart
 *   than a factor of e³⁰⁰
 * @source §5.2.2, eq. 26 and 27; the levels name their own
 */
export function groupObjective(
  answers: readonly AnswerLogProbabilities[],
  options: { advantages: ArrayLike<number>; clip: number; klWeight: number; level?: ObjectiveLevel },
): GroupObjective {
  requireArray({ answers });
  if (answers.length === 0) refuse("answers", "have at least 1 entry", "none");
  requireObject({ options });
  const { advantages, clip, klWeight, level = "output" } = options;
  requireNumbers({ advantages });
  requireLength({ advantages }, answers.length);
  requireNonNegative({ klWeight });
  requireOneOf({ level }, objectiveLevels);
  answers.forEach(requireAnswer);

  let surrogate = 0;
  let divergence = 0;
  let clipped = 0;
  let terms = 0;
  const tokens = answers.reduce((sum, { policy }) => sum + policy.length, 0);
  const add = (logRatio: number, referenceLogRatio: number, answer: number, weight: number): void => {
    for (const [name, logarithm] of Object.entries({ old: logRatio, reference: referenceLogRatio })) {
      if (!(Math.abs(logarithm) <= mostLogRatio))
        refuse(
          `answers[${answer}].${name}`,
          `give probabilities within a factor of e^${mostLogRatio} of the policy's`,
          logarithm,
        );
    }
    const advantage = advantages[answer];
    const term = clippedTerm({ ratio: exponential(logRatio), advantage, clip });
    surrogate += weight * term.value;
    divergence += weight * klEstimate(exponential(referenceLogRatio));
    clipped += term.isClipped ? 1 : 0;
    terms++;
  };
  answers.forEach(({ policy, old, reference }, answer) => {
    if (level === "output") {
      add(sumOf(policy) - sumOf(old), sumOf(reference) - sumOf(policy), answer, 1 / answers.length);
      return;
    }
    const weight = level === "batch" ? 1 / tokens : 1 / policy.length / answers.length;
    for (let t = 0; t < policy.length; t++) add(policy[t] - old[t], reference[t] - policy[t], answer, weight);
  });
  return { objective: surrogate - klWeight * divergence, surrogate, divergence, clippedShare: clipped / terms };
}

function requireAnswer(answer: AnswerLogProbabilities, index: number): void {
  requireObject({ [`answers[${index}]`]: answer });
  const { policy, old, reference } = answer;
  const named = {
    [`answers[${index}].policy`]: policy,
    [`answers[${index}].old`]: old,
    [`answers[${index}].reference`]: reference,
  };
  requireNumbers(named);
  requireLength(named, policy.length);
  if (policy.length === 0) refuse(`answers[${index}].policy`, "have at least 1 entry", "none");
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
