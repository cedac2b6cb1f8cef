/** @file A call of each function for models. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { deepseekV3: v3, llama31_405B: llama } = compute;

export const modelSamples = {
  activatedModelParameters: () => [v3],
  attentionParameters: () => [v3],
  cachedValuesPerToken: () => [llama],
  expertParameters: () => [v3],
  forwardFlop: () => [v3, { context: 4096, causal: true, mtp: true }],
  fp8ScaleCount: () => [v3, 128],
  linearShapes: () => [v3],
  kvCacheBytesPerToken: () => [v3, { bytesPerValue: 2 }],
  modelById: () => ["deepseek-v3"],
  modelFromConfig: () => [
    {
      model_type: "llama",
      hidden_size: 16,
      vocab_size: 32,
      num_hidden_layers: 2,
      intermediate_size: 32,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      tie_word_embeddings: false,
    },
    { name: "Mine" },
  ],
  modelParameters: () => [llama],
  parameterTree: () => [llama, "withoutEmbedding"],
  predictionModuleParameters: () => [v3, { activated: true }],
  printedCounts: () => [],
  routerParameters: () => [v3],
  sixTimesActivated: () => [37e9],
  sumFlop: () => [{ weights: 1, attention: 2, mtp: 0 }],
  sumParameters: () => [
    { embedding: 1, attention: 1, denseFfn: 1, routedExperts: 1, sharedExperts: 1, router: 1, norms: 1, head: 1 },
    "layersOnly",
  ],
  trainingFlop: () => [v3, { context: 4096, causal: false, mtp: false }],
} satisfies Samples;
