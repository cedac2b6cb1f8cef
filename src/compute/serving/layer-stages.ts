/** @file Stages of one layer of a served model, from their work and assumed rates: attention, dispatch, experts, combine. */
import { refuse, requireIntegerInRange, requireObject, requirePositiveInteger } from "../check.ts";
import { cacheFormats, type CacheFormat } from "../attention/cache-bytes.ts";
import { decodeCost } from "../attention/decode-cost.ts";
import { roofline, type Roofline } from "../attention/roofline.ts";
import { bytesPerCopy } from "../cluster/dispatch-bytes.ts";
import { expectedCopies } from "../cluster/expected-copies.ts";
import { v3Layout } from "../cluster/layout.ts";
import { linkTimesPerToken } from "../cluster/link-balance.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { forwardFlop } from "../model/flop.ts";
import { attentionParameters, expertParameters } from "../model/parameters.ts";
import { assumeServing, type ServingAssumptions } from "./assumptions.ts";
import { oneRankOf } from "./unit-memory.ts";
import { unitSizes, type DeploymentUnit } from "./units.ts";
import { bytesPerWeight, weightFormats, type WeightFormat } from "./weight-formats.ts";

/**
 * In the order of a layer; `attentionProjections` and `attentionCore` are ATTN-0 and ATTN-1 of the overview.
 *
 * @source §3.4; deepseek-ai/open-infra-index, the overview of the inference system
 */
export const servingParts = deepFreeze([
  "attentionProjections",
  "attentionCore",
  "dispatch",
  "shared",
  "experts",
  "combine",
] as const);
export type ServingPart = (typeof servingParts)[number];

export type StageWork = {
  /** Requests of a GPU in decode; of a group of GPUs that share heads, so many for each. In prefill, tokens of a GPU. */
  perGpu: number;
  /** Tokens that a new one attends to: in decode the cached ones; in prefill the length of a prompt. */
  context: number;
  /** Prefill only: tokens of each prompt that are cached already. */
  cached?: number;
  /** Decode only: tokens of a request in the step, more than 1 where drafts are verified. */
  queryTokens?: number;
  cache?: CacheFormat;
  weights?: WeightFormat;
};

export type LayerStages = {
  /** Seconds of each part, in a layer with experts. */
  seconds: Record<ServingPart, number>;
  /** What bounds the parts that compute. */
  bounds: { attentionProjections: Roofline; attentionCore: Roofline; shared: Roofline; experts: Roofline };
  /** Seconds of a dense layer's FFN, in place of dispatch, experts and combine. */
  denseFfn: number;
  /** Copies of a token over InfiniBand, dispatched. */
  ibPerToken: number;
  nvlinkPerToken: number;
  /** Tokens that an expert computes in the step, on average. */
  tokensPerExpert: number;
};

/**
 * Times of the parts of one layer on one GPU, all else still: nothing overlaps here.
 *
 * Each part takes as long as its arithmetic or its reading, whichever is longer; an all-to-all as long as its busier
 * kind of link. Activations are not counted as reading. Attention in decode works on latents (absorbed), in prefill on
 * keys and values of all heads. Where GPUs share heads, gathering and scattering the tokens over NVLink is part of the
 * projections. In prefill, SMs that communicate are missing elsewhere.
 *
 * @throws RangeError if the unit does not fit the model, or an option or assumption is not allowed
 * @source §3.4 for the way; the model of time is ours
 */
export function layerStages(
  model: ModelConfig,
  unit: DeploymentUnit,
  work: StageWork,
  changed: Partial<ServingAssumptions> = {},
): LayerStages {
  const { placesPerGpu, gpus, destinations } = unitSizes(model, unit);
  requireObject({ work });
  const { perGpu, context, cached = 0, queryTokens = 1, cache = cacheFormats[0], weights = weightFormats[0] } = work;
  requireObject({ weights, cache });
  requirePositiveInteger({ perGpu, context, queryTokens });
  requireIntegerInRange({ cached }, 0, context - 1);
  const assumed = assumeServing(changed);
  const { memoryBytesPerSecond: bytesPerSecond, productFlopPerSecond, expertImbalance } = assumed;
  if (unit.communicationSms >= assumed.sms)
    refuse("sms", `be more than the ${unit.communicationSms} that communicate`, assumed.sms);
  const slower = assumed.sms / (assumed.sms - unit.communicationSms);
  const ranks = unit.attentionTensorRanks;
  const rank = oneRankOf(model, ranks);
  const perWeight = bytesPerWeight(weights);
  const tokens = unit.stage === "decode" ? perGpu * queryTokens : perGpu;
  const product = (flop: number, entries: number): Roofline =>
    roofline({ flop, bytes: entries * perWeight, flopPerSecond: productFlopPerSecond / slower, bytesPerSecond });

  const { projection, core } =
    unit.stage === "decode"
      ? decodeAttention(rank, { batch: perGpu * ranks, context, queryTokens, cache, perWeight }, assumed)
      : prefillAttention(rank, { tokens: perGpu * ranks, context, cached, perWeight }, assumed, slower);
  const expert = expertParameters(model);
  const slots = tokens * destinations * expertImbalance;
  const experts = product(2 * slots * expert, Math.min(placesPerGpu, slots) * expert);
  const sharedExperts = unit.sharedReplicas > 0 ? 0 : model.moe!.sharedExperts;
  const shared = product(2 * tokens * sharedExperts * expert, Math.max(1, sharedExperts * expert));
  const copies = copiesOf(model, unit, gpus, destinations);
  const allToAll = (bytesPerValue: number, bytesPerScale: number): number => {
    const perCopy = bytesPerCopy({ hiddenDim: model.hiddenDim, bytesPerValue, bytesPerScale });
    const { infiniband, nvlink } = linkTimesPerToken({
      ...assumed,
      nodes: copies.ib,
      activatedExperts: copies.nvlink,
      bytesPerCopy: perCopy,
    });
    return assumed.allToAllLatency + tokens * expertImbalance * Math.max(infiniband, nvlink);
  };
  const gather = ranks === 1 ? 0 : (2 * 2 * tokens * (ranks - 1) * model.hiddenDim) / assumed.nvlinkBytesPerSecond;
  const dense = 3 * model.hiddenDim * model.denseDim;
  return {
    seconds: {
      attentionProjections: projection.seconds + gather + assumed.layerOverhead,
      attentionCore: core.seconds,
      dispatch: allToAll(assumed.dispatchBytes, assumed.dispatchBytes < 2 ? 4 : 0),
      shared: sharedExperts === 0 ? 0 : shared.seconds,
      experts: experts.seconds,
      combine: allToAll(assumed.combineBytes, assumed.combineBytes < 2 ? 4 : 0),
    },
    bounds: { attentionProjections: projection, attentionCore: core, shared, experts },
    denseFfn: dense === 0 ? 0 : product(2 * tokens * dense, dense).seconds,
    ibPerToken: copies.ib,
    nvlinkPerToken: copies.nvlink,
    tokensPerExpert: (tokens * gpus * model.moe!.activatedExperts) / model.moe!.routedExperts,
  };
}

type Attention = { projection: Roofline; core: Roofline };

function decodeAttention(
  rank: ModelConfig,
  step: { batch: number; context: number; queryTokens: number; cache: CacheFormat; perWeight: number },
  assumed: ServingAssumptions,
): Attention {
  const { batch, context, queryTokens, cache, perWeight } = step;
  const cost = decodeCost(rank, {
    batch,
    context,
    queryTokens,
    way: "absorbed",
    format: cache,
    weightBytesPerValue: perWeight,
  });
  const bytesPerSecond = assumed.memoryBytesPerSecond;
  const { layers } = rank;
  return {
    projection: roofline({
      flop: (cost.projectionFlop + cost.upFlop) / layers,
      bytes: cost.weightBytes / layers,
      flopPerSecond: assumed.productFlopPerSecond,
      bytesPerSecond,
    }),
    core: roofline({
      flop: (cost.scoreFlop + cost.sumFlop) / layers,
      bytes: cost.cacheBytes / layers,
      flopPerSecond: assumed.decodeCoreFlopPerSecond,
      bytesPerSecond,
    }),
  };
}

/** New tokens after `cached` ones see as many as those of a whole sequence of length context + cached. */
function prefillAttention(
  rank: ModelConfig,
  step: { tokens: number; context: number; cached: number; perWeight: number },
  assumed: ServingAssumptions,
  slower: number,
): Attention {
  const { tokens, context, cached, perWeight } = step;
  const parameters = attentionParameters(rank);
  const perToken = forwardFlop(rank, { context: context + cached }).attention / rank.layers;
  const bytesPerSecond = assumed.memoryBytesPerSecond;
  return {
    projection: roofline({
      flop: 2 * tokens * parameters,
      bytes: parameters * perWeight,
      flopPerSecond: assumed.productFlopPerSecond / slower,
      bytesPerSecond,
    }),
    core: roofline({
      flop: tokens * perToken,
      bytes: parameters * perWeight,
      flopPerSecond: assumed.prefillCoreFlopPerSecond / slower,
      bytesPerSecond,
    }),
  };
}

/** Copies of a token over each kind of link, experts being chosen by chance. In decode each goes straight to its GPU. */
function copiesOf(
  model: ModelConfig,
  unit: DeploymentUnit,
  gpus: number,
  destinations: number,
): { ib: number; nvlink: number } {
  if (unit.copies === "node" && unit.nodes > 1) {
    const { ibPerToken, nvlinkPerToken } = expectedCopies(
      model,
      { ...v3Layout, expertRanks: gpus },
      { gpusPerNode: unit.gpusPerNode },
    );
    return { ib: ibPerToken, nvlink: nvlinkPerToken };
  }
  const atHome = unit.gpusPerNode / gpus;
  return {
    ib: Math.max(least, destinations * (1 - atHome)),
    nvlink: Math.max(least, destinations * (atHome - 1 / gpus)),
  };
}

/** A count that is not 0, since rates over it are asked for. */
const least = 1e-12;
