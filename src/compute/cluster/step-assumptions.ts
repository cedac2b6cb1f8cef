/** @file What a training step is estimated from. None of it comes from Table 1 or from the speed of the published trace. */
import {
  refuse,
  requireInRange,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requirePositive,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";

export type StepAssumptions = {
  /** FLOP per second of the products of attention, on all SMs. */
  attentionProductFlopPerSecond: number;
  /** Likewise, of the FFN's and the experts'. */
  ffnProductFlopPerSecond: number;
  /** Of products in BF16: head, router. */
  bf16ProductFlopPerSecond: number;
  /** Of scores and weighted values, forward; causal, so half of the square is counted. */
  attentionForwardFlopPerSecond: number;
  attentionBackwardFlopPerSecond: number;
  /** FLOP of the backward of scores and weighted values over the forward's. */
  attentionBackwardPerForward: number;
  memoryBytesPerSecond: number;
  /** Bytes that go to or come from memory for each value that a layer makes, outside of products. */
  bytesPerValue: number;
  /** Rate at which a GPU sends and receives between nodes in an all-to-all, in one direction. */
  infinibandBytesPerSecond: number;
  nvlinkBytesPerSecond: number;
  /** SMs of the GPU, and those that communicate while others compute: 0 if a co-processor does. */
  sms: number;
  communicationSms: number;
  /** Experts' work on the busiest GPU over the mean. */
  expertImbalance: number;
  /** Values of parameters, gradients and moments that the optimizer reads and writes, in bytes per parameter of its share. */
  optimizerBytesPerParameter: number;
  /** Bytes that each gradient, and then each parameter, has on its way between the copies. */
  gradientBytes: number;
  parameterBytes: number;
};

/** An assumption: its value, and what it rests on. */
export type Assumption = {
  [Key in keyof StepAssumptions]: { key: Key; name: string; unit: string; value: number; source: string };
}[keyof StepAssumptions];

const deepGemm = "deepseek-ai/DeepGEMM, README.md of the first release, H800";
const attentionSpeed = "arXiv:2407.08608, Figures 5 and 6: FlashAttention-3, H100, head dimension 128, 4K";

/** What `trainingStep` takes for given if nothing else is said. Each can be changed. @source each assumption names its own */
export const stepAssumptions: readonly Assumption[] = deepFreeze([
  {
    key: "attentionProductFlopPerSecond",
    name: "Products of attention, FP8",
    unit: "FLOP/s",
    value: 1118e12,
    source: `${deepGemm}, 4,096 rows: 1058, 990, 590 and 1358 TFLOP/s for (N, K) of 2112×7168, 24576×1536, 32768×512, 7168×16384; their mean by work`,
  },
  {
    key: "ffnProductFlopPerSecond",
    name: "Products of experts, FP8",
    unit: "FLOP/s",
    value: 1224e12,
    source: `${deepGemm}, four groups of 8,192 rows: 1297 and 1099 TFLOP/s for 4096×7168 and 7168×2048; their mean by work`,
  },
  {
    key: "bf16ProductFlopPerSecond",
    name: "Products in BF16",
    unit: "FLOP/s",
    value: 600e12,
    source: "ours: about 60% of the peak of 989 TFLOP/s",
  },
  {
    key: "attentionForwardFlopPerSecond",
    name: "Attention core, forward",
    unit: "FLOP/s",
    value: 590e12,
    source: "pytorch/benchmark, pull request 2391: flash_v3, 4 × 16 heads × 4096 × 128, 590 TFLOP/s",
  },
  {
    key: "attentionBackwardFlopPerSecond",
    name: "Attention core, backward",
    unit: "FLOP/s",
    value: 542e12,
    source: attentionSpeed,
  },
  {
    key: "attentionBackwardPerForward",
    name: "Attention core, backward over forward",
    unit: "",
    value: 2.5,
    source: "five products for two: scores are computed again; arXiv:2205.14135, Algorithm 4",
  },
  {
    key: "memoryBytesPerSecond",
    name: "Memory",
    unit: "bytes/s",
    value: 3e12,
    source: "deepseek-ai/FlashMLA, README.md: 3000 GB/s on an H800",
  },
  {
    key: "bytesPerValue",
    name: "Memory traffic of a value that a layer makes",
    unit: "bytes",
    value: 6,
    source: "ours: written and read once in BF16 and once in FP8, since quantization is not fused (§3.5.2)",
  },
  {
    key: "infinibandBytesPerSecond",
    name: "InfiniBand in all-to-all",
    unit: "bytes/s",
    value: 40e9,
    source: "arXiv:2505.09343, §4.3: about 40 of 50 GB/s",
  },
  { key: "nvlinkBytesPerSecond", name: "NVLink in all-to-all", unit: "bytes/s", value: 160e9, source: "§3.2.2" },
  { key: "sms", name: "SMs of a GPU", unit: "SMs", value: 132, source: "§3.5.1" },
  { key: "communicationSms", name: "SMs that communicate", unit: "SMs", value: 20, source: "§3.2.2, §3.5.1" },
  {
    key: "expertImbalance",
    name: "Experts’ work on the busiest GPU over the mean",
    unit: "",
    value: 1.1,
    source: "ours; perfect balance is 1",
  },
  {
    key: "optimizerBytesPerParameter",
    name: "Optimizer, memory traffic per parameter",
    unit: "bytes",
    value: 22,
    source:
      "FP32 gradient read, FP32 master weight and two BF16 moments read and written, BF16 weight written (§3.3.3): 4 + 8 + 8 + 2",
  },
  {
    key: "gradientBytes",
    name: "Gradient between copies",
    unit: "bytes",
    value: 4,
    source: "FP32 as accumulated (§3.3.3); that it is reduced so is ours",
  },
  { key: "parameterBytes", name: "Parameter between copies", unit: "bytes", value: 2, source: "ours: BF16" },
] as Assumption[]);

/**
 * The assumptions as one object, those in `changed` replaced.
 *
 * @throws RangeError if there is no such assumption, or it is not allowed
 * @source ours: `stepAssumptions`, changed
 */
export function assumeStep(changed: Partial<StepAssumptions> = {}): StepAssumptions {
  requireObject({ changed });
  const keys = stepAssumptions.map(({ key }) => key);
  for (const key of Object.keys(changed))
    if (!keys.includes(key as keyof StepAssumptions)) refuse(`changed.${key}`, `be one of ${keys.join(", ")}`, key);
  const values = Object.fromEntries(stepAssumptions.map(({ key, value }) => [key, value])) as StepAssumptions;
  const assumptions = { ...values, ...changed };
  requireAssumptions(assumptions);
  return assumptions;
}

/**
 * Checks assumptions.
 *
 * @param path  what the caller calls them
 * @throws RangeError that names the first which is not allowed
 */
export function requireAssumptions(assumptions: StepAssumptions, path = "assumptions"): void {
  requireObject({ [path]: assumptions });
  const {
    sms,
    communicationSms,
    bytesPerValue,
    expertImbalance,
    optimizerBytesPerParameter,
    gradientBytes,
    parameterBytes,
    attentionProductFlopPerSecond,
    ffnProductFlopPerSecond,
    bf16ProductFlopPerSecond,
    attentionForwardFlopPerSecond,
    attentionBackwardFlopPerSecond,
    attentionBackwardPerForward,
    memoryBytesPerSecond,
    infinibandBytesPerSecond,
    nvlinkBytesPerSecond,
  } = assumptions;
  requirePositive({
    attentionProductFlopPerSecond,
    ffnProductFlopPerSecond,
    bf16ProductFlopPerSecond,
    attentionForwardFlopPerSecond,
    attentionBackwardFlopPerSecond,
    attentionBackwardPerForward,
    memoryBytesPerSecond,
    infinibandBytesPerSecond,
    nvlinkBytesPerSecond,
  });
  requireNonNegative({ bytesPerValue, optimizerBytesPerParameter, gradientBytes, parameterBytes });
  requireInRange({ expertImbalance }, 1, 1e6);
  requireIntegerInRange({ sms }, 2, 4096);
  requireIntegerInRange({ communicationSms }, 0, sms - 1);
}
