/** @file The figures of an accelerator as parameters, which begin as the H800's. */
import { castPlaces, h800Design } from "../compute/index.ts";
import { choice, integer, number, toggle } from "../kit/index.ts";

const flops = { range: [1e14, 2e16] as [number, number], scale: "log", shown: ["si", 3, "FLOP/s"] } as const;
const rate = { range: [5e9, 5e12] as [number, number], scale: "log", shown: ["si", 3, "B/s"] } as const;
const castNames = {
  kernel: "In a kernel of its own",
  fused: "While a tile is fetched",
  "near-memory": "Beside the memory",
};

/** One for each figure of a `Design`. */
export const designParams = {
  peakFp8: number({ mine: "peakFp8", label: "FP8 peak", ...flops, initial: h800Design.peakFp8 }),
  peakBf16: number({ mine: "peakBf16", label: "BF16 peak", ...flops, initial: h800Design.peakBf16 }),
  communicationSms: integer({
    label: "SMs that communicate",
    range: [0, 100],
    initial: h800Design.communicationSms,
    report: true,
    atMost: "sms - 1",
  }),
  cast: choice({
    label: "BF16 becomes FP8",
    options: castPlaces.map((place) => [place, castNames[place]] as const),
    initial: "kernel",
    report: true,
  }),
  transposedReads: toggle({ label: "Transposed reads", initial: false, report: true, secondary: true }),
  memoryBytesPerSecond: number({
    mine: "memoryBytesPerSecond",
    label: "Memory bandwidth",
    ...rate,
    range: [5e11, 5e13],
    initial: h800Design.memoryBytesPerSecond,
  }),
  scaleUpSize: integer({
    mine: "gpusPerNode",
    label: "Scale-up domain",
    unit: "chips",
    range: [1, 16_384],
    scale: "log",
    initial: h800Design.scaleUpSize,
    report: true,
  }),
  scaleUpBytesPerSecond: number({
    mine: "scaleUpBytesPerSecond",
    label: "Scale-up bandwidth",
    ...rate,
    initial: h800Design.scaleUpBytesPerSecond,
  }),
  scaleOutBytesPerSecond: number({
    mine: "scaleOutBytesPerSecond",
    label: "Scale-out bandwidth",
    ...rate,
    initial: h800Design.scaleOutBytesPerSecond,
    report: true,
  }),
  usdPerHour: number({
    mine: "usdPerGpuHour",
    label: "Price",
    unit: "per hour",
    range: [0.1, 50],
    scale: "log",
    shown: "usd",
    initial: h800Design.usdPerHour,
    report: true,
    secondary: true,
  }),
  sms: integer({
    mine: "sms",
    label: "SMs",
    range: [2, 512],
    initial: h800Design.sms,
    report: true,
    secondary: true,
  }),
  memoryBytes: number({
    mine: "memoryBytes",
    label: "Memory",
    range: [1e10, 1e12],
    scale: "log",
    shown: "bytes",
    initial: h800Design.memoryBytes,
    secondary: true,
  }),
  latency: number({
    label: "Latency of an all-to-all",
    range: [1e-7, 1e-4],
    scale: "log",
    shown: "seconds",
    initial: h800Design.latency,
    secondary: true,
    help: "64 bytes across leaves: arXiv:2505.09343, Table 5.",
  }),
  adderBits: integer({
    label: "Bits of the adder",
    range: [10, 40],
    initial: h800Design.adderBits,
    report: true,
    secondary: true,
  }),
  appliesScales: toggle({ label: "Matrix units apply scales", initial: false, report: true, secondary: true }),
  valuesPerScale: integer({
    label: "Values that share a scale",
    range: [32, 256],
    step: 32,
    initial: h800Design.valuesPerScale,
    report: true,
    inView: true,
  }),
  peakFp32: number({
    label: "FP32 beside the matrix units",
    ...flops,
    range: [1e12, 1e15],
    initial: h800Design.peakFp32,
    inView: true,
  }),
  watts: number({
    label: "Power",
    unit: "W",
    range: [50, 5000],
    scale: "log",
    initial: h800Design.watts,
    secondary: true,
  }),
} as const;
