/** @file Numbers about the limits of the report, and about what came after it. */
import {
  contextPhases,
  decodeCost,
  deepseekV3,
  deepseekV32Indexer,
  indexerBytesPerToken,
  indexerParameters,
  modelParameters,
  publishedRun,
  sparseDecodeCost,
  sumParameters,
  v3Cluster,
} from "../../compute/index.ts";
import { formatBytes, formatCount, formatExact, formatNumber, formatUsd } from "../../kit/declare/format.ts";
import { times, type Values } from "./entry.ts";

const bytes = { unit: "bytes", format: (value: number) => formatBytes(value) };
const tokens = { unit: "tokens", format: (value: number) => formatCount(value) };

/** Tokens of one of V3's two phases of context extension. */
const phaseTokens = contextPhases[0].context * contextPhases[0].batch * contextPhases[0].steps;
const long = { context: 131_072 };
const dense = decodeCost(deepseekV3, { batch: 1, ...long });
const sparse = sparseDecodeCost(deepseekV3, long);
/** What arXiv:2501.12948 gives for R1: 64 nodes of 8 GPUs in both runs. */
const r1 = { gpus: 64 * 8, zeroHours: 198, hours: 80, dataGpuHours: 5000 };
const r1GpuHours = r1.gpus * (r1.zeroHours + r1.hours) + r1.dataGpuHours;

/** FLOP of an indexer for one cached token, and of latent attention. */
const perToken = (flop: number, read: number): number => flop / read / deepseekV3.layers;

export const sinceValues: Values = {
  "unit.weights": {
    ...bytes,
    value: () => sumParameters(modelParameters(deepseekV3)),
    source: "one byte a parameter, without scales",
  },
  "unit.node": {
    ...bytes,
    value: () => v3Cluster.gpusPerNode * v3Cluster.memoryBytes,
    source: "8 GPUs of 80 GB, H800 as sold",
  },
  "dsa.index.bytes": {
    ...bytes,
    value: () => indexerBytesPerToken(deepseekV32Indexer),
    source: "128 FP8 values and one FP32 scale, deepseek-ai/DeepSeek-V3.2-Exp, inference/model.py",
  },
  "dsa.latent.bytes": {
    ...bytes,
    value: () => sparse.latentBytes / sparse.readTokens / deepseekV3.layers,
    source: "576 values in BF16",
  },
  "dsa.flop.ratio": {
    ...times,
    value: () => perToken(dense.scoreFlop + dense.sumFlop, long.context) / perToken(sparse.indexFlop, long.context),
    source: "128 · (2 · 576 + 2 · 512) over 64 · 2 · 129",
  },
  "dsa.parameters": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => indexerParameters(deepseekV3, deepseekV32Indexer),
    source: "by the shapes of deepseek-ai/DeepSeek-V3.2-Exp, inference/model.py",
  },
  "dsa.selected": {
    unit: "tokens",
    format: formatExact,
    given: true,
    value: () => deepseekV32Indexer.selectedTokens,
    source: "deepseek-ai/DeepSeek-V3.2-Exp, inference/config_671B_v3.2.json",
  },
  "dsa.bytes.ratio": {
    ...times,
    value: () => dense.cacheBytes / (sparse.latentBytes + sparse.indexBytes),
    source: "bytes read for one token at a context of 128K",
  },
  "dsa.cache.more": {
    unit: "",
    format: (value) => formatNumber(value, 3),
    value: () => 1 + indexerBytesPerToken(deepseekV32Indexer) / 1152,
    source: "(1,152 + 132) / 1,152 bytes a token and layer",
  },
  "extension.v3": {
    ...tokens,
    value: () => phaseTokens,
    source: "1,920 × 32,768 × 1,000, and as many in the second phase, §4.3",
  },
  "extension.v31.first": { ...tokens, given: true, value: () => 630e9, source: "deepseek-ai/DeepSeek-V3.1, README.md" },
  "extension.v31.second": {
    ...tokens,
    given: true,
    value: () => 209e9,
    source: "deepseek-ai/DeepSeek-V3.1, README.md",
  },
  "extension.ratio.first": { ...times, value: () => 630e9 / phaseTokens, source: "630B over V3’s first phase" },
  "extension.ratio.second": { ...times, value: () => 209e9 / phaseTokens, source: "209B over V3’s second phase" },
  "r1.hours": {
    unit: "GPU-hours",
    format: (value) => formatCount(value),
    value: () => r1GpuHours,
    source: "512 · (198 + 80) + 5,000, arXiv:2501.12948",
  },
  "r1.usd": {
    unit: "US dollars",
    format: (value) => formatUsd(value),
    value: () => r1GpuHours * publishedRun.usdPerGpuHour,
    source: "at the report’s $2 an hour",
  },
  "r1.zero": {
    unit: "GPU-hours",
    format: (value) => formatCount(value),
    value: () => r1.gpus * r1.zeroHours,
    source: "64 · 8 · 198, arXiv:2501.12948",
  },
  "r1.misread": {
    unit: "GPU-hours",
    format: (value) => formatCount(value),
    value: () => 648 * r1.zeroHours,
    source: "648 · 198",
  },
};
