/** @file What the time of serving is estimated from. None of it comes from the published speeds of the service. */
import { requireInRange, requireIntegerInRange, requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { stepAssumptions } from "../cluster/step-assumptions.ts";
import { deepFreeze } from "../freeze.ts";

/** Rates are of one GPU, those of links in one direction. */
export type ServingAssumptions = {
  /** FLOP per second of products in FP8, on all SMs. */
  productFlopPerSecond: number;
  /** Likewise in BF16: the output head. */
  bf16ProductFlopPerSecond: number;
  /** Of scores and weighted sums on cached latents, in decode. */
  decodeCoreFlopPerSecond: number;
  /** Of scores and weighted sums with keys and values of all heads, in prefill. */
  prefillCoreFlopPerSecond: number;
  memoryBytesPerSecond: number;
  /** Between nodes. */
  infinibandBytesPerSecond: number;
  /** Inside a node, or whatever the fast links join. */
  nvlinkBytesPerSecond: number;
  /** Seconds that an all-to-all takes however little it carries. */
  allToAllLatency: number;
  /** Experts' work on the busiest GPU over the mean, and what its links receive. */
  expertImbalance: number;
  /** SMs of the GPU. */
  sms: number;
  /** Seconds that every layer takes besides, for each micro-batch: launching kernels, norms, what is not modeled. */
  layerOverhead: number;
  /** Bytes of a value on its way to the experts, and back. */
  dispatchBytes: number;
  combineBytes: number;
};

/** An assumption: its value, and what it rests on. */
export type ServingAssumption = {
  key: keyof ServingAssumptions;
  name: string;
  unit: string;
  value: number;
  source: string;
};

/** One of the training step's, with its source. */
const ofTraining = (key: (typeof stepAssumptions)[number]["key"]): { value: number; source: string } =>
  stepAssumptions.find((assumption) => assumption.key === key)!;

/** What the estimates take for given if nothing else is said. Each can be changed. @source each assumption names its own */
export const servingAssumptions: readonly ServingAssumption[] = deepFreeze([
  {
    key: "productFlopPerSecond",
    name: "Products in FP8",
    unit: "FLOP/s",
    ...only(ofTraining("attentionProductFlopPerSecond")),
  },
  {
    key: "bf16ProductFlopPerSecond",
    name: "Products in BF16",
    unit: "FLOP/s",
    ...only(ofTraining("bf16ProductFlopPerSecond")),
  },
  {
    key: "decodeCoreFlopPerSecond",
    name: "Attention on latents, decode",
    unit: "FLOP/s",
    value: 580e12,
    source: "deepseek-ai/open-infra-index, README.md: FlashMLA on H800, 580 TFLOP/s bound by computation",
  },
  {
    key: "prefillCoreFlopPerSecond",
    name: "Attention, prefill",
    unit: "FLOP/s",
    ...only(ofTraining("attentionForwardFlopPerSecond")),
  },
  {
    key: "memoryBytesPerSecond",
    name: "Memory",
    unit: "bytes/s",
    value: 3e12,
    source: "deepseek-ai/open-infra-index, README.md: FlashMLA on H800, 3000 GB/s bound by memory",
  },
  {
    key: "infinibandBytesPerSecond",
    name: "InfiniBand in all-to-all",
    unit: "bytes/s",
    ...only(ofTraining("infinibandBytesPerSecond")),
  },
  {
    key: "nvlinkBytesPerSecond",
    name: "NVLink in all-to-all",
    unit: "bytes/s",
    ...only(ofTraining("nvlinkBytesPerSecond")),
  },
  {
    key: "allToAllLatency",
    name: "All-to-all at the least",
    unit: "s",
    value: 3.7e-6,
    source: "arXiv:2505.09343, Table 5: 64 bytes over InfiniBand across leaves, 3.7 µs",
  },
  {
    key: "expertImbalance",
    name: "Experts’ work on the busiest GPU over the mean",
    unit: "",
    value: 1,
    source: "perfect balance, as in the published profiles",
  },
  { key: "sms", name: "SMs of a GPU", unit: "SMs", ...only(ofTraining("sms")) },
  {
    key: "layerOverhead",
    name: "What else a layer takes, for a micro-batch",
    unit: "s",
    value: 0,
    source: "ours: nothing, so that estimates are bounds",
  },
  {
    key: "dispatchBytes",
    name: "A value on its way to experts",
    unit: "bytes",
    value: 1,
    source: "deepseek-ai/open-infra-index, day 6: dispatch in FP8",
  },
  {
    key: "combineBytes",
    name: "A value on its way back",
    unit: "bytes",
    value: 2,
    source: "deepseek-ai/open-infra-index, day 6: combine in BF16",
  },
] as ServingAssumption[]);

function only({ value, source }: { value: number; source: string }): { value: number; source: string } {
  return { value, source };
}

/**
 * The assumptions as one object, those in `changed` replaced.
 *
 * @throws RangeError that names the first which is not allowed
 * @source ours: `servingAssumptions`, changed
 */
export function assumeServing(changed: Partial<ServingAssumptions> = {}): ServingAssumptions {
  requireObject({ changed });
  const values = Object.fromEntries(servingAssumptions.map(({ key, value }) => [key, value])) as ServingAssumptions;
  const assumed = { ...values, ...changed };
  const { allToAllLatency, layerOverhead, expertImbalance, sms, ...rates } = assumed;
  requirePositive(rates);
  requireNonNegative({ allToAllLatency, layerOverhead });
  requireInRange({ expertImbalance }, 1, 1e6);
  requireIntegerInRange({ sms }, 1, 4096);
  return assumed;
}
