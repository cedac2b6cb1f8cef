/** @file Published model configurations, as data. Names of fields: the report's terms, see its §2 and §4.2. */
import { refuse } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** Multi-head latent attention (§2.1.1). */
export type LatentAttention = {
  readonly kind: "latent";
  readonly attentionHeads: number;
  /** d_c: width of the cached latent of keys and values. */
  readonly kvLoraRank: number;
  /** d_c′: width of the query latent; `null` where queries are not compressed (V2-Lite). */
  readonly qLoraRank: number | null;
  /** d_h: part of a head's query and key that carries no position. */
  readonly nopeHeadDim: number;
  /** d_h^R: part that carries position; its key is common to all heads. */
  readonly ropeHeadDim: number;
  readonly valueHeadDim: number;
};

/** Grouped-query attention; multi-head attention is the case `keyValueHeads === attentionHeads`. */
export type GroupedAttention = {
  readonly kind: "grouped";
  readonly attentionHeads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
  /** Whether queries, keys and values are shifted by a learned bias. */
  readonly bias: boolean;
  /** Whether queries and keys have a norm in each head, one for all of them; `false` if left out. */
  readonly headNorms?: boolean;
};

/** A mixture-of-experts FFN (§2.1.2). */
export type MoeConfig = {
  readonly routedExperts: number;
  readonly sharedExperts: number;
  /** K_r: routed experts that work on a token. */
  readonly activatedExperts: number;
  /** Inner width of one expert. */
  readonly expertDim: number;
  readonly affinity: "sigmoid" | "softmax";
  /** Whether the gate values of a token are divided by their sum. */
  readonly normalizedGates: boolean;
  /** Factor on the gate values. */
  readonly routeScale: number;
  /** Groups of experts that the choice is limited by; 1 where it is not. A group is a node in the published deployment. */
  readonly expertGroups: number;
  /** M: groups that a token's experts may come from. */
  readonly limitedGroups: number;
  /** Whether the router has a bias per expert for balancing. */
  readonly routingBias: boolean;
};

/** A model, as far as counting it needs. All sizes are positive integers; where a part may be missing, its line says so. */
export type ModelConfig = {
  readonly id: string;
  readonly name: string;
  readonly hiddenDim: number;
  /** Rows of the embedding matrix, which may exceed the tokenizer's vocabulary. */
  readonly vocabulary: number;
  readonly layers: number;
  /** Layers at the start whose FFN is dense; all of them in a dense model. */
  readonly denseLayers: number;
  /** Inner width of a dense FFN; 0 if there is none. */
  readonly denseDim: number;
  readonly attention: LatentAttention | GroupedAttention;
  readonly moe: MoeConfig | null;
  /** D: sequential modules that predict further tokens (§2.2). */
  readonly mtpDepth: number;
  /** Tokens that it was pre-trained on; `null` where its makers do not say. */
  readonly trainingTokens: number | null;
  /** Where the sizes can be checked. */
  readonly source: string;
};

/**
 * DeepSeek-V3. Vocabulary and dense width are not in the report; the released configuration has them.
 *
 * @source §4.2; deepseek-ai/DeepSeek-V3, inference/configs/config_671B.json
 */
export const deepseekV3: ModelConfig = deepFreeze({
  id: "deepseek-v3",
  name: "DeepSeek-V3",
  hiddenDim: 7168,
  vocabulary: 129_280,
  layers: 61,
  denseLayers: 3,
  denseDim: 18_432,
  attention: {
    kind: "latent",
    attentionHeads: 128,
    kvLoraRank: 512,
    qLoraRank: 1536,
    nopeHeadDim: 128,
    ropeHeadDim: 64,
    valueHeadDim: 128,
  },
  moe: {
    routedExperts: 256,
    sharedExperts: 1,
    activatedExperts: 8,
    expertDim: 2048,
    affinity: "sigmoid",
    normalizedGates: true,
    routeScale: 2.5,
    expertGroups: 8,
    limitedGroups: 4,
    routingBias: true,
  },
  mtpDepth: 1,
  trainingTokens: 14.8e12,
  source: "§4.2; deepseek-ai/DeepSeek-V3, inference/configs/config_671B.json",
});

/** DeepSeek-V2. @source arXiv:2405.04434, §3.1.2; deepseek-ai/DeepSeek-V3, inference/configs/config_236B.json */
export const deepseekV2: ModelConfig = deepFreeze({
  id: "deepseek-v2",
  name: "DeepSeek-V2",
  hiddenDim: 5120,
  vocabulary: 102_400,
  layers: 60,
  denseLayers: 1,
  denseDim: 12_288,
  attention: {
    kind: "latent",
    attentionHeads: 128,
    kvLoraRank: 512,
    qLoraRank: 1536,
    nopeHeadDim: 128,
    ropeHeadDim: 64,
    valueHeadDim: 128,
  },
  moe: {
    routedExperts: 160,
    sharedExperts: 2,
    activatedExperts: 6,
    expertDim: 1536,
    affinity: "softmax",
    normalizedGates: false,
    routeScale: 16,
    expertGroups: 8,
    limitedGroups: 3,
    routingBias: false,
  },
  mtpDepth: 0,
  trainingTokens: 8.1e12,
  source: "arXiv:2405.04434, §3.1.2; deepseek-ai/DeepSeek-V3, inference/configs/config_236B.json",
});

/** DeepSeek-V2-Lite. @source arXiv:2405.04434, Appendix B; deepseek-ai/DeepSeek-V3, inference/configs/config_16B.json */
export const deepseekV2Lite: ModelConfig = deepFreeze({
  id: "deepseek-v2-lite",
  name: "DeepSeek-V2-Lite",
  hiddenDim: 2048,
  vocabulary: 102_400,
  layers: 27,
  denseLayers: 1,
  denseDim: 10_944,
  attention: {
    kind: "latent",
    attentionHeads: 16,
    kvLoraRank: 512,
    qLoraRank: null,
    nopeHeadDim: 128,
    ropeHeadDim: 64,
    valueHeadDim: 128,
  },
  moe: {
    routedExperts: 64,
    sharedExperts: 2,
    activatedExperts: 6,
    expertDim: 1408,
    affinity: "softmax",
    normalizedGates: false,
    routeScale: 1,
    expertGroups: 1,
    limitedGroups: 1,
    routingBias: false,
  },
  mtpDepth: 0,
  trainingTokens: 5.7e12,
  source: "arXiv:2405.04434, Appendix B; deepseek-ai/DeepSeek-V3, inference/configs/config_16B.json",
});

/** Llama 3.1 405B. @source arXiv:2407.21783, Table 3; meta-llama/Llama-3.1-405B, config.json */
export const llama31_405B: ModelConfig = deepFreeze({
  id: "llama-3.1-405b",
  name: "Llama 3.1 405B",
  hiddenDim: 16_384,
  vocabulary: 128_256,
  layers: 126,
  denseLayers: 126,
  denseDim: 53_248,
  attention: { kind: "grouped", attentionHeads: 128, keyValueHeads: 8, headDim: 128, bias: false },
  moe: null,
  mtpDepth: 0,
  trainingTokens: 15.6e12,
  source: "arXiv:2407.21783, Table 3; meta-llama/Llama-3.1-405B, config.json",
});

/** Qwen2.5 72B. @source arXiv:2412.15115, §2; Qwen/Qwen2.5-72B, config.json */
export const qwen25_72B: ModelConfig = deepFreeze({
  id: "qwen2.5-72b",
  name: "Qwen2.5 72B",
  hiddenDim: 8192,
  vocabulary: 152_064,
  layers: 80,
  denseLayers: 80,
  denseDim: 29_568,
  attention: { kind: "grouped", attentionHeads: 64, keyValueHeads: 8, headDim: 128, bias: true },
  moe: null,
  mtpDepth: 0,
  trainingTokens: 18e12,
  source: "arXiv:2412.15115, §2; Qwen/Qwen2.5-72B, config.json",
});

/** Mixtral 8x22B. @source mistralai/Mixtral-8x22B-v0.1, config.json */
export const mixtral8x22B: ModelConfig = deepFreeze({
  id: "mixtral-8x22b",
  name: "Mixtral 8x22B",
  hiddenDim: 6144,
  vocabulary: 32_000,
  layers: 56,
  denseLayers: 0,
  denseDim: 0,
  attention: { kind: "grouped", attentionHeads: 48, keyValueHeads: 8, headDim: 128, bias: false },
  moe: {
    routedExperts: 8,
    sharedExperts: 0,
    activatedExperts: 2,
    expertDim: 16_384,
    affinity: "softmax",
    normalizedGates: true,
    routeScale: 1,
    expertGroups: 1,
    limitedGroups: 1,
    routingBias: false,
  },
  mtpDepth: 0,
  trainingTokens: null,
  source: "mistralai/Mixtral-8x22B-v0.1, config.json",
});

/** Every model that is here, V3 first. @source each model names its own */
export const models: readonly ModelConfig[] = deepFreeze([
  deepseekV3,
  deepseekV2,
  deepseekV2Lite,
  llama31_405B,
  qwen25_72B,
  mixtral8x22B,
]);

/** Ids of all models, in the order of `models`. @source ours: names of what is here */
export const modelIds: readonly string[] = deepFreeze(models.map(({ id }) => id));

/**
 * The model of an id.
 *
 * @param id  one of `modelIds`: "deepseek-v3"
 * @throws RangeError if there is no such model
 * @source ours: a way to look up `models`
 */
export function modelById(id: string): ModelConfig {
  return models.find((model) => model.id === id) ?? refuse("id", `be one of ${modelIds.join(", ")}`, id);
}
