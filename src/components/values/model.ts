/** @file Numbers about models: parameters, FLOP, cache. */
import {
  activatedModelParameters,
  cachedValuesPerToken,
  deepseekV2,
  deepseekV3,
  expertParameters,
  forwardFlop,
  kvCacheBytesPerToken,
  llama31_405B,
  modelParameters,
  predictionModuleParameters,
  sixTimesActivated,
  sumFlop,
  sumParameters,
  trainingFlop,
} from "../../compute/index.ts";
import { formatBytes, formatCount, formatNumber, formatPercent, formatSi } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

const v3 = deepseekV3;
const moe = v3.moe!;
const count = modelParameters(v3);
const activated = activatedModelParameters(v3);
const parameters = { unit: "parameters", format: (value: number) => formatCount(value) };
const plain = { unit: "", format: (value: number) => formatNumber(value, 6) };
const config = "config_671B.json of the released model";

export const modelValues: Values = {
  "v3.parameters.total": {
    ...parameters,
    value: () => sumParameters(count),
    source: "counted by shape; §1 prints 671B",
  },
  "v3.parameters.activated.all": {
    ...parameters,
    value: () => sumParameters(activated),
    source: "counted by shape, with embedding and head",
  },
  "v3.parameters.activated.withoutEmbedding": {
    ...parameters,
    value: () => sumParameters(activated, "withoutEmbedding"),
    source: "counted by shape, with the head",
  },
  "v3.parameters.activated.layersOnly": {
    ...parameters,
    value: () => sumParameters(activated, "layersOnly"),
    source: "counted by shape, without embedding and head",
  },
  "v3.parameters.activatedShare": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => sumParameters(activated, "withoutEmbedding") / sumParameters(count),
    source: "activated (with head) over total",
  },
  "v3.parameters.embedding": { ...parameters, value: () => count.embedding, source: "129,280 × 7,168" },
  "v3.parameters.expert": { ...parameters, value: () => expertParameters(v3), source: "3 × 7,168 × 2,048" },
  "v3.parameters.experts": {
    ...parameters,
    value: () => count.routedExperts + count.sharedExperts,
    source: "all experts of all layers",
  },
  "v3.parameters.expertShare": {
    unit: "",
    format: (value) => formatPercent(value),
    value: () => (count.routedExperts + count.sharedExperts) / sumParameters(count),
    source: "experts over total",
  },
  "v3.parameters.mtp": {
    ...parameters,
    value: () => {
      const { block, projection, norms } = predictionModuleParameters(v3);
      return block + projection + norms;
    },
    source: "counted by shape, with the projection",
  },
  "v3.layers": { given: true, ...plain, unit: "layers", value: () => v3.layers, source: "§4.2" },
  "v3.denseLayers": { given: true, ...plain, unit: "layers", value: () => v3.denseLayers, source: "§4.2" },
  "v3.moeLayers": { ...plain, unit: "layers", value: () => v3.layers - v3.denseLayers, source: "61 − 3" },
  "v3.hiddenDim": { given: true, ...plain, value: () => v3.hiddenDim, source: "§4.2" },
  "v3.vocabulary": { given: true, ...plain, unit: "rows", value: () => v3.vocabulary, source: config },
  "v3.moe.routedExperts": { given: true, ...plain, unit: "experts", value: () => moe.routedExperts, source: "§4.2" },
  "v3.moe.sharedExperts": { given: true, ...plain, unit: "expert", value: () => moe.sharedExperts, source: "§4.2" },
  "v3.moe.activatedExperts": {
    given: true,
    ...plain,
    unit: "experts",
    value: () => moe.activatedExperts,
    source: "§4.2",
  },
  "v3.moe.expertDim": { given: true, ...plain, value: () => moe.expertDim, source: "§4.2" },
  "v3.moe.limitedGroups": { given: true, ...plain, unit: "nodes", value: () => moe.limitedGroups, source: "§4.2" },
  "v3.moe.expertGroups": { given: true, ...plain, unit: "groups", value: () => moe.expertGroups, source: config },
  "v3.moe.expertsPerGroup": {
    ...plain,
    unit: "experts",
    value: () => moe.routedExperts / moe.expertGroups,
    source: "256 / 8",
  },
  "v3.moe.groupScoreTerms": {
    ...plain,
    unit: "affinities",
    value: () => moe.activatedExperts / moe.limitedGroups,
    source: "K_r/M, §2.1.2",
  },
  "v3.moe.routeScale": { given: true, ...plain, value: () => moe.routeScale, source: config },
  "v2.moe.routeScale": {
    given: true,
    ...plain,
    value: () => deepseekV2.moe!.routeScale,
    source: "config_236B.json of the released code",
  },
  "v2.moe.routedExperts": {
    given: true,
    ...plain,
    unit: "experts",
    value: () => deepseekV2.moe!.routedExperts,
    source: "arXiv:2405.04434",
  },
  "v3.kv.valuesPerLayer": {
    ...plain,
    unit: "values",
    value: () => cachedValuesPerToken(v3),
    source: "512 + 64, eq. 1 and 3",
  },
  "v3.kv.bytesPerToken": {
    unit: "bytes",
    format: (value) => formatBytes(value),
    value: () => kvCacheBytesPerToken(v3),
    source: "576 values × 61 layers × 2 bytes (BF16)",
  },
  "v3.flop.training": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => sumFlop(trainingFlop(v3, { context: 4096 })),
    source: "exact shapes, causal, 4,096 tokens, no prediction module",
  },
  "v3.flop.training.full": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => sumFlop(trainingFlop(v3, { context: 4096, causal: false })),
    source: "the same, with the whole attention square",
  },
  "v3.flop.training.attentionShare": {
    unit: "",
    format: (value) => formatPercent(value),
    value: () => {
      const flop = trainingFlop(v3, { context: 4096 });
      return flop.attention / sumFlop(flop);
    },
    source: "attention over all, causal, 4,096 tokens",
  },
  "v3.flop.forward": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => sumFlop(forwardFlop(v3, { context: 4096 })),
    source: "a third of training",
  },
  "v3.flop.mtpShare": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => {
      const flop = trainingFlop(v3, { context: 4096, mtp: true });
      return flop.mtp / (flop.weights + flop.attention);
    },
    source: "prediction module over main model",
  },
  "v3.flop.sixTimesActivated": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => sixTimesActivated(sumParameters(activated, "withoutEmbedding")),
    source: "6 × 36.63B",
  },
  "v3.flop.training.attention": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => trainingFlop(v3, { context: 4096 }).attention,
    source: "3 · 2 · 61 · 128 · (192 + 128) · 2,048",
  },
  "v3.flop.sixTimes37": {
    unit: "FLOP",
    format: (value) => formatSi(value, "FLOP"),
    value: () => sixTimesActivated(37e9),
    source: "6 × 37B",
  },
  "llama405.kv.bytesPerToken": {
    unit: "bytes",
    format: (value) => formatBytes(value),
    value: () => kvCacheBytesPerToken(llama31_405B),
    source: "2 × 8 heads × 128 × 126 layers × 2 bytes (BF16)",
  },
  "llama405.overV3.kv": {
    unit: "",
    format: (value) => `${formatNumber(value)} times`,
    value: () => kvCacheBytesPerToken(llama31_405B) / kvCacheBytesPerToken(v3),
    source: "bytes of cache per token, Llama 3.1 405B over V3",
  },
  "llama405.parameters.total": {
    ...parameters,
    value: () => sumParameters(modelParameters(llama31_405B)),
    source: "counted by shape",
  },
  "llama405.overV3.activated": {
    unit: "",
    format: (value) => `${formatNumber(value)} times`,
    value: () =>
      sumParameters(activatedModelParameters(llama31_405B), "withoutEmbedding") /
      sumParameters(activated, "withoutEmbedding"),
    source: "activated parameters of Llama 3.1 405B over V3’s, both with the head and without the input embedding",
  },
};
