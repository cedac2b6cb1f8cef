/** @file What answers cost and what a filter lets through: rejection sampling and the price of longer reasoning. §5.1, §5.4.1 */
import { requireInRange, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";

/** What rejection sampling leaves of the answers to one prompt. */
export type RejectionSampling = {
  /** Probability that an answer is accepted. */
  readonly acceptance: number;
  /** Share of the accepted answers that are right; 0 where none is accepted. */
  readonly precision: number;
  /** Probability that at least one of the samples is accepted. */
  readonly coverage: number;
  /** Samples drawn, on average, for each accepted answer; infinite where none is accepted. */
  readonly samplesPerAccepted: number;
};

/**
 * Draws answers and keeps those that a checker accepts.
 *
 * @param options.passRate  share of answers that are right, 0 to 1
 * @param options.falsePositiveRate  share of wrong answers that the checker accepts, 0 to 1
 * @param options.falseNegativeRate  share of right answers that it refuses, 0 to 1
 * @param options.samples  answers drawn for a prompt
 * @throws RangeError if a rate lies outside 0 to 1, or `samples` is not a positive integer
 * @source §5.1 names the method and gives no rates; Bayes' rule
 */
export function rejectionSampling(options: {
  passRate: number;
  falsePositiveRate?: number;
  falseNegativeRate?: number;
  samples?: number;
}): RejectionSampling {
  requireObject({ options });
  const { passRate, falsePositiveRate = 0, falseNegativeRate = 0, samples = 1 } = options;
  requireInRange({ passRate, falsePositiveRate, falseNegativeRate }, 0, 1);
  requirePositiveInteger({ samples });
  const right = passRate * (1 - falseNegativeRate);
  const acceptance = right + (1 - passRate) * falsePositiveRate;
  return {
    acceptance,
    precision: acceptance === 0 ? 0 : right / acceptance,
    coverage: 1 - (1 - acceptance) ** samples,
    samplesPerAccepted: acceptance === 0 ? Infinity : 1 / acceptance,
  };
}

/**
 * Tokens that a model writes for each problem it solves, where it tries each problem once.
 *
 * @param options.passRate  above 0, at most 1
 * @param options.meanTokens  length of an answer, in tokens
 * @throws RangeError if `passRate` is not above 0 and at most 1, or `meanTokens` is not above 0
 * @source §5.4.1, Table 9 has both factors
 */
export function tokensPerSolved(options: { passRate: number; meanTokens: number }): number {
  requireObject({ options });
  const { passRate, meanTokens } = options;
  requirePositive({ passRate, meanTokens });
  requireInRange({ passRate }, 0, 1);
  return meanTokens / passRate;
}
