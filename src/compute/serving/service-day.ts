/** @file A day of service: tokens, nodes, prices, and what follows from them. */
import { requireInRange, requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { kvCacheBytesPerToken } from "../model/kv-cache.ts";
import type { ModelConfig } from "../model/configs.ts";
import { rentalUsd } from "../training/run.ts";

export type ServiceDayOptions = {
  inputTokens: number;
  /** Share of the input that is found in the cache. */
  hitShare: number;
  outputTokens: number;
  /** On average. */
  nodes: number;
  gpusPerNode: number;
  usdPerGpuHour: number;
  /** Dollars for a million tokens. */
  usdPerMillionHit: number;
  usdPerMillionMiss: number;
  usdPerMillionOutput: number;
  /** Share of the tokens that is paid for. Default 1, as in the published figure. */
  paidShare?: number;
};

/**
 * The day that DeepSeek published, 27 to 28 February 2025, and what it prints for the result. Prices are R1's, for all
 * tokens of V3 and R1: the income is one that nobody had.
 *
 * @source deepseek-ai/open-infra-index, 202502OpenSourceWeek, day 6
 */
export const publishedDay = deepFreeze({
  inputTokens: 608e9,
  cachedTokens: 342e9,
  outputTokens: 168e9,
  nodes: 226.75,
  peakNodes: 278,
  gpusPerNode: 8,
  usdPerGpuHour: 2,
  usdPerMillionHit: 0.14,
  usdPerMillionMiss: 0.55,
  usdPerMillionOutput: 2.19,
  /** Of a node: input with cache hits in prefill, output in decode. */
  inputTokensPerSecond: 73_700,
  outputTokensPerSecond: 14_800,
  /** Of a request, from and to; and tokens cached for an output token, on average. */
  tokensPerSecondPerRequest: [20, 22],
  context: 4989,
  printed: { hitShare: 0.563, costUsd: 87_072, incomeUsd: 562_027, marginOnCost: 5.45 },
} as const);

export type ServiceDay = {
  costUsd: number;
  incomeUsd: number;
  /** Profit over cost: what the published 545% is. */
  marginOnCost: number;
  /** Profit over income: what a margin usually is; −Infinity without income. */
  marginOnIncome: number;
  /** What of the income each kind of token brings. */
  incomeOf: { hit: number; miss: number; output: number };
  /** Dollars of cost for a million tokens of output, with all input in the price. */
  costPerMillionOutput: number;
  /** Income at which nothing is left, as a share of the one computed. Infinity without income. */
  breakEvenShare: number;
};

/**
 * Cost and income of a day.
 *
 * @throws RangeError if a number is negative, a share above 1, or a price above a billion dollars
 * @source deepseek-ai/open-infra-index, 202502OpenSourceWeek, day 6
 */
export function serviceDay(options: ServiceDayOptions): ServiceDay {
  requireObject({ options });
  const {
    inputTokens,
    hitShare,
    outputTokens,
    nodes,
    gpusPerNode,
    usdPerGpuHour,
    usdPerMillionHit,
    usdPerMillionMiss,
    usdPerMillionOutput,
    paidShare = 1,
  } = options;
  requirePositive({ outputTokens, nodes, gpusPerNode, usdPerGpuHour });
  requireNonNegative({ inputTokens });
  requireInRange({ usdPerMillionHit, usdPerMillionMiss, usdPerMillionOutput }, 0, 1e9);
  requireInRange({ hitShare, paidShare }, 0, 1);
  const costUsd = rentalUsd({ hours: nodes * gpusPerNode * 24, usdPerGpuHour });
  const millions = paidShare / 1e6;
  const incomeOf = {
    hit: inputTokens * hitShare * usdPerMillionHit * millions,
    miss: inputTokens * (1 - hitShare) * usdPerMillionMiss * millions,
    output: outputTokens * usdPerMillionOutput * millions,
  };
  const incomeUsd = incomeOf.hit + incomeOf.miss + incomeOf.output;
  return {
    costUsd,
    incomeUsd,
    marginOnCost: (incomeUsd - costUsd) / costUsd,
    marginOnIncome: incomeUsd === 0 ? -Infinity : (incomeUsd - costUsd) / incomeUsd,
    incomeOf,
    costPerMillionOutput: (costUsd * 1e6) / outputTokens,
    breakEvenShare: incomeUsd === 0 ? Infinity : costUsd / incomeUsd,
  };
}

/**
 * Nodes that a day's tokens keep busy, at the speed of a node in each stage.
 *
 * @returns nodes on average; the published day: 95.5 and 131.4, together 226.9 against 226.75
 * @throws RangeError if a count is negative, or a speed not above 0
 * @source deepseek-ai/open-infra-index, 202502OpenSourceWeek, day 6
 */
export function nodesForDay(options: {
  inputTokens: number;
  outputTokens: number;
  inputTokensPerSecond: number;
  outputTokensPerSecond: number;
}): { prefill: number; decode: number } {
  requireObject({ options });
  const { inputTokens, outputTokens, inputTokensPerSecond, outputTokensPerSecond } = options;
  requireNonNegative({ inputTokens, outputTokens });
  requirePositive({ inputTokensPerSecond, outputTokensPerSecond });
  const secondsPerDay = 86_400;
  return {
    prefill: inputTokens / secondsPerDay / inputTokensPerSecond,
    decode: outputTokens / secondsPerDay / outputTokensPerSecond,
  };
}

/**
 * Requests in flight: speed of all over speed of one (Little's law).
 *
 * @throws RangeError if a speed is not above 0
 * @source Little's law, doi:10.1287/opre.9.3.383
 */
export function requestsInFlight(options: { tokensPerSecond: number; tokensPerSecondPerRequest: number }): number {
  requireObject({ options });
  const { tokensPerSecond, tokensPerSecondPerRequest } = options;
  requirePositive({ tokensPerSecond, tokensPerSecondPerRequest });
  return tokensPerSecond / tokensPerSecondPerRequest;
}

/**
 * A request's cache on its way from prefill to decode, or from a disk.
 *
 * @param options  `bytesPerValue`: default 2, BF16
 * @returns bytes, and seconds on a link of that rate
 * @throws RangeError if `tokens` is negative, or a rate not above 0
 * @source §2.1.1; that prefill and decode are apart, §3.4
 */
export function cacheTransfer(
  model: ModelConfig,
  options: { tokens: number; bytesPerSecond: number; bytesPerValue?: number },
): { bytes: number; seconds: number } {
  requireObject({ options });
  const { tokens, bytesPerSecond, bytesPerValue = 2 } = options;
  requireNonNegative({ tokens });
  requirePositive({ bytesPerSecond });
  const bytes = tokens * kvCacheBytesPerToken(model, { bytesPerValue });
  return { bytes, seconds: bytes / bytesPerSecond };
}
