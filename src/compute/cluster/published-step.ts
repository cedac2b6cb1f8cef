/** @file Where the time of a published training step went, and the two speeds that do not agree. */
import { deepFreeze } from "../freeze.ts";
import { publishedTrace } from "../pipeline/published-trace.ts";
import { publishedRun } from "../training/published-run.ts";
import { v3Layout } from "./layout.ts";

/** Seconds of one step on 2,048 H800 by what a GPU does, as DeepSeek measured it. @source arXiv:2505.09343v2, Table 4, multi-plane network */
export const measuredStep = deepFreeze({
  forward: 1.13,
  bubble: 2.06,
  backwardForInput: 1.99,
  backwardForWeights: 0.48,
  overlapped: 13.95,
  optimizer: 0.29,
  /** As printed; the parts sum to 0.026 s less. */
  total: 19.926,
} as const);

export type SpeedComparison = {
  /** Of the trace, if pairs of chunks followed each other without a pause, in tokens per second and GPU. */
  steadyState: number;
  /** That Table 1 implies. */
  published: number;
  /** The second over the first. */
  share: number;
  /** Share of the measured step that overlapped pairs of chunks take. */
  overlappedShare: number;
};

/**
 * The speed of the trace's steady state beside the speed of the run.
 *
 * A pair of chunks moves 4,096 tokens through a forward and a backward of one stage; there are 16 stages. What is missing
 * are bubbles, chunks that run alone, the optimizer, the head and the prediction module on one stage, pipeline
 * communication and real routing, which is not perfectly balanced.
 *
 * @source deepseek-ai/profile-data, train.json; §1; arXiv:2505.09343v2, Table 4
 */
export function compareSpeeds(): SpeedComparison {
  const steadyState = publishedTrace.tokens / publishedTrace.span / v3Layout.pipelineRanks;
  const published = 1e12 / (publishedRun.hoursPerTrillionTokens * 3600);
  return {
    steadyState,
    published,
    share: published / steadyState,
    overlappedShare: measuredStep.overlapped / measuredStep.total,
  };
}
