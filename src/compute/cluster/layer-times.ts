/** @file How long one layer takes for one micro-batch, from its work and assumed rates. */
import { requireBoolean, requireNonNegative, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import type { OverlapOptions } from "../pipeline/chunk-overlap.ts";
import { overlapChunks } from "../pipeline/chunk-overlap.ts";
import { castTrips } from "../precision/traffic.ts";
import { layerKinds, type LayerKind } from "./activations.ts";
import { bytesPerCopy } from "./dispatch-bytes.ts";
import type { LayerParameters } from "./layer-parameters.ts";
import { requireAssumptions, type StepAssumptions } from "./step-assumptions.ts";
import { tensorExchange } from "./tensor-parallel.ts";

/** Seconds of the parts of a layer on all SMs, and bytes over the link that binds. Parts as in Figure 4. */
export type LayerParts = Pick<OverlapOptions, "seconds" | "bytes" | "bytesPerSecond"> & {
  /** Seconds that tensor parallelism exchanges in the forward, with nothing to hide them, and again in the backward. Default 0. */
  exchangeSeconds?: number;
};

/** Seconds of one layer, or of what else a stage holds. */
export type PartTimes = {
  /** Forward alone, its communication included. */
  forward: number;
  /** The whole backward alone, likewise. */
  backward: number;
  /** The part of it that is for weights. */
  backwardForWeights: number;
  /** A forward and a backward on two streams. */
  overlapped: number;
  /** Of the forward, and as much of the backward: what tensor-parallel GPUs exchange. */
  exchange: number;
};

export type LayerTraffic = {
  /** Of the micro-batch. */
  tokens: number;
  sequenceLength: number;
  /** Copies of a token over InfiniBand and over NVLink, per token. */
  ibPerToken: number;
  nvlinkPerToken: number;
  /** GPUs that share the routed experts of a layer. */
  expertRanks: number;
  /** GPUs that share the micro-batch and split all but the routed experts. Default 1. */
  tensorRanks?: number;
  /** Whether norms and up-projections are computed again in the backward. */
  recompute: boolean;
  /** Whether products for weights read their operands transposed. Default false: a kernel of its own reads, transposes and writes them. */
  transposedReads?: boolean;
};

/**
 * Work of one layer divided by assumed rates.
 *
 * Products cost 2 FLOP for a weight and token in each of forward, gradient for inputs and gradient for weights. What is no
 * product is bound by memory: each value that the layer makes moves `bytesPerValue` bytes in the forward, and twice that
 * in the backward, of which a third is for weights (their operands are transposed and cast). Gradients of all weights that
 * a GPU holds are read and written once for each micro-batch, since they are summed in memory. Tensor-parallel GPUs have
 * equal parts of all this; products of smaller matrices are taken to be as fast. What they exchange nothing hides.
 *
 * @throws RangeError if the model has no such layer, or a count, a number of `traffic` or an assumption is not allowed
 * @source §2.1 for shapes, §3.2.1 for the parts, §3.2.3 for what is recomputed
 */
export function layerParts(
  model: ModelConfig,
  counts: LayerParameters,
  layer: LayerKind,
  traffic: LayerTraffic,
  assumed: StepAssumptions,
): LayerParts {
  requireModel(model);
  requireOneOf({ layer }, model.moe ? layerKinds : ["dense"]);
  requireAssumptions(assumed, "assumed");
  requireObject({ counts, traffic });
  const { tensorRanks = 1 } = traffic;
  const {
    attention,
    attentionUnsplit,
    denseFfn,
    routedExperts,
    activatedExperts,
    sharedExperts,
    router: routerCount,
  } = counts;
  requireNonNegative({
    "counts.attention": attention,
    "counts.attentionUnsplit": attentionUnsplit,
    "counts.denseFfn": denseFfn,
    "counts.routedExperts": routedExperts,
    "counts.activatedExperts": activatedExperts,
    "counts.sharedExperts": sharedExperts,
    "counts.router": routerCount,
  });
  requirePositiveInteger({
    "traffic.tokens": traffic.tokens,
    "traffic.sequenceLength": traffic.sequenceLength,
    "traffic.expertRanks": traffic.expertRanks,
    "traffic.tensorRanks": tensorRanks,
  });
  requireNonNegative({ "traffic.ibPerToken": traffic.ibPerToken, "traffic.nvlinkPerToken": traffic.nvlinkPerToken });
  requireBoolean({ "traffic.recompute": traffic.recompute });
  const { hiddenDim, moe } = model;
  const { sequenceLength, ibPerToken, nvlinkPerToken, expertRanks, recompute, transposedReads = false } = traffic;
  const tokens = traffic.tokens / tensorRanks;
  const isMoe = layer === "moe" && moe !== null;
  const attentionProduct = (2 * tokens * counts.attention) / assumed.attentionProductFlopPerSecond;
  const routedWeights = isMoe ? counts.activatedExperts * assumed.expertImbalance : 0;
  const otherWeights = isMoe ? counts.sharedExperts : counts.denseFfn;
  const ffnProduct = (2 * tokens * (routedWeights + otherWeights)) / assumed.ffnProductFlopPerSecond;
  const router = isMoe ? (2 * tokens * counts.router) / assumed.bf16ProductFlopPerSecond : 0;
  const core = (coreFlopPerToken(model, sequenceLength) * tokens) / assumed.attentionForwardFlopPerSecond;
  const coreBackward =
    (core * assumed.attentionForwardFlopPerSecond * assumed.attentionBackwardPerForward) /
    assumed.attentionBackwardFlopPerSecond;
  const perValue = (tokens * assumed.bytesPerValue) / assumed.memoryBytesPerSecond;
  const attentionMemory = perValue * attentionValues(model);
  const ffnMemory = perValue * ffnValues(model, isMoe);
  /** Share of the traffic of a forward that products for weights cause, beside their gradients. */
  const forWeights =
    transposedReads && assumed.bytesPerValue > 0
      ? Math.max(0, 2 / 3 - savedByTransposedReads / assumed.bytesPerValue)
      : 2 / 3;
  const accumulate = (weights: number): number => (2 * weights * assumed.gradientBytes) / assumed.memoryBytesPerSecond;
  const attentionGradients = accumulate(attentionUnsplit + (attention - attentionUnsplit) / tensorRanks);
  const ffnGradients = accumulate(
    otherWeights / tensorRanks + (isMoe ? counts.routedExperts / expertRanks + counts.router : 0),
  );
  const again = recompute ? recomputedWork(model, tokens, assumed, perValue) : 0;
  const copies = (bytes: number): number =>
    tokens *
    bytes *
    Math.max(ibPerToken, (nvlinkPerToken * assumed.infinibandBytesPerSecond) / assumed.nvlinkBytesPerSecond);
  const fp8 = isMoe ? copies(bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 })) : 0;
  const bf16 = isMoe ? copies(bytesPerCopy({ hiddenDim, bytesPerValue: 2 })) : 0;
  const exchanged = tensorExchange(model, layer, { tokens: traffic.tokens, tensorRanks });
  const exchangedBytes = Object.values(exchanged).reduce((sum, received) => sum + received, 0);
  return {
    seconds: {
      attentionForward: attentionProduct + core + attentionMemory,
      attentionBackward: attentionProduct + coreBackward + (4 / 3) * attentionMemory + again,
      attentionWeights: attentionProduct + forWeights * attentionMemory + attentionGradients,
      mlpForward: ffnProduct + router + ffnMemory,
      mlpBackward: ffnProduct + router + (4 / 3) * ffnMemory,
      mlpWeights: ffnProduct + router + forWeights * ffnMemory + ffnGradients,
    },
    // The backward of combine sends gradients to the experts as dispatch sends tokens, in FP8; that of dispatch brings them back.
    bytes: {
      dispatchForward: fp8,
      combineForward: bf16,
      combineBackward: fp8,
      dispatchBackward: bf16,
      pipelineSend: 0,
    },
    bytesPerSecond: assumed.infinibandBytesPerSecond,
    exchangeSeconds: exchangedBytes / assumed.nvlinkBytesPerSecond,
  };
}

/** Bytes for each value that transposed reads save: those of the kernel that transposes. §3.5.2 */
const savedByTransposedReads = bytesOf("transposed-today") - bytesOf("transposed-read");

function bytesOf(id: (typeof castTrips)[number]["id"]): number {
  return castTrips.find((trips) => trips.id === id)!.bytesPerValue;
}

/**
 * Times of a layer alone and overlapped, from its parts. Alone, computation has all SMs. An exchange of tensor parallelism
 * stands between products that need it, so it is added in both cases.
 *
 * @throws RangeError if a time, a size or an assumption is not allowed
 * @source §3.2.1, Figure 4; ours: the model of time
 */
export function partTimes(parts: LayerParts, assumed: StepAssumptions): PartTimes {
  requireObject({ parts });
  requireAssumptions(assumed, "assumed");
  const { exchangeSeconds = 0, ...streams } = parts;
  requireNonNegative({ "parts.exchangeSeconds": exchangeSeconds });
  const { seconds, bytes, bytesPerSecond } = streams;
  const { sms, communicationSms } = assumed;
  // Four layers, as in V3: the first dispatch and the last combine of a chunk weigh little.
  const layers = 4;
  const { span } = overlapChunks({ ...streams, sms, communicationSms, smsToFillLink: communicationSms, layers }); // checks the parts
  const forward =
    seconds.attentionForward +
    seconds.mlpForward +
    (bytes.dispatchForward + bytes.combineForward) / bytesPerSecond +
    exchangeSeconds;
  const backwardForWeights = seconds.attentionWeights + seconds.mlpWeights;
  const backward =
    seconds.attentionBackward +
    seconds.mlpBackward +
    backwardForWeights +
    (bytes.dispatchBackward + bytes.combineBackward) / bytesPerSecond +
    exchangeSeconds;
  return {
    forward,
    backward,
    backwardForWeights,
    overlapped: span / layers + 2 * exchangeSeconds,
    exchange: exchangeSeconds,
  };
}

/**
 * Times of the output head, with the loss: a product in BF16 of hiddenDim × vocabulary, and its logits in memory.
 *
 * Of `tensorRanks` GPUs each has a part of the vocabulary. They gather the hidden states before, and add up gradients after.
 *
 * @param tokens  of the micro-batch
 * @param tensorRanks  default 1
 * @throws RangeError if a size of the model or an assumption is not allowed, or `tokens` is not a positive integer
 * @source ours: the model of time of `trainingStep`
 */
export function headTimes(
  model: ModelConfig,
  tokens: number,
  assumed: StepAssumptions,
  tensorRanks: number = 1,
): PartTimes {
  requireModel(model);
  requirePositiveInteger({ tokens, tensorRanks });
  requireAssumptions(assumed, "assumed");
  const weights = (model.hiddenDim * model.vocabulary) / tensorRanks;
  const product = (2 * tokens * weights) / assumed.bf16ProductFlopPerSecond;
  const logits = (tokens * model.vocabulary * assumed.bytesPerValue) / tensorRanks / assumed.memoryBytesPerSecond;
  const gradients = (2 * weights * assumed.gradientBytes) / assumed.memoryBytesPerSecond;
  const { ffnGather } = tensorExchange(model, "dense", { tokens, tensorRanks });
  return plainTimes({ product, memory: logits, gradients }, assumed, ffnGather / assumed.nvlinkBytesPerSecond);
}

/**
 * Times of what joins the two inputs of a prediction module: a product of 2 × hiddenDim by hiddenDim. §2.2, eq. 21
 *
 * @throws RangeError if a size of the model or an assumption is not allowed, or `tokens` is not a positive integer
 * @source §2.2, eq. 21, for the shape; ours: the model of time
 */
export function joinTimes(model: ModelConfig, tokens: number, assumed: StepAssumptions): PartTimes {
  requireModel(model);
  requirePositiveInteger({ tokens });
  requireAssumptions(assumed, "assumed");
  const weights = 2 * model.hiddenDim ** 2;
  const product = (2 * tokens * weights) / assumed.attentionProductFlopPerSecond;
  const memory = (3 * tokens * model.hiddenDim * assumed.bytesPerValue) / assumed.memoryBytesPerSecond;
  return plainTimes(
    { product, memory, gradients: (2 * weights * assumed.gradientBytes) / assumed.memoryBytesPerSecond },
    assumed,
  );
}

/** What does not communicate. Beside a chunk that does, it has fewer SMs all the same. */
function plainTimes(
  { product, memory, gradients }: { product: number; memory: number; gradients: number },
  assumed: StepAssumptions,
  exchange: number = 0,
): PartTimes {
  const slower = assumed.sms / (assumed.sms - assumed.communicationSms);
  const backwardForWeights = product + (2 / 3) * memory + gradients;
  const forward = product + memory;
  const backward = product + (4 / 3) * memory + backwardForWeights;
  return {
    forward: forward + exchange,
    backward: backward + exchange,
    backwardForWeights,
    overlapped: slower * (forward + backward) + 2 * exchange,
    exchange,
  };
}

/** FLOP of scores and weighted values per token in one layer, forward; a token sees (length + 1)/2 tokens on average. */
function coreFlopPerToken({ attention }: ModelConfig, sequenceLength: number): number {
  const seen = (sequenceLength + 1) / 2;
  if (attention.kind === "grouped") return 2 * 2 * attention.attentionHeads * attention.headDim * seen;
  return 2 * attention.attentionHeads * (attention.nopeHeadDim + attention.ropeHeadDim + attention.valueHeadDim) * seen;
}

/** Values per token that attention makes: norm, latents, queries, keys, values, output, residual. */
function attentionValues({ hiddenDim, attention }: ModelConfig): number {
  if (attention.kind === "grouped")
    return 2 * hiddenDim + (2 * attention.attentionHeads + 2 * attention.keyValueHeads) * attention.headDim;
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  return (
    2 * hiddenDim +
    2 * ((qLoraRank ?? 0) + kvLoraRank) +
    ropeHeadDim +
    attentionHeads * (2 * (nopeHeadDim + ropeHeadDim) + 2 * valueHeadDim)
  );
}

/** Values per token that the FFN makes: norm, copies for the experts, SwiGLU's inputs and outputs, results, residual. */
function ffnValues({ hiddenDim, moe, denseDim }: ModelConfig, isMoe: boolean): number {
  if (!isMoe || !moe) return 3 * hiddenDim + 3 * denseDim;
  return (3 + 2 * moe.activatedExperts) * hiddenDim + 3 * (moe.activatedExperts + moe.sharedExperts) * moe.expertDim;
}

/** Norms and up-projections once more: the products of the up-projections, and the values that all of them make. */
function recomputedWork(
  { hiddenDim, attention }: ModelConfig,
  tokens: number,
  assumed: StepAssumptions,
  perValue: number,
): number {
  if (attention.kind === "grouped") return 2 * hiddenDim * perValue;
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const queryDim = attentionHeads * (nopeHeadDim + ropeHeadDim);
  const keyValueDim = attentionHeads * (nopeHeadDim + valueHeadDim);
  const weights = (qLoraRank ?? 0) * queryDim + kvLoraRank * keyValueDim;
  const values = 2 * hiddenDim + (qLoraRank === null ? 0 : qLoraRank + queryDim) + kvLoraRank + keyValueDim;
  return (2 * tokens * weights) / assumed.attentionProductFlopPerSecond + perValue * values;
}
