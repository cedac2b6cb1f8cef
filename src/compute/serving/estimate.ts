/** @file Speed and price of serving, from the stages of a layer: decode by the step, prefill by the batch of prompts. */
import {
  refuse,
  requireInRange,
  requireIntegerInRange,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
} from "../check.ts";
import type { CacheFormat } from "../attention/cache-bytes.ts";
import { deviceById } from "../cluster/hardware.ts";
import { roofline } from "../attention/roofline.ts";
import type { ModelConfig } from "../model/configs.ts";
import { draftCostByParameters, expectedTokensPerStep } from "../prediction/speculation.ts";
import { rentalUsd } from "../training/run.ts";
import { assumeServing, type ServingAssumptions } from "./assumptions.ts";
import { layerStages, servingParts, type LayerStages } from "./layer-stages.ts";
import { overlapWays, runMicroBatches, type OverlapWay } from "./micro-batches.ts";
import { unitMemory } from "./unit-memory.ts";
import { unitSizes, type DeploymentUnit } from "./units.ts";
import { weightFormats, type WeightFormat } from "./weight-formats.ts";

/** What the figures and tables compare. */
export type ServingSpeed = {
  /** Seconds of a step of decode for all requests, or of prefill for all tokens of the batch. */
  stepSeconds: number;
  tokensPerSecondPerGpu: number;
  tokensPerSecondPerNode: number;
  /** Dollars for a million tokens, from the rent of the GPU. */
  usdPerMillion: number;
  /** Stages of one layer for one micro-batch. */
  stages: LayerStages;
};

export type DecodeServingOptions = {
  /** Requests on a GPU, in both micro-batches together: even where two are overlapped. */
  requestsPerGpu: number;
  /** Tokens cached for a request, on average. */
  context: number;
  way?: OverlapWay;
  /** Probability that a draft is kept; `null` for no drafts. */
  acceptance?: number | null;
  cache?: CacheFormat;
  weights?: WeightFormat;
  usdPerGpuHour?: number;
  /** Bytes of a GPU. Default the H800's. */
  memoryBytes?: number;
};

export type DecodeSpeed = ServingSpeed & {
  /** Seconds from one token of a request to the next, on average. */
  secondsPerToken: number;
  /** What its reader sees. */
  tokensPerSecondPerRequest: number;
  tokensPerStep: number;
  /** Whether the caches fit. */
  fits: boolean;
  mostRequestsPerGpu: number;
};

/**
 * Decode: how long a step takes, and what that makes.
 *
 * Layers with experts run as `runMicroBatches` says; dense layers and the output head follow, without overlap. With
 * drafts, a step verifies two tokens of each request, and the prediction module adds its share of weights.
 *
 * @throws RangeError if the unit does not decode or does not fit the model, or an option is not allowed
 * @source §3.4.2, §5.4.3; the model of time is ours
 */
export function decodeServing(
  model: ModelConfig,
  unit: DeploymentUnit,
  options: DecodeServingOptions,
  changed: Partial<ServingAssumptions> = {},
): DecodeSpeed {
  requireObject({ options });
  const {
    requestsPerGpu,
    context,
    way = "five-stages",
    acceptance = null,
    cache,
    weights = weightFormats[0],
    usdPerGpuHour = 2,
    memoryBytes = deviceById("h800").memoryBytes!.value,
  } = options;
  requireOneOf({ way }, overlapWays);
  requirePositiveInteger({ requestsPerGpu });
  requirePositive({ usdPerGpuHour });
  if (acceptance !== null) requireInRange({ acceptance }, 0, 1);
  if (requestsPerGpu % 2 !== 0)
    refuse("requestsPerGpu", "be even: half of them are in each micro-batch", requestsPerGpu);
  unitSizes(model, unit);
  if (unit.stage !== "decode") refuse("stage", "be decode", unit.stage);
  const assumed = assumeServing(changed);
  const queryTokens = acceptance === null ? 1 : 2;
  const half = way === "none" ? requestsPerGpu : requestsPerGpu / 2;
  const work = { context, queryTokens, weights, ...(cache && { cache }) };
  const stages = layerStages(model, unit, { ...work, perGpu: half }, assumed);
  const whole = way === "none" ? stages : layerStages(model, unit, { ...work, perGpu: requestsPerGpu }, assumed);
  const moeLayers = model.layers - model.denseLayers;
  const mixture =
    way === "none" ? moeLayers * sum(stages) : runMicroBatches(stages.seconds, { layers: moeLayers, way }).span;
  const dense = model.denseLayers * (whole.seconds.attentionProjections + whole.seconds.attentionCore + whole.denseFfn);
  const plain = mixture + dense + headSeconds(model, requestsPerGpu * queryTokens, assumed);
  const drafts = acceptance === null ? 0 : draftCostByParameters(model);
  const tokensPerStep = expectedTokensPerStep(acceptance === null ? [] : [acceptance]);
  const stepSeconds = plain * (1 + drafts);
  const { requestsPerGpu: most } = unitMemory(model, unit, { memoryBytes, context, weights, ...(cache && { cache }) });
  const speed = (requestsPerGpu * tokensPerStep) / stepSeconds;
  return {
    stepSeconds,
    tokensPerStep,
    secondsPerToken: stepSeconds / tokensPerStep,
    tokensPerSecondPerRequest: tokensPerStep / stepSeconds,
    ...rates(speed, unit, usdPerGpuHour),
    stages,
    fits: requestsPerGpu <= most,
    mostRequestsPerGpu: most,
  };
}

export type PrefillServingOptions = {
  /** Tokens that a GPU computes in one go, in both micro-batches together: even. */
  tokensPerGpu: number;
  /** Tokens of a prompt. */
  promptLength: number;
  /** Share of a prompt that is cached already. */
  hitShare?: number;
  way?: OverlapWay;
  usdPerGpuHour?: number;
};

export type PrefillSpeed = ServingSpeed & {
  /** Seconds until a prompt's first token, if it does not wait for its turn. */
  timeToFirstToken: number;
  /** As a provider counts input: with the tokens that are found in the cache. */
  inputTokensPerSecondPerNode: number;
};

/**
 * Prefill: how long a batch of prompts takes, and what that makes.
 *
 * @throws RangeError if the unit does not prefill or does not fit the model, or an option is not allowed
 * @source §3.4.1; the model of time is ours
 */
export function prefillServing(
  model: ModelConfig,
  unit: DeploymentUnit,
  options: PrefillServingOptions,
  changed: Partial<ServingAssumptions> = {},
): PrefillSpeed {
  requireObject({ options });
  const { tokensPerGpu, promptLength, hitShare = 0, way = "prefill", usdPerGpuHour = 2 } = options;
  requireOneOf({ way }, overlapWays);
  requireIntegerInRange({ tokensPerGpu }, 2, 2 ** 24);
  requireIntegerInRange({ promptLength }, 1, 2 ** 24);
  requireInRange({ hitShare }, 0, 1);
  requirePositive({ usdPerGpuHour });
  if (tokensPerGpu % 2 !== 0) refuse("tokensPerGpu", "be even: half of them are in each micro-batch", tokensPerGpu);
  unitSizes(model, unit);
  if (unit.stage !== "prefill") refuse("stage", "be prefill", unit.stage);
  const assumed = assumeServing(changed);
  const cached = Math.min(promptLength - 1, Math.round(hitShare * promptLength));
  const half = way === "none" ? tokensPerGpu : tokensPerGpu / 2;
  const work = { context: promptLength, cached };
  const stages = layerStages(model, unit, { ...work, perGpu: half }, assumed);
  const whole = way === "none" ? stages : layerStages(model, unit, { ...work, perGpu: tokensPerGpu }, assumed);
  const moeLayers = model.layers - model.denseLayers;
  const mixture =
    way === "none" ? moeLayers * sum(stages) : runMicroBatches(stages.seconds, { layers: moeLayers, way }).span;
  const dense = model.denseLayers * (whole.seconds.attentionProjections + whole.seconds.attentionCore + whole.denseFfn);
  const prompts = Math.max(1, Math.floor(tokensPerGpu / (promptLength - cached)));
  const stepSeconds = mixture + dense + headSeconds(model, prompts, assumed);
  const speed = tokensPerGpu / stepSeconds;
  const computed = rates(speed, unit, usdPerGpuHour);
  // A prompt longer than the batch takes several of them.
  const batches = Math.max(1, (promptLength - cached) / (tokensPerGpu * unit.attentionTensorRanks));
  return {
    stepSeconds,
    timeToFirstToken: stepSeconds * batches,
    ...computed,
    inputTokensPerSecondPerNode: (computed.tokensPerSecondPerNode * promptLength) / (promptLength - cached),
    stages,
  };
}

/**
 * What every layer would have to take besides for a step to be as slow as was published: the gap of an estimate, said as
 * one assumption that would close it.
 *
 * @returns seconds for each layer of the model; negative if the estimate is the slower one
 * @throws RangeError if a number is not above 0
 * @source ours: the gap of an estimate, for each layer
 */
export function closingOverhead(options: {
  publishedStepSeconds: number;
  estimatedStepSeconds: number;
  layers: number;
}): number {
  requireObject({ options });
  const { publishedStepSeconds, estimatedStepSeconds, layers } = options;
  requirePositive({ publishedStepSeconds, estimatedStepSeconds });
  requirePositiveInteger({ layers });
  return (publishedStepSeconds - estimatedStepSeconds) / layers;
}

/**
 * Dollars for a million tokens of one GPU.
 *
 * @throws RangeError if a number is not above 0
 * @source ours: `rentalUsd` for the time of a million tokens
 */
export function usdPerMillionTokens(options: { tokensPerSecondPerGpu: number; usdPerGpuHour: number }): number {
  requireObject({ options });
  const { tokensPerSecondPerGpu, usdPerGpuHour } = options;
  requirePositive({ tokensPerSecondPerGpu, usdPerGpuHour });
  return rentalUsd({ hours: 1e6 / tokensPerSecondPerGpu / 3600, usdPerGpuHour });
}

function rates(
  tokensPerSecondPerGpu: number,
  unit: DeploymentUnit,
  usdPerGpuHour: number,
): Pick<ServingSpeed, "tokensPerSecondPerGpu" | "tokensPerSecondPerNode" | "usdPerMillion"> {
  return {
    tokensPerSecondPerGpu,
    tokensPerSecondPerNode: tokensPerSecondPerGpu * unit.gpusPerNode,
    usdPerMillion: usdPerMillionTokens({ tokensPerSecondPerGpu, usdPerGpuHour }),
  };
}

function sum({ seconds }: LayerStages): number {
  return servingParts.reduce((total, part) => total + seconds[part], 0);
}

function headSeconds(model: ModelConfig, tokens: number, assumed: ServingAssumptions): number {
  const entries = model.hiddenDim * model.vocabulary;
  return roofline({
    flop: 2 * tokens * entries,
    bytes: 2 * entries,
    flopPerSecond: assumed.bf16ProductFlopPerSecond,
    bytesPerSecond: assumed.memoryBytesPerSecond,
  }).seconds;
}
