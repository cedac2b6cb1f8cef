/** @file Numbers of chapters 3.5, serving, and 3.9, a day of service. */
import {
  assumeServing,
  balanceExperts,
  cacheTransfer,
  closingOverhead,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  deviceById,
  driftingLoads,
  dynamicRouting,
  gpuLoads,
  layerStages,
  loadImbalance,
  nodesForDay,
  prefillServing,
  publishedDay,
  publishedSpeedLimit,
  requestsInFlight,
  serviceDay,
  smallestDeployment,
  speedLimit,
  unitMemory,
  unitSizes,
  usdPerMillionTokens,
  weightFormats,
  type DeploymentUnit,
  type UnitMemory,
} from "../../compute/index.ts";
import { formatBytes, formatCount, formatNumber, formatPercent, formatUsd } from "../../kit/declare/format.ts";
import { formatAs } from "../../kit/declare/format-as.ts";
import redundantExperts from "../../widgets/redundant-experts.tsx";
import { times, type Values } from "./entry.ts";
import { figureValue } from "./figure-value.ts";

const number = { unit: "", format: (value: number) => formatNumber(value) };
const count = { unit: "tokens", format: (value: number) => formatCount(value) };
const bytes = { unit: "bytes", format: (value: number) => formatBytes(value) };
const percent = { unit: "", format: (value: number) => formatPercent(value) };
const seconds = { unit: "s", format: (value: number) => formatAs(value, "seconds") };
const speed = { unit: "tokens/s", format: (value: number) => `${formatNumber(value)} tokens a second` };
const usd = { unit: "US dollars", format: (value: number) => formatUsd(value) };

const overview = deploymentUnit("decode-overview");
const report = deploymentUnit("decode-report");
const prefill = deploymentUnit("prefill-overview");
const device = deviceById("h800");
const h800 = device.memoryBytes!.value;
const h800Peaks = { flop: device.peakFp8!.value, memory: device.memoryBytesPerSecond!.value };
const assumed = assumeServing();
const memory = (unit: DeploymentUnit): UnitMemory =>
  unitMemory(deepseekV3, unit, { memoryBytes: h800, context: publishedDay.context });

const [least, most] = publishedDay.tokensPerSecondPerRequest;
const perRequest = (least + most) / 2;
const inFlight = requestsInFlight({
  tokensPerSecond: publishedDay.outputTokensPerSecond / publishedDay.gpusPerNode,
  tokensPerSecondPerRequest: perRequest,
});
const decode = (requestsPerGpu: number, acceptance: number | null = null, changed = {}) =>
  decodeServing(deepseekV3, overview, { requestsPerGpu, context: publishedDay.context, acceptance }, changed);
const day = decode(88);
const stages = layerStages(deepseekV3, overview, { perGpu: 44, context: publishedDay.context });
const income = serviceDay({ ...publishedDay, hitShare: publishedDay.cachedTokens / publishedDay.inputTokens });
const nodes = nodesForDay(publishedDay);
const reading = prefillServing(deepseekV3, prefill, {
  tokensPerGpu: 16_384,
  promptLength: 4096,
  hitShare: publishedDay.cachedTokens / publishedDay.inputTokens,
});
const limit = speedLimit(publishedSpeedLimit.infiniband);
const exact = { ...publishedSpeedLimit.infiniband, hiddenDim: deepseekV3.hiddenDim };

const example = [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86];
const busiest = (mode: "hierarchical" | "global"): number =>
  Math.max(
    ...gpuLoads(example, balanceExperts(example, { experts: 12, replicas: 16, groups: 4, nodes: 2, gpus: 8, mode })),
  );

/** Two intervals of invented loads: places chosen from the first, tokens of the second. */
const drifting = driftingLoads({ experts: 256, intervals: 2, skew: 0.7, drift: 0.2, seed: 2 });
const placedFor = (replicas: number) =>
  balanceExperts(drifting.subarray(0, 256), { experts: 256, replicas, groups: 8, nodes: 4, gpus: 32 });
const dynamic = dynamicRouting(drifting.subarray(256), placedFor(512), { active: 9 });

const need = { context: 32_768, requests: 10, memoryBytes: 80e9, gpusPerNode: 8 };
const gpus = (id: string): number =>
  smallestDeployment(deepseekV3, { ...need, weights: weightFormats.find((format) => format.id === id)! })!.gpus;

/** Rate of links at which the estimate meets the published speed of a request, by halving the range until it is known to 10 MB/s. */
function closingRate(): number {
  let [low, high] = [5e9, 40e9];
  while (high - low > 1e7) {
    const middle = (low + high) / 2;
    if (decode(88, null, { infinibandBytesPerSecond: middle }).tokensPerSecondPerRequest < perRequest) low = middle;
    else high = middle;
  }
  return high;
}

export const servingValues: Values = {
  "serving.prefill.gpus": {
    ...number,
    unit: "GPUs",
    value: () => unitSizes(deepseekV3, deploymentUnit("prefill-report")).gpus,
    source: "4 × 8, §3.4.1",
  },
  "serving.prefill.places": {
    ...number,
    unit: "experts",
    value: () => unitSizes(deepseekV3, deploymentUnit("prefill-report")).placesPerGpu,
    source: "(256 + 32) / 32, §3.4.1",
  },
  "serving.decode.gpus": {
    ...number,
    unit: "GPUs",
    value: () => unitSizes(deepseekV3, report).gpus,
    source: "40 × 8, §3.4.2",
  },
  "serving.decode.extra": {
    ...number,
    unit: "GPUs",
    value: () => unitSizes(deepseekV3, report).gpus - deepseekV3.moe!.routedExperts,
    source: "320 − 256, §3.4.2",
  },
  "serving.shared.load": {
    ...number,
    value: () => unitSizes(deepseekV3, report).sharedOverMeanLoad,
    source: "256 / 8: every token against 8 of 256",
  },
  "serving.shared.copies": {
    ...number,
    value: () => report.sharedReplicas,
    source: "copies at which each has a routed expert’s mean load",
  },
  "serving.decode.redundant": {
    ...number,
    value: () => unitSizes(deepseekV3, report).redundantExperts,
    source: "64 − 32",
  },
  "serving.overview.gpus": {
    ...number,
    unit: "GPUs",
    value: () => unitSizes(deepseekV3, overview).gpus,
    source: "18 × 8, deepseek-ai/open-infra-index, day 6",
  },
  "serving.report.weights": {
    ...bytes,
    value: () => memory(report).weights,
    source: "a GPU of the report’s decode unit, FP8",
  },
  "serving.overview.weights": {
    ...bytes,
    value: () => memory(overview).weights,
    source: "a GPU of the overview’s decode unit, FP8",
  },
  "serving.report.requests": {
    ...number,
    unit: "requests",
    value: () => memory(report).requestsPerGpu,
    source: "what is left, over caches of 4,989 tokens, over four GPUs",
  },
  "serving.overview.requests": {
    ...number,
    unit: "requests",
    value: () => memory(overview).requestsPerGpu,
    source: "what is left, over caches of 4,989 tokens",
  },

  "serving.eplb.hierarchical": {
    ...number,
    unit: "tokens",
    value: () => busiest("hierarchical"),
    source: "deepseek-ai/EPLB, README.md, first layer",
  },
  "serving.eplb.global": {
    unit: "tokens",
    format: (value) => formatNumber(value, 4),
    value: () => busiest("global"),
    source: "the same loads, nodes not counted",
  },
  "serving.eplb.mean": {
    unit: "tokens",
    format: (value) => formatNumber(value, 6),
    value: () => example.reduce((sum, load) => sum + load, 0) / 8,
    source: "1,033 / 8",
  },
  "serving.redundancy.before": {
    ...times,
    value: () => figureValue(redundantExperts, {}, ({ meanBefore }) => meanBefore),
    source: "the figure at rest",
  },
  "serving.redundancy.after": {
    ...times,
    value: () => figureValue(redundantExperts, {}, ({ meanAfter }) => meanAfter),
    source: "the figure at rest",
  },
  "serving.redundancy.none": {
    ...times,
    value: () => figureValue(redundantExperts, { redundant: 0 }, ({ meanAfter }) => meanAfter),
    source: "the figure, without redundant experts",
  },
  "serving.redundancy.daily": {
    ...times,
    value: () => figureValue(redundantExperts, { every: 144 }, ({ meanAfter }) => meanAfter),
    source: "the figure, chosen once a day",
  },
  "serving.redundancy.foresight": {
    ...times,
    value: () => figureValue(redundantExperts, { from: "itself" }, ({ meanAfter }) => meanAfter),
    source: "the figure, with the loads known beforehand",
  },
  "serving.redundancy.moved": {
    ...number,
    unit: "experts",
    value: () => figureValue(redundantExperts, {}, ({ movedPerChoice }) => movedPerChoice),
    source: "the figure at rest",
  },
  "serving.redundancy.places": {
    ...number,
    unit: "experts",
    value: () => figureValue(redundantExperts, {}, ({ places }) => places),
    source: "256 + 32",
  },
  "serving.dynamic.static": {
    ...times,
    value: () => loadImbalance(gpuLoads(drifting.subarray(256), placedFor(288))),
    source: "9 experts on a GPU, chosen from the interval before; two drawn intervals",
  },
  "serving.dynamic.found": {
    ...times,
    value: () => dynamic.imbalance,
    source: "16 hosted, 9 active, our greedy choice",
  },
  "serving.dynamic.bound": { ...times, value: () => dynamic.bound, source: "16 hosted, all allowed to run" },

  "serving.expert.time": { ...seconds, value: () => stages.seconds.experts, source: "two experts of 44 MB at 3 TB/s" },
  "serving.core.time": { ...seconds, value: () => stages.seconds.attentionCore, source: "44 requests of 4,989 tokens" },
  "serving.dispatch.time": {
    ...seconds,
    value: () => stages.seconds.dispatch,
    source: "44 tokens to 8 experts at 40 GB/s",
  },
  "serving.combine.time": { ...seconds, value: () => stages.seconds.combine, source: "the same in BF16" },
  "serving.ridge.peak": {
    ...number,
    unit: "tokens",
    value: () => h800Peaks.flop / h800Peaks.memory / 2,
    source: "1,978.9 TFLOP/s / 3.35 TB/s / 2",
  },
  "serving.ridge.measured": {
    ...number,
    unit: "tokens",
    value: () => assumed.productFlopPerSecond / assumed.memoryBytesPerSecond / 2,
    source: "1,118 TFLOP/s / 3 TB/s / 2",
  },
  "serving.links": {
    unit: "bytes/s",
    format: (value) => `${formatNumber(value / 1e9)} GB/s`,
    given: true,
    value: () => assumed.infinibandBytesPerSecond,
    source: "arXiv:2505.09343, §4.3",
  },

  "serving.limit.allToAll": {
    ...seconds,
    value: () => limit.allToAllSeconds,
    source: "32 × 9 × 3 × 7,000 bytes at 50 GB/s",
  },
  "serving.limit.token": { ...seconds, value: () => limit.secondsPerToken, source: "61 × 2 × 120.96 µs" },
  "serving.limit.speed": {
    unit: "tokens/s",
    format: (value) => formatNumber(value, 4),
    value: () => limit.tokensPerSecond,
    source: "1 / 14.757 ms",
  },
  "serving.limit.width": {
    ...number,
    unit: "tokens/s",
    value: () => speedLimit(exact).tokensPerSecond,
    source: "with 7,168 in place of 7,000",
  },
  "serving.limit.layers": {
    ...number,
    unit: "tokens/s",
    value: () => speedLimit({ ...exact, layers: deepseekV3.layers - deepseekV3.denseLayers }).tokensPerSecond,
    source: "and 58 layers in place of 61",
  },
  "serving.limit.nvl72": {
    unit: "tokens/s",
    format: (value) => formatNumber(value, 4),
    value: () => speedLimit(publishedSpeedLimit.nvl72).tokensPerSecond,
    source: "the same at 900 GB/s",
  },

  "serving.day.input": {
    ...count,
    given: true,
    value: () => publishedDay.inputTokens,
    source: "deepseek-ai/open-infra-index, day 6",
  },
  "serving.day.cached": {
    ...percent,
    value: () => publishedDay.cachedTokens / publishedDay.inputTokens,
    source: "342 of 608 billion; printed as 56.3%",
  },
  "serving.day.output": {
    ...count,
    given: true,
    value: () => publishedDay.outputTokens,
    source: "deepseek-ai/open-infra-index, day 6",
  },
  "serving.day.nodes": {
    ...number,
    unit: "nodes",
    value: () => nodes.prefill + nodes.decode,
    format: (value) => formatNumber(value, 4),
    source: "608 G / 86,400 / 73,700 + 168 G / 86,400 / 14,800",
  },
  "serving.day.prefillNodes": {
    ...number,
    unit: "nodes",
    value: () => nodes.prefill,
    source: "608 G / 86,400 / 73,700",
  },
  "serving.day.decodeNodes": { ...number, unit: "nodes", value: () => nodes.decode, source: "168 G / 86,400 / 14,800" },
  "serving.day.cost": { ...usd, value: () => income.costUsd, source: "226.75 × 8 × 24 × $2" },
  "serving.day.income": {
    ...usd,
    value: () => income.incomeUsd,
    source: "342 G × 0.14 + 266 G × 0.55 + 168 G × 2.19, per million",
  },
  "serving.day.incomeOff": {
    ...usd,
    value: () => Math.round(income.incomeUsd) - publishedDay.printed.incomeUsd,
    source: "562,100 − 562,027",
  },
  "serving.day.ofCost": {
    unit: "",
    format: (value) => formatPercent(value, 4),
    value: () => income.marginOnCost,
    source: "(562,100 − 87,072) / 87,072",
  },
  "serving.day.ofIncome": { ...percent, value: () => income.marginOnIncome, source: "(562,100 − 87,072) / 562,100" },
  "serving.day.breakEven": { ...percent, value: () => income.breakEvenShare, source: "87,072 / 562,100" },
  "serving.day.perGpu": {
    unit: "tokens/s",
    format: (value) => formatNumber(value, 4),
    value: () => publishedDay.outputTokensPerSecond / publishedDay.gpusPerNode,
    source: "14,800 / 8",
  },
  "serving.day.inFlight": {
    ...number,
    unit: "requests",
    value: () => inFlight,
    format: (value) => formatNumber(value, 2),
    source: "1,850 / 21",
  },
  "serving.day.usdPerMillion": {
    ...usd,
    value: () =>
      usdPerMillionTokens({
        tokensPerSecondPerGpu: publishedDay.outputTokensPerSecond / publishedDay.gpusPerNode,
        usdPerGpuHour: publishedDay.usdPerGpuHour,
      }),
    source: "$2 / 3,600 / 1,850 × 10⁶",
  },
  "serving.prefix.bytes": {
    unit: "bytes",
    format: (value) => formatBytes(value, 4),
    value: () => cacheTransfer(deepseekV3, { tokens: publishedDay.context, bytesPerSecond: 50e9 }).bytes,
    source: "4,989 × 70,272 bytes, BF16",
  },
  "serving.prefix.seconds": {
    ...seconds,
    value: () => cacheTransfer(deepseekV3, { tokens: publishedDay.context, bytesPerSecond: 50e9 }).seconds,
    source: "350.6 MB at 50 GB/s",
  },

  "serving.bound.request": {
    ...speed,
    value: () => day.tokensPerSecondPerRequest,
    source: "88 requests on a GPU of EP144, five stages",
  },
  "serving.bound.node": {
    ...count,
    unit: "tokens/s",
    value: () => day.tokensPerSecondPerNode,
    source: "88 requests on a GPU of EP144, five stages",
  },
  "serving.bound.over": {
    ...times,
    value: () => day.tokensPerSecondPerNode / publishedDay.outputTokensPerSecond,
    source: "the estimate over 14,800",
  },
  "serving.bound.overhead": {
    ...seconds,
    value: () =>
      closingOverhead({
        publishedStepSeconds: 1 / perRequest,
        estimatedStepSeconds: day.stepSeconds,
        layers: deepseekV3.layers,
      }),
    source: "(1/21 s − the estimated step) / 61",
  },
  "serving.bound.links": {
    unit: "bytes/s",
    format: (value) => `${formatNumber(value / 1e9)} GB/s`,
    value: closingRate,
    source: "the rate of all-to-all at which a request gets 21 tokens/s",
  },
  "serving.bound.prefill": {
    ...times,
    value: () => reading.inputTokensPerSecondPerNode / publishedDay.inputTokensPerSecond,
    source: "the estimate at 4K prompts and 56.3% hits, over 73,700",
  },
  "serving.drafts.few": {
    ...times,
    value: () => decode(4, 0.85).tokensPerSecondPerRequest / decode(4).tokensPerSecondPerRequest,
    source: "4 requests on a GPU, 85% kept",
  },
  "serving.drafts.many": {
    ...times,
    value: () => decode(88, 0.85).tokensPerSecondPerRequest / decode(88).tokensPerSecondPerRequest,
    source: "88 requests on a GPU, 85% kept",
  },

  "serving.need.int4": {
    ...number,
    unit: "GPUs",
    value: () => gpus("int4"),
    source: "4 bits, ten requests of 32K, 80 GB each",
  },
  "serving.need.fp8": {
    ...number,
    unit: "GPUs",
    value: () => gpus("fp8"),
    source: "FP8, ten requests of 32K, 80 GB each",
  },
  "serving.need.bf16": {
    ...number,
    unit: "GPUs",
    value: () => gpus("bf16"),
    source: "BF16, ten requests of 32K, 80 GB each",
  },
};
