/** @file A call of each function for attention. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { cacheFormats, deepseekV3: v3 } = compute;
const latent = {
  kind: "latent",
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 4,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 4,
} as const;
const grouped = { kind: "grouped", attentionHeads: 4, keyValueHeads: 2, headDim: 2, bias: false } as const;
const hidden = () => compute.sampleHidden({ tokens: 2, hiddenDim: 8, seed: 1 });
const format = cacheFormats[2];
const step = { batch: 64, context: 4096, queryTokens: 1, way: "absorbed", format, weightBytesPerValue: 1 } as const;

export const attentionSamples = {
  attentionDataflow: () => [v3, { way: "absorbed" }],
  attentionIntensity: () => [compute.decodeCost(v3, step)],
  attentionVariants: () => [v3, { keyValueHeads: 8 }],
  cacheBytesPerLayer: () => [v3, format],
  cacheBytesPerRequest: () => [v3, { format, context: 32_768, tensorRanks: 4 }],
  causalSoftmax: () => [Float64Array.of(1, 0, 1, 2), { tokens: 2, heads: 1, storage: "float64" }],
  decodeCost: () => [v3, step],
  decodeFlop: () => [compute.decodeCost(v3, step)],
  decodeIntensity: () => [compute.decodeCost(v3, step)],
  expandedValuesPerToken: () => [latent],
  fewestTokensToExpand: () => [latent, 4096],
  flopPerPair: () => [latent, "absorbed"],
  groupedAttention: () => [
    compute.sampleGroupedWeights(grouped, { hiddenDim: 8, seed: 2 }),
    hidden(),
    { storage: "float64" },
  ],
  indexerBytesPerToken: () => [compute.deepseekV32Indexer],
  indexerParameters: () => [v3, compute.deepseekV32Indexer],
  largestBatch: () => [v3, { format, context: 32_768, tensorRanks: 1, memoryBytes: 80e9, reservedBytes: 40e9 }],
  latentAttention: () => [
    compute.sampleLatentWeights(latent, { hiddenDim: 8, seed: 2 }),
    hidden(),
    { way: "absorbed", storage: "float64" },
  ],
  rmsNorm: () => [Float64Array.of(3, 4), Float64Array.of(1, 1), { storage: "float64", epsilon: 1e-6 }],
  roofline: () => [{ flop: 1e12, bytes: 1e10, flopPerSecond: 989e12, bytesPerSecond: 3.35e12 }],
  rope: () => [
    Float64Array.of(1, 0, 1, 0),
    { width: 2, vectorsPerToken: 1, firstPosition: 1, pairing: "interleaved", base: 10_000, storage: "float64" },
  ],
  ropeAngles: () => [{ width: 8, base: 10_000 }],
  sampleGroupedWeights: () => [grouped, { hiddenDim: 4, seed: 1, storage: "float64" }],
  sampleHidden: () => [{ tokens: 2, hiddenDim: 4, seed: 1, storage: "float64" }],
  sampleLatentWeights: () => [latent, { hiddenDim: 4, seed: 1, storage: "float64" }],
  sparseDecodeCost: () => [
    v3,
    { context: 4096, indexer: { indexerHeads: 64, indexerHeadDim: 128, selectedTokens: 2048 }, format },
  ],
  yarnFrequencies: () => [{}],
  yarnTemperature: () => [{ scale: 40, headDim: 192 }],
} satisfies Samples;
