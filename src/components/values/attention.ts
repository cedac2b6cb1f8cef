/** @file Numbers about latent attention: what is cached, what a step computes and reads. */
import {
  attentionIntensity,
  attentionParameters,
  attentionVariants,
  cacheBytesPerLayer,
  cachedValuesPerToken,
  cacheFormats,
  decodeCost,
  deepseekV2,
  deepseekV3,
  deviceMemories,
  expandedValuesPerToken,
  fewestTokensToExpand,
  flopPerPair,
  h800,
  kvCacheBytesPerToken,
  type LatentAttention,
  type ModelConfig,
} from "../../compute/index.ts";
import { formatBytes, formatCount, formatExact, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import { times, type Values } from "./entry.ts";

const v3 = deepseekV3;
const latent = v3.attention as LatentAttention;
const plain = { unit: "", format: (value: number) => formatNumber(value, 6) };
const bytes = { unit: "bytes", format: (value: number) => formatBytes(value) };
const exactBytes = { unit: "bytes", format: (value: number) => `${formatExact(value)} bytes` };
const as = (id: "mha" | "gqa" | "mqa"): ModelConfig => ({
  ...v3,
  attention: attentionVariants(v3).find((variant) => variant.id === id)!.attention,
});
const fp8 = cacheFormats.find(({ id }) => id === "fp8-scaled")!;
const fp4 = cacheFormats.find(({ id }) => id === "fp4")!;
const expandedBytes = (model: ModelConfig): number =>
  expandedValuesPerToken(model.attention as LatentAttention) * model.layers * 2;
const pair = (way: "expanded" | "absorbed"): number => {
  const { score, sum } = flopPerPair(latent, way);
  return (score + sum) / 2;
};
const step = { batch: 1, context: 131_072 };
const intensity = (attentionHeads: number, way: "absorbed" | "expandedCache"): number =>
  attentionIntensity(decodeCost({ ...v3, attention: { ...latent, attentionHeads } }, { ...step, way }));
const flopAByte = { unit: "FLOP a byte", format: (value: number) => `${formatNumber(value, 4)} FLOP a byte` };

export const attentionValues: Values = {
  "mla.heads": { given: true, ...plain, unit: "heads", value: () => latent.attentionHeads, source: "§4.2" },
  "mla.headsOfEight": {
    ...plain,
    unit: "heads",
    value: () => latent.attentionHeads / 8,
    source: "128 heads over 8 GPUs",
  },
  "mla.headDim": { given: true, ...plain, value: () => latent.nopeHeadDim, source: "§4.2" },
  "mla.ropeHeadDim": { given: true, ...plain, value: () => latent.ropeHeadDim, source: "§4.2" },
  "mla.latent": { given: true, ...plain, value: () => latent.kvLoraRank, source: "§4.2" },
  "mla.queryLatent": { given: true, ...plain, value: () => latent.qLoraRank!, source: "§4.2" },
  "mla.expandedValues": {
    ...plain,
    unit: "numbers",
    value: () => expandedValuesPerToken(latent),
    source: "128 heads × (192 + 128)",
  },
  "mla.mhaValues": {
    ...plain,
    unit: "numbers",
    value: () => cachedValuesPerToken(as("mha")),
    source: "128 heads × 128, keys and values",
  },
  "mla.gqaValues": {
    ...plain,
    unit: "numbers",
    value: () => cachedValuesPerToken(as("gqa")),
    source: "8 heads × 128, keys and values",
  },
  "mla.mqaValues": {
    ...plain,
    unit: "numbers",
    value: () => cachedValuesPerToken(as("mqa")),
    source: "one head of 128, key and value",
  },
  "mla.shareOfMha": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => cachedValuesPerToken(v3) / cachedValuesPerToken(as("mha")),
    source: "576 over 32,768",
  },
  "mla.gqaHeads": {
    ...plain,
    unit: "groups",
    value: () => cachedValuesPerToken(v3) / cachedValuesPerToken(as("mqa")),
    source: "576 over 2 × 128",
  },
  "mla.v2.bytes": { ...exactBytes, value: () => kvCacheBytesPerToken(deepseekV2), source: "576 × 60 layers × 2 bytes" },
  "mla.v2.expandedBytes": {
    ...exactBytes,
    value: () => expandedBytes(deepseekV2),
    source: "40,960 × 60 layers × 2 bytes",
  },
  "mla.v2.ratio": {
    ...times,
    value: () => expandedBytes(deepseekV2) / kvCacheBytesPerToken(deepseekV2),
    source: "4,915,200 over 69,120",
  },
  "mla.fp8.layer": { ...exactBytes, value: () => cacheBytesPerLayer(v3, fp8), source: "512 + 4 × 4 + 64 × 2" },
  "mla.fp8.v2": {
    ...exactBytes,
    value: () => cacheBytesPerLayer(deepseekV2, fp8) * deepseekV2.layers,
    source: "656 × 60 layers",
  },
  "mla.fp8.v3": { ...exactBytes, value: () => cacheBytesPerLayer(v3, fp8) * v3.layers, source: "656 × 61 layers" },
  "mla.fourBits.layer": {
    ...bytes,
    value: () => cacheBytesPerLayer(v3, fp4) * 65_536,
    source: "288 bytes × 65,536 tokens, one layer",
  },
  "mla.fourBits.whole": {
    unit: "bytes",
    format: (value) => `${formatNumber(value / 1e9, 4)} GB`,
    value: () => cacheBytesPerLayer(v3, fp4) * v3.layers * 65_536,
    source: "288 bytes × 61 layers × 65,536 tokens",
  },
  "mla.pair.expanded": { ...plain, unit: "entries", value: () => pair("expanded"), source: "192 + 128" },
  "mla.pair.absorbed": { ...plain, unit: "entries", value: () => pair("absorbed"), source: "576 + 512" },
  "mla.pair.ratio": { ...times, value: () => pair("absorbed") / pair("expanded"), source: "1,088 over 320" },
  "mla.intensity.16": {
    ...flopAByte,
    value: () => intensity(16, "absorbed"),
    source: "16 heads × 2,176 FLOP over 1,152 bytes",
  },
  "mla.intensity.128": {
    ...flopAByte,
    value: () => intensity(128, "absorbed"),
    source: "128 heads × 2,176 FLOP over 1,152 bytes",
  },
  "mla.intensity.cached": {
    ...flopAByte,
    value: () => intensity(128, "expandedCache"),
    source: "640 FLOP over 640 bytes of each head",
  },
  "mla.ridge": {
    ...flopAByte,
    value: () => h800.peakBf16 / deviceMemories[0].bytesPerSecond,
    source: "989.4 TFLOP/s over 3.35 TB/s",
  },
  "mla.expandFrom": {
    ...plain,
    unit: "tokens",
    value: () => fewestTokensToExpand(latent, 65_536),
    source: "rebuilding a cached token against absorbing, at 65,536 cached tokens",
  },
  "mla.parameters": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => attentionParameters(v3),
    source: "counted by shape, one layer",
  },
  "mla.parameters.mha": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => attentionParameters(as("mha")),
    source: "4 × 7,168 × 16,384",
  },
};
