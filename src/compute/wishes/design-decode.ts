/** @file One decoding step of V3 on a designed accelerator: rooflines of its kernels, and two all-to-alls for each layer. */
import {
  refuse,
  requireInRange,
  requireNonNegative,
  requireObject,
  requirePositive,
  requirePositiveInteger,
} from "../check.ts";
import { decodeCost } from "../attention/decode-cost.ts";
import { roofline } from "../attention/roofline.ts";
import { cacheBytesPerRequest, cacheFormats } from "../attention/cache-bytes.ts";
import { bytesPerCopy } from "../cluster/dispatch-bytes.ts";
import { deepFreeze } from "../freeze.ts";
import { deepseekV3 } from "../model/configs.ts";
import { expertParameters } from "../model/parameters.ts";
import { designAssumptions, type Design } from "./design.ts";

export type ExchangeOptions = {
  /** Of one accelerator. */
  tokens: number;
  /** Copies of each token that leave it: one for each expert elsewhere. */
  destinations: number;
  /** Share of them over the slower links; the others take the fast ones. */
  outside: number;
  /** Of dispatch and combine together. */
  bytesPerCopy: number;
  scaleUpBytesPerSecond: number;
  scaleOutBytesPerSecond: number;
  /** Of each of the two. */
  latency: number;
};

/**
 * Seconds of a dispatch and the combine after it, if both kinds of link work at once and nothing else holds them up.
 *
 * arXiv:2505.09343, §2.3.2: 32 tokens, 9 destinations, 7,000 values of 1 + 2 bytes at 50 GB/s take 120.96 µs.
 *
 * @throws RangeError if a rate is not above 0, another number negative, or `outside` above 1
 * @source §3.4.2; arXiv:2505.09343, §2.3.2
 */
export function exchangeTime(options: ExchangeOptions): number {
  requireObject({ options });
  const {
    tokens,
    destinations,
    outside,
    bytesPerCopy: bytes,
    scaleUpBytesPerSecond,
    scaleOutBytesPerSecond,
    latency,
  } = options;
  requireNonNegative({ tokens, destinations, bytesPerCopy: bytes, latency });
  requireInRange({ outside }, 0, 1);
  requirePositive({ scaleUpBytesPerSecond, scaleOutBytesPerSecond });
  const all = tokens * destinations * bytes;
  return (
    2 * latency + Math.max((all * outside) / scaleOutBytesPerSecond, (all * (1 - outside)) / scaleUpBytesPerSecond)
  );
}

export type DesignDecodeOptions = {
  /** Requests on each accelerator; even, so that it can be halved. */
  batch: number;
  /** Tokens that each of them attends to. */
  context: number;
  /** Accelerators that share the routed experts. */
  gpus: number;
};

export type DesignDecode = {
  /** Of one step. */
  seconds: number;
  /** Whether two halves of the batch overlap; otherwise computing and sending take turns. */
  halves: boolean;
  tokensPerSecondPerUser: number;
  tokensPerSecondPerGpu: number;
  /** What computes and reads, and what is sent, each by itself: the longer one is the step, or their sum. */
  computeSeconds: number;
  exchangeSeconds: number;
  /** Of the computing, what is bound by memory. */
  memorySeconds: number;
  bound: "links" | "memory" | "arithmetic";
  /** Weights and caches on one accelerator. */
  bytes: number;
  fits: boolean;
};

/** The unit that DeepSeek serves from: 18 nodes, 88 requests on a GPU, 4,989 tokens each. @source deepseek-ai/open-infra-index, day 6 */
export const servedUnit: Readonly<DesignDecodeOptions> = deepFreeze({ batch: 88, context: 4989, gpus: 144 });

/**
 * A decoding step with attention on each accelerator for its own requests and experts spread over all.
 *
 * Two halves of the batch take turns: while one computes, the other is on the links, so a step lasts as long as the longer
 * of both, and weights are read once for each half. Where one batch after another is faster, it is not cut. Each kernel
 * takes the time of its roofline, at the design's rates. Tokens go to eight routed experts, evenly spread; the shared
 * expert is everywhere. Norms, router, scheduling and drafts are left out, so this is a bound from below.
 *
 * `decodeServing` estimates the same step of one fixed GPU stage by stage, with the rates of kernels for inference. This one
 * has to run on any design, for which only rates in proportion to those of the training step are at hand; at the published
 * day on an H800 the two are within a percent of each other.
 *
 * @throws RangeError if a field of the design or a number is not allowed, or the batch is odd
 * @source §3.4.2, §3.4.3; deepseek-ai/open-infra-index, day 6
 */
export function decodeOnDesign(design: Design, options: DesignDecodeOptions): DesignDecode {
  requireObject({ options });
  const { batch, context, gpus } = options;
  requirePositiveInteger({ batch, context, gpus });
  if (batch % 2 !== 0) refuse("batch", "be even", batch);
  const inHalves = stepIn(2, design, options);
  const atOnce = stepIn(1, design, options);
  const step = inHalves.seconds <= atOnce.seconds ? inHalves : atOnce;
  const { computeSeconds, exchangeSeconds, memorySeconds, weights } = step;
  const bytes = weights + batch * cacheBytesPerRequest(deepseekV3, { context, format: cacheFormats[0] });
  return {
    seconds: step.seconds,
    halves: step === inHalves,
    computeSeconds,
    exchangeSeconds,
    memorySeconds,
    tokensPerSecondPerUser: 1 / step.seconds,
    tokensPerSecondPerGpu: batch / step.seconds,
    bound: exchangeSeconds > computeSeconds ? "links" : memorySeconds * 2 >= computeSeconds ? "memory" : "arithmetic",
    bytes,
    fits: bytes <= design.memoryBytes,
  };
}

type Step = {
  seconds: number;
  computeSeconds: number;
  exchangeSeconds: number;
  memorySeconds: number;
  weights: number;
};

/** The step with the batch in one part, computing and sending in turn, or in two that overlap. */
function stepIn(parts: 1 | 2, design: Design, { batch, context, gpus }: DesignDecodeOptions): Step {
  const rates = designAssumptions(design);
  const { layers, denseLayers, hiddenDim, denseDim, vocabulary } = deepseekV3;
  const moe = deepseekV3.moe!;
  const tokens = batch / parts;
  const moeLayers = layers - denseLayers;
  const expert = expertParameters(deepseekV3);
  const expertsHere = Math.ceil(moe.routedExperts / gpus) + moe.sharedExperts;
  const dense = 3 * hiddenDim * denseDim * denseLayers;
  const attention = decodeCost(deepseekV3, { batch: tokens, context, weightBytesPerValue: 1 });
  const kernel = (flop: number, bytes: number, flopPerSecond: number) =>
    roofline({ flop, bytes, flopPerSecond, bytesPerSecond: rates.memoryBytesPerSecond });
  const kernels = [
    kernel(attention.scoreFlop + attention.sumFlop, attention.cacheBytes, rates.attentionForwardFlopPerSecond),
    kernel(attention.upFlop + attention.projectionFlop, attention.weightBytes, rates.attentionProductFlopPerSecond),
    kernel(
      2 * tokens * (moe.activatedExperts + moe.sharedExperts) * expert * moeLayers,
      expertsHere * expert * moeLayers,
      rates.ffnProductFlopPerSecond,
    ),
    kernel(2 * tokens * dense, dense, rates.ffnProductFlopPerSecond),
    kernel(2 * tokens * hiddenDim * vocabulary, 2 * hiddenDim * vocabulary, rates.bf16ProductFlopPerSecond),
  ];
  const sum = (bound?: "memory"): number =>
    parts *
    kernels.reduce((total, each) => total + (bound === undefined || each.bound === bound ? each.seconds : 0), 0);
  const domain = Math.min(design.scaleUpSize, gpus);
  const exchange = exchangeTime({
    tokens,
    destinations: moe.activatedExperts * (1 - 1 / gpus),
    outside: gpus === 1 ? 0 : (gpus - domain) / (gpus - 1),
    latency: gpus === 1 ? 0 : design.latency,
    bytesPerCopy:
      bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 }) + bytesPerCopy({ hiddenDim, bytesPerValue: 2 }),
    scaleUpBytesPerSecond: rates.nvlinkBytesPerSecond,
    scaleOutBytesPerSecond: rates.infinibandBytesPerSecond,
  });
  const computeSeconds = sum();
  const exchangeSeconds = parts * moeLayers * exchange;
  return {
    seconds: parts === 2 ? Math.max(computeSeconds, exchangeSeconds) : computeSeconds + exchangeSeconds,
    computeSeconds,
    exchangeSeconds,
    memorySeconds: sum("memory"),
    weights: attention.weightBytes + expertsHere * expert * moeLayers + dense + 4 * hiddenDim * vocabulary,
  };
}

/**
 * The step with the most requests at which each user still gets a speed: what decoding throughput is worth at that speed.
 *
 * @param options.tokensPerSecondPerUser  at least this for each of them
 * @returns the step, with its batch; `null` if even two requests are too slow, or do not fit into memory
 * @throws RangeError if a field of the design or a number is not allowed
 * @source ours: `decodeOnDesign`, solved for the requests
 */
export function decodeAtUserSpeed(
  design: Design,
  options: Omit<DesignDecodeOptions, "batch"> & { tokensPerSecondPerUser: number },
): (DesignDecode & { batch: number }) | null {
  requireObject({ options });
  const { context, gpus, tokensPerSecondPerUser } = options;
  requirePositive({ tokensPerSecondPerUser });
  const at = (pairs: number): DesignDecode => decodeOnDesign(design, { batch: 2 * pairs, context, gpus });
  const allowed = (pairs: number): boolean => {
    const step = at(pairs);
    return step.fits && step.tokensPerSecondPerUser >= tokensPerSecondPerUser;
  };
  if (!allowed(1)) return null;
  let low = 1; // allowed
  let high = 2 ** 16; // not allowed, or beyond what anyone serves
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (allowed(middle)) low = middle;
    else high = middle;
  }
  return { ...at(low), batch: 2 * low };
}
