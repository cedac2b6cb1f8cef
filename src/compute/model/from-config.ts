/** @file Models from the `config.json` that Hugging Face keeps beside the weights of a model. */
import { refuse, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { GroupedAttention, LatentAttention, ModelConfig, MoeConfig } from "./configs.ts";
import { requireModel } from "./require-model.ts";

/** The kinds of model that `modelFromConfig` reads, as `model_type` names them. @source huggingface/transformers, `model_type` of config.json */
export const configKinds = deepFreeze([
  "deepseek_v2",
  "deepseek_v3",
  "kimi_k2",
  "llama",
  "mistral",
  "mixtral",
  "qwen2",
  "qwen3",
  "qwen3_moe",
] as const);

type Config = Readonly<Record<string, unknown>>;

/**
 * A model from its `config.json`.
 *
 * Read are the sizes that a count needs. What this module cannot count exactly is refused and named: a head that shares its
 * matrix with the embedding, biases in places where our models have none, experts in some layers only.
 *
 * @param json  the text of the file, or the object that it holds
 * @param options  `name`: what to call the model; if left out, what the file says of itself, or its kind
 * @returns a frozen model for every function that takes one; its training tokens are not in such files and are `null`
 * @throws RangeError if the text is no JSON object, the kind is not one of `configKinds`, or a field is missing, not
 *   allowed, or not one that can be counted; the message names it, as in "json.hidden_size"
 * @source huggingface/transformers, `configuration_*.py` of each kind; deepseek-ai/DeepSeek-V3, config.json
 */
export function modelFromConfig(json: string | object, options: { name?: string } = {}): ModelConfig {
  const config = read(json);
  requireObject({ options });
  const kind = config.model_type as (typeof configKinds)[number];
  requireOneOf({ "json.model_type": kind }, configKinds);
  const {
    name = typeof config._name_or_path === "string" && config._name_or_path !== "" ? config._name_or_path : kind,
  } = options;
  if (typeof name !== "string" || name === "") refuse("name", "be a text", name);
  if (flag(config, "tie_word_embeddings", false))
    refuse("json.tie_word_embeddings", "be false: here the head is a matrix of its own", true);
  const isLatent = kind === "deepseek_v2" || kind === "deepseek_v3" || kind === "kimi_k2";
  const model = {
    id: name.toLowerCase().replace(/[^a-z0-9.]+/g, "-"),
    name,
    hiddenDim: size(config, "hidden_size"),
    vocabulary: size(config, "vocab_size"),
    layers: size(config, "num_hidden_layers"),
    ...layersOf(config, kind),
    attention: isLatent ? latent(config) : grouped(config, kind),
    mtpDepth: isLatent ? size(config, "num_nextn_predict_layers", 0) : 0,
    trainingTokens: null,
    source: "config.json of the released model",
  };
  try {
    requireModel(model);
  } catch (error) {
    // Rules that several fields make together speak of our model, which the caller has not seen.
    throw new RangeError(`json must make a model that can be counted: ${(error as RangeError).message}`);
  }
  return deepFreeze(model);
}

function read(json: string | object): Config {
  if (typeof json !== "string") {
    requireObject({ json });
    return json as Config;
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    refuse("json", "be the text of a JSON object", json);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse("json", "be the text of a JSON object", json);
  return value as Config;
}

/** Dense layers and experts. */
function layersOf(
  config: Config,
  kind: (typeof configKinds)[number],
): Pick<ModelConfig, "denseLayers" | "denseDim" | "moe"> {
  switch (kind) {
    case "deepseek_v2":
    case "deepseek_v3":
    case "kimi_k2":
      if (size(config, "moe_layer_freq", 1) !== 1)
        refuse("json.moe_layer_freq", "be 1: experts in every layer after the dense ones", config.moe_layer_freq);
      return {
        denseLayers: size(config, "first_k_dense_replace"),
        denseDim: size(config, "intermediate_size"),
        moe: deepseekExperts(config, kind),
      };
    case "mixtral":
      return {
        denseLayers: 0,
        denseDim: 0,
        moe: plainExperts(
          size(config, "num_local_experts"),
          size(config, "num_experts_per_tok"),
          size(config, "intermediate_size"),
          true,
        ),
      };
    case "qwen3_moe":
      if (size(config, "decoder_sparse_step", 1) !== 1)
        refuse("json.decoder_sparse_step", "be 1: experts in every layer", config.decoder_sparse_step);
      if (
        config.mlp_only_layers !== undefined &&
        !(Array.isArray(config.mlp_only_layers) && config.mlp_only_layers.length === 0)
      )
        refuse("json.mlp_only_layers", "be empty: experts in every layer", config.mlp_only_layers);
      return {
        denseLayers: 0,
        denseDim: 0,
        moe: plainExperts(
          size(config, "num_experts"),
          size(config, "num_experts_per_tok"),
          size(config, "moe_intermediate_size"),
          flag(config, "norm_topk_prob", false),
        ),
      };
    default:
      if (flag(config, "mlp_bias", false)) refuse("json.mlp_bias", "be false: FFNs are counted without biases", true);
      return { denseLayers: size(config, "num_hidden_layers"), denseDim: size(config, "intermediate_size"), moe: null };
  }
}

function deepseekExperts(config: Config, kind: string): MoeConfig {
  const affinity = config.scoring_func ?? (kind === "deepseek_v2" ? "softmax" : "sigmoid");
  const method = config.topk_method ?? (kind === "deepseek_v2" ? "greedy" : "noaux_tc");
  requireOneOf({ "json.scoring_func": affinity }, ["sigmoid", "softmax"]);
  requireOneOf({ "json.topk_method": method }, ["greedy", "group_limited_greedy", "noaux_tc"]);
  const limited = method !== "greedy";
  const scale = config.routed_scaling_factor ?? 1;
  if (typeof scale !== "number") refuse("json.routed_scaling_factor", "be a number", scale);
  return {
    routedExperts: size(config, "n_routed_experts"),
    sharedExperts: size(config, "n_shared_experts", 0),
    activatedExperts: size(config, "num_experts_per_tok"),
    expertDim: size(config, "moe_intermediate_size"),
    affinity: affinity as MoeConfig["affinity"],
    normalizedGates: flag(config, "norm_topk_prob", false),
    routeScale: scale,
    expertGroups: limited ? size(config, "n_group", 1) : 1,
    limitedGroups: limited ? size(config, "topk_group", 1) : 1,
    routingBias: method === "noaux_tc",
  };
}

function plainExperts(
  routedExperts: number,
  activatedExperts: number,
  expertDim: number,
  normalizedGates: boolean,
): MoeConfig {
  return {
    routedExperts,
    sharedExperts: 0,
    activatedExperts,
    expertDim,
    affinity: "softmax",
    normalizedGates,
    routeScale: 1,
    expertGroups: 1,
    limitedGroups: 1,
    routingBias: false,
  };
}

function latent(config: Config): LatentAttention {
  if (flag(config, "attention_bias", false))
    refuse("json.attention_bias", "be false: latent attention is counted without biases", true);
  return {
    kind: "latent",
    attentionHeads: size(config, "num_attention_heads"),
    kvLoraRank: size(config, "kv_lora_rank"),
    qLoraRank: config.q_lora_rank === null ? null : size(config, "q_lora_rank"),
    nopeHeadDim: size(config, "qk_nope_head_dim"),
    ropeHeadDim: size(config, "qk_rope_head_dim"),
    valueHeadDim: size(config, "v_head_dim"),
  };
}

/** Qwen2's queries, keys and values always have a bias, and Qwen3's queries and keys a norm in each head; others have neither. */
function grouped(config: Config, kind: string): GroupedAttention {
  if (kind !== "qwen2" && flag(config, "attention_bias", false))
    refuse("json.attention_bias", "be false: the output's bias is not counted", true);
  const attentionHeads = size(config, "num_attention_heads");
  const headDim =
    typeof config.head_dim === "number" ? size(config, "head_dim") : size(config, "hidden_size") / attentionHeads;
  if (!Number.isInteger(headDim))
    refuse("json.head_dim", `be given where hidden_size is no multiple of ${attentionHeads} heads`, config.head_dim);
  return {
    kind: "grouped",
    attentionHeads,
    keyValueHeads: size(config, "num_key_value_heads", attentionHeads),
    headDim,
    bias: kind === "qwen2",
    headNorms: kind.startsWith("qwen3"),
  };
}

function size(config: Config, field: string, otherwise?: number): number {
  const value = config[field] ?? otherwise;
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    refuse(`json.${field}`, "be an integer, 0 or above", config[field]);
  return value as number;
}

function flag(config: Config, field: string, otherwise: boolean): boolean {
  const value = config[field] ?? otherwise;
  if (typeof value !== "boolean") refuse(`json.${field}`, "be true or false", value);
  return value;
}
