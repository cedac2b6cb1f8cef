/** @file Numbers about wishes for hardware (chapter 3.6). */
import {
  castTrips,
  decodeAtUserSpeed,
  decodeOnDesign,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  designOf,
  deviceById,
  dispatchTraffic,
  dragonfly,
  exchangeTime,
  gateOf,
  h800Design,
  impliedPrices,
  doubleEach,
  largestSlimFly,
  networkUsd,
  publishedStages,
  publishedTopologies,
  route,
  scaleUpMeasurement,
  scalingBound,
  servedUnit,
  suggestionGain,
  syntheticLogits,
  tracedComputeUs,
  trainOnDesign,
  type BeforeAfter,
  type SuggestionGain,
} from "../../compute/index.ts";
import { formatDays, formatNumber, formatPercent, formatSi, formatUsd } from "../../kit/declare/format.ts";
import { times, type Values } from "./entry.ts";

const percent = { unit: "", format: (value: number) => formatPercent(value) };
const number = { unit: "", format: (value: number) => formatNumber(value) };
const bytes = { unit: "bytes", format: (value: number) => `${formatNumber(value)} bytes` };
const days = { unit: "days", format: (value: number) => formatDays(value, 3) };
const speed = { unit: "tokens/s", format: (value: number) => formatNumber(value, 4) };
const flops = { unit: "FLOP/s", format: (value: number) => formatSi(value, "FLOP/s") };
const microseconds = { unit: "s", format: (value: number) => `${formatNumber(1e6 * value)} µs` };
const milliseconds = { unit: "s", format: (value: number) => `${formatNumber(1e3 * value, 4)} ms` };
const usd = { unit: "US dollars", format: (value: number) => formatUsd(value) };

type Runs = "hours" | "traceSeconds" | "allToAllSeconds";
const saved = ({ before, after }: BeforeAfter): number => 1 - after / before;
const won = (id: string, of: Runs): Values[string] => ({
  ...percent,
  value: () => saved(suggestionGain(id)[of]),
  source: `the H800 run again with one change, suggestion “${id}”`,
});
const exposed = (gain: SuggestionGain): number => saved(gain.hoursIfExposed as BeforeAfter);
const trip = (id: (typeof castTrips)[number]["id"]): number => castTrips.find((each) => each.id === id)!.bytesPerValue;

const all = {
  ...h800Design,
  communicationSms: 0,
  cast: "near-memory",
  transposedReads: true,
  appliesScales: true,
  adderBits: 34,
  scaleUpSize: 64,
} as const;
const doubled = (key: string, of: "hoursSaved" | "decodeGained"): Values[string] => ({
  ...percent,
  value: () => doubleEach(h800Design, servedUnit).doubled.find((each) => each.key === key)![of],
  source: "the H800 run again with this figure doubled",
});

/** Copies over InfiniBand that leave for each token of a routed batch. */
function leaving(multicast: boolean): number {
  const moe = deepseekV3.moe!;
  const { expertOfSlot } = route(
    syntheticLogits({ tokens: 4096, routedExperts: moe.routedExperts, skew: 0 }),
    null,
    gateOf(moe),
  );
  return dispatchTraffic(expertOfSlot, {
    activatedExperts: moe.activatedExperts,
    routedExperts: moe.routedExperts,
    gpus: 64,
    gpusPerNode: 8,
    multicast,
  }).ibPerToken;
}

/** The later paper's bound: 32 tokens, 9 destinations, 7,000 values of 1 + 2 bytes, two micro-batches, 61 layers. */
const exchange = (bytesPerSecond: number): number =>
  exchangeTime({
    tokens: 32,
    destinations: 9,
    outside: 1,
    bytesPerCopy: 21_000,
    scaleUpBytesPerSecond: bytesPerSecond,
    scaleOutBytesPerSecond: bytesPerSecond,
    latency: 0,
  });
const [, planes, threeLayers, slimFlyPrinted, dragonflyPrinted] = publishedTopologies;
const prices = impliedPrices({ ...planes.printed, usd: planes.usd }, { ...threeLayers.printed, usd: threeLayers.usd });
const offPrice = (of: typeof planes): number => Math.abs(networkUsd(of.topology, prices) / of.usd - 1);
const atUserSpeed = (id: string): number =>
  decodeAtUserSpeed(designOf(id).design, {
    tokensPerSecondPerUser: scaleUpMeasurement.tokensPerSecondPerUser.value,
    gpus: 32,
    context: 1536,
  })!.tokensPerSecondPerGpu;

export const wishesValues: Values = {
  "wish.h800.days": {
    ...days,
    value: () => trainOnDesign(h800Design).days,
    source: "the training step of chapter 3.7, 14.8 trillion tokens on 2,048 GPUs",
  },
  "wish.h800.off": {
    ...percent,
    value: () => 1 - trainOnDesign(h800Design).gpuHours / publishedStages[0].hours,
    source: "against the printed 2,664K GPU-hours",
  },
  "wish.sms.hours": won("communication", "hours"),
  "wish.sms.trace": won("communication", "traceSeconds"),
  "wish.multicast.before": {
    ...number,
    value: () => leaving(false),
    source: "4,096 tokens with random affinities, eight nodes, limit 4",
  },
  "wish.multicast.after": { ...number, value: () => leaving(true), source: "the same with switches that copy" },
  "wish.multicast.time": won("multicast", "allToAllSeconds"),
  "wish.domain.hours": won("one-domain", "hours"),
  "wish.domain.allToAll": won("one-domain", "allToAllSeconds"),
  "wish.trips.today": { ...bytes, value: () => trip("today"), source: "2 + 1 + 1, §3.5.2" },
  "wish.trips.fused": { ...bytes, value: () => trip("fused"), source: "2, §3.5.2" },
  "wish.trips.near": {
    unit: "bytes",
    format: (value) => `${formatNumber(value)} ${value === 1 ? "byte" : "bytes"}`,
    value: () => trip("near-memory"),
    source: "1, §3.5.2",
  },
  "wish.trips.nearOfRead": {
    ...percent,
    value: () => 1 - trip("near-memory") / castTrips[0].trips[0].bytes,
    source: "1 byte in place of the first read’s 2",
  },
  "wish.trips.fusedSaved": { ...percent, value: () => 1 - trip("fused") / trip("today"), source: "2 of 4 bytes" },
  "wish.trips.nearSaved": { ...percent, value: () => 1 - trip("near-memory") / trip("today"), source: "1 of 4 bytes" },
  "wish.cast.share": {
    ...percent,
    value: () => tracedComputeUs.cast / tracedComputeUs.all,
    source: "deepseek-ai/profile-data, train.json: cast kernels on the computing stream",
  },
  "wish.transpose.share": {
    ...percent,
    value: () => tracedComputeUs.transpose / tracedComputeUs.all,
    source: "deepseek-ai/profile-data, train.json: transposing kernels",
  },
  "wish.fused.hours": won("fused-cast", "hours"),
  "wish.fused.trace": won("fused-cast", "traceSeconds"),
  "wish.near.hours": won("near-memory-cast", "hours"),
  "wish.transposed.hours": won("transposed-reads", "hours"),
  "wish.transposed.trace": won("transposed-reads", "traceSeconds"),
  "wish.scales.bound": { ...flops, value: () => scalingBound(h800Design), source: "128 × 66.9 TFLOP/s" },
  "wish.scales.overPeak": {
    ...times,
    value: () => scalingBound(h800Design) / h800Design.peakFp8,
    source: "over the FP8 peak of the H800",
  },
  "wish.scales.atMost": {
    ...percent,
    value: () => exposed(suggestionGain("scales")),
    source: "the H800 with products faster by what scaling takes",
  },
  "wish.scales.b200": {
    ...percent,
    value: () =>
      scalingBound({
        valuesPerScale: deviceById("b200").valuesPerScale!.value,
        peakFp32: deviceById("b200").peakFp32!.value,
      }) / deviceById("b200").peakFp8!.value,
    source: "32 × 80 TFLOP/s over the FP8 peak of 4,500",
  },
  "wish.all.days": {
    ...days,
    value: () => trainOnDesign(all).days,
    source: "the H800 with every suggestion of the table at once",
  },
  "wish.all.saved": {
    ...percent,
    value: () => 1 - trainOnDesign(all).gpuHours / trainOnDesign(h800Design).gpuHours,
    source: "against the H800 as it is",
  },
  "wish.all.sum": {
    ...percent,
    value: () =>
      ["communication", "near-memory-cast", "transposed-reads", "one-domain"].reduce(
        (sum, id) => sum + saved(suggestionGain(id).hours),
        0,
      ),
    source: "the four savings added",
  },
  "wish.double.fp8": doubled("peakFp8", "hoursSaved"),
  "wish.double.bf16": doubled("peakBf16", "hoursSaved"),
  "wish.double.memory": doubled("memoryBytesPerSecond", "hoursSaved"),
  "wish.double.memory.decode": doubled("memoryBytesPerSecond", "decodeGained"),
  "wish.decode.h800": {
    ...speed,
    value: () => decodeOnDesign(h800Design, servedUnit).tokensPerSecondPerGpu,
    source: "88 requests of 4,989 tokens on each of 144 GPUs",
  },
  "wish.decode.over": {
    ...times,
    value: () => decodeOnDesign(h800Design, servedUnit).tokensPerSecondPerGpu / (14_800 / 8),
    source: "over 14.8k tokens a second on a node of eight, deepseek-ai/open-infra-index, day 6",
  },
  "wish.decode.apart": {
    ...percent,
    value: () => {
      const { batch: requestsPerGpu, context } = servedUnit;
      const staged = decodeServing(deepseekV3, deploymentUnit("decode-overview"), { requestsPerGpu, context });
      return Math.abs(decodeOnDesign(h800Design, servedUnit).tokensPerSecondPerGpu / staged.tokensPerSecondPerGpu - 1);
    },
    source: "the estimate of this chapter over that of chapter 3.5, both at the requests of the published day",
  },
  "wish.exchange.slow": {
    ...microseconds,
    value: () => exchange(50e9),
    source: "32 × 9 × 7,000 × 3 bytes at 50 GB/s, arXiv:2505.09343, §2.3.2",
  },
  "wish.exchange.fast": { ...microseconds, value: () => exchange(900e9), source: "the same at 900 GB/s" },
  "wish.tpot.slow": { ...milliseconds, value: () => 2 * 61 * exchange(50e9), source: "61 layers, two micro-batches" },
  "wish.tpot.fast": { ...milliseconds, value: () => 2 * 61 * exchange(900e9), source: "the same at 900 GB/s" },
  "wish.net.planes": {
    ...usd,
    value: () => planes.usd / planes.printed.endpoints,
    source: "72 million over 16,384, arXiv:2505.09343, Table 3",
  },
  "wish.net.three": {
    ...usd,
    value: () => threeLayers.usd / threeLayers.printed.endpoints,
    source: "491 million over 65,536, arXiv:2505.09343, Table 3",
  },
  "wish.net.switch": {
    unit: "US dollars",
    format: (value) => formatUsd(value, 3),
    value: () => prices.usdPerSwitch,
    source: "from the printed costs of two fat trees",
  },
  "wish.net.link": {
    unit: "US dollars",
    format: (value) => formatUsd(value, 3),
    value: () => prices.usdPerLink,
    source: "from the printed costs of two fat trees",
  },
  "wish.net.slimOff": {
    ...percent,
    value: () => offPrice(slimFlyPrinted),
    source: "these prices against the printed cost",
  },
  "wish.net.dragonOff": {
    ...percent,
    value: () => offPrice(dragonflyPrinted),
    source: "these prices against the printed cost",
  },
  "wish.net.q": {
    ...number,
    value: () => largestSlimFly(64).q,
    source: "largest prime power for switches of 64 ports",
  },
  "wish.net.groups": { ...number, value: () => dragonfly({ globalLinks: 16 }).switches / 32, source: "2 × 16² + 1" },
  "wish.now.measured": {
    ...times,
    value: () =>
      scaleUpMeasurement.gb200.tokensPerSecondPerGpu.value / scaleUpMeasurement.b200.tokensPerSecondPerGpu.value,
    source: "4,130 over 941, SemiAnalysis, InferenceX",
  },
  "wish.now.gb200": {
    ...speed,
    given: true,
    value: () => scaleUpMeasurement.gb200.tokensPerSecondPerGpu.value,
    source: "SemiAnalysis, InferenceX, 22 May 2026",
  },
  "wish.now.b200": {
    ...speed,
    given: true,
    value: () => scaleUpMeasurement.b200.tokensPerSecondPerGpu.value,
    source: "SemiAnalysis, InferenceX, 22 May 2026",
  },
  "wish.now.model": {
    ...times,
    value: () => atUserSpeed("gb200") / atUserSpeed("b200"),
    source: "the decoding step of this chapter, 32 GPUs, context 1,536",
  },
};
