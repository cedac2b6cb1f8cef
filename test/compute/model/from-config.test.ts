import { describe, expect, it } from "vitest";
import {
  activatedModelParameters,
  attentionParameters,
  configKinds,
  deepseekV2Lite,
  deepseekV3,
  llama31_405B,
  mixtral8x22B,
  modelFromConfig,
  modelParameters,
  qwen25_72B,
  sumParameters,
  type ModelConfig,
} from "../../../src/compute/index.ts";

/** Fields as the files of the released models have them. */
const v3 = {
  model_type: "deepseek_v3",
  architectures: ["DeepseekV3ForCausalLM"],
  hidden_size: 7168,
  vocab_size: 129_280,
  num_hidden_layers: 61,
  first_k_dense_replace: 3,
  intermediate_size: 18_432,
  moe_layer_freq: 1,
  num_attention_heads: 128,
  num_key_value_heads: 128,
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  n_routed_experts: 256,
  n_shared_experts: 1,
  num_experts_per_tok: 8,
  moe_intermediate_size: 2048,
  scoring_func: "sigmoid",
  topk_method: "noaux_tc",
  norm_topk_prob: true,
  routed_scaling_factor: 2.5,
  n_group: 8,
  topk_group: 4,
  num_nextn_predict_layers: 1,
  tie_word_embeddings: false,
  attention_bias: false,
};
const v2Lite = {
  ...v3,
  model_type: "deepseek_v2",
  hidden_size: 2048,
  vocab_size: 102_400,
  num_hidden_layers: 27,
  first_k_dense_replace: 1,
  intermediate_size: 10_944,
  num_attention_heads: 16,
  q_lora_rank: null,
  n_routed_experts: 64,
  n_shared_experts: 2,
  num_experts_per_tok: 6,
  moe_intermediate_size: 1408,
  scoring_func: "softmax",
  topk_method: "greedy",
  norm_topk_prob: false,
  routed_scaling_factor: 1,
  n_group: 1,
  topk_group: 1,
  num_nextn_predict_layers: undefined,
};
const llama = {
  model_type: "llama",
  hidden_size: 16_384,
  vocab_size: 128_256,
  num_hidden_layers: 126,
  intermediate_size: 53_248,
  num_attention_heads: 128,
  num_key_value_heads: 8,
  attention_bias: false,
  mlp_bias: false,
  tie_word_embeddings: false,
};
const qwen = {
  model_type: "qwen2",
  hidden_size: 8192,
  vocab_size: 152_064,
  num_hidden_layers: 80,
  intermediate_size: 29_568,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  tie_word_embeddings: false,
};
const mixtral = {
  model_type: "mixtral",
  hidden_size: 6144,
  vocab_size: 32_000,
  num_hidden_layers: 56,
  intermediate_size: 16_384,
  num_attention_heads: 48,
  num_key_value_heads: 8,
  num_local_experts: 8,
  num_experts_per_tok: 2,
  tie_word_embeddings: false,
};

describe("modelFromConfig(json, options)", () => {
  it.each<[string, object, ModelConfig]>([
    ["DeepSeek-V3", v3, deepseekV3],
    ["DeepSeek-V2-Lite", v2Lite, deepseekV2Lite],
    ["Llama 3.1 405B", llama, llama31_405B],
    ["Qwen2.5 72B", qwen, qwen25_72B],
    ["Mixtral 8x22B", mixtral, mixtral8x22B],
  ])("reads %s as we have it", (name, config, ours) => {
    const read = modelFromConfig(JSON.stringify(config), { name });
    expect(read).toMatchObject({ ...ours, id: read.id, source: read.source, trainingTokens: null });
    expect(modelParameters(read)).toEqual(modelParameters(ours));
  });
  // By hand: a layer's experts are (384 + 1) · 3 · 7168 · 2048 = 16,955,473,920 and its router 384 · 7168 + 384 = 2,752,896; 60 such
  // layers, one dense layer of 3 · 7168 · 18,432 = 396,361,728, 61 attention blocks of 64 heads, 123 norms and two matrices of 163,840 · 7168.
  it("counts a descendant of V3 with 384 experts and 64 heads", () => {
    const kimi = modelFromConfig({
      ...v3,
      model_type: "kimi_k2",
      n_routed_experts: 384,
      num_attention_heads: 64,
      first_k_dense_replace: 1,
      vocab_size: 163_840,
      num_nextn_predict_layers: 0,
    });
    expect(sumParameters(modelParameters(kimi))).toBe(1_026_408_232_448);
    const activated = activatedModelParameters(kimi);
    expect((sumParameters(activated, "withoutEmbedding") / 1e9).toFixed(2)).toBe("31.69");
    expect((sumParameters(activated) / 1e9).toFixed(2)).toBe("32.86");
  });
  // By hand: hidden 8, 2 heads of 4, 1 key-value head: 8 · (8 + 8) + 8 · 8 = 192, and two norms of 4.
  it("counts the norms in the heads of Qwen3", () => {
    const tiny = modelFromConfig({
      model_type: "qwen3",
      hidden_size: 8,
      vocab_size: 10,
      num_hidden_layers: 2,
      intermediate_size: 16,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      head_dim: 4,
      tie_word_embeddings: false,
    });
    expect(attentionParameters(tiny)).toBe(200);
  });
  const qwenExperts = {
    model_type: "qwen3_moe",
    hidden_size: 4096,
    vocab_size: 151_936,
    num_hidden_layers: 94,
    intermediate_size: 12_288,
    moe_intermediate_size: 1536,
    num_attention_heads: 64,
    num_key_value_heads: 4,
    head_dim: 128,
    num_experts: 128,
    num_experts_per_tok: 8,
    norm_topk_prob: true,
    decoder_sparse_step: 1,
    mlp_only_layers: [],
  };
  it("reads Qwen3's experts", () => {
    expect(modelFromConfig(qwenExperts).moe).toMatchObject({
      routedExperts: 128,
      activatedExperts: 8,
      expertDim: 1536,
      sharedExperts: 0,
      affinity: "softmax",
      normalizedGates: true,
    });
  });
  it("takes Qwen3 with experts in every layer alone, whether or not the file says so", () => {
    const { mlp_only_layers: _, decoder_sparse_step: __, ...silent } = qwenExperts;
    expect(modelFromConfig(silent)).toEqual(modelFromConfig(qwenExperts));
    for (const layers of [[3], "", {}, null])
      expect(() => modelFromConfig({ ...qwenExperts, mlp_only_layers: layers })).toThrow(
        /^json\.mlp_only_layers must be empty: experts in every layer/,
      );
    expect(() => modelFromConfig({ ...qwenExperts, decoder_sparse_step: 2 })).toThrow(
      /^json\.decoder_sparse_step must be 1/,
    );
  });
  it("is frozen, and named by the file or the caller", () => {
    expect(Object.isFrozen(modelFromConfig(llama).attention)).toBe(true);
    expect(modelFromConfig({ ...llama, _name_or_path: "mine/Llama 405B" })).toMatchObject({
      id: "mine-llama-405b",
      name: "mine/Llama 405B",
    });
    expect(modelFromConfig(llama, { name: "Ours" }).name).toBe("Ours");
  });
  it.each<[unknown, string]>([
    ["{", 'json must be the text of a JSON object (got "{")'],
    ["[1]", 'json must be the text of a JSON object (got "[1]")'],
    [null, "json must be an object (got null)"],
    [
      {},
      `json.model_type must be one of ${configKinds.map((kind) => JSON.stringify(kind)).join(", ")} (got undefined)`,
    ],
    [{ ...llama, hidden_size: undefined }, "json.hidden_size must be an integer, 0 or above (got undefined)"],
    [{ ...llama, hidden_size: "16384" }, 'json.hidden_size must be an integer, 0 or above (got "16384")'],
    [
      { ...llama, tie_word_embeddings: true },
      "json.tie_word_embeddings must be false: here the head is a matrix of its own (got true)",
    ],
    [
      { ...llama, attention_bias: true },
      "json.attention_bias must be false: the output's bias is not counted (got true)",
    ],
    [
      { ...v3, moe_layer_freq: 2 },
      "json.moe_layer_freq must be 1: experts in every layer after the dense ones (got 2)",
    ],
    [
      { ...v3, topk_method: "best" },
      'json.topk_method must be one of "greedy", "group_limited_greedy", "noaux_tc" (got "best")',
    ],
    [
      { ...llama, num_attention_heads: 100 },
      "json.head_dim must be given where hidden_size is no multiple of 100 heads (got undefined)",
    ],
    [
      { ...v3, num_experts_per_tok: 300 },
      "json must make a model that can be counted: model.moe.activatedExperts must be an integer from 1 to 128 (got 300)",
    ],
  ])("says what it cannot read in %o", (json, message) => {
    expect(() => modelFromConfig(json as string)).toThrow(new RangeError(message));
  });
});
