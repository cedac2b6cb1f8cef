/** @file Which single figure of a design to double: each in turn, and what becomes of training and decoding. */
import { requireObject } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { requireDesign, type Design } from "./design.ts";
import { decodeOnDesign, type DesignDecodeOptions } from "./design-decode.ts";
import { trainOnDesign } from "./design-training.ts";

/** Figures of a design that can be made twice as good, and how. @source ours: figures of a `Design` */
export const doublings = deepFreeze([
  { key: "peakBf16", name: "BF16 peak", by: 2 },
  { key: "peakFp8", name: "FP8 peak", by: 2 },
  { key: "peakFp32", name: "FP32 beside the matrix units", by: 2 },
  { key: "memoryBytesPerSecond", name: "Memory bandwidth", by: 2 },
  { key: "scaleUpBytesPerSecond", name: "Scale-up bandwidth", by: 2 },
  { key: "scaleUpSize", name: "Scale-up domain", by: 2 },
  { key: "scaleOutBytesPerSecond", name: "Scale-out bandwidth", by: 2 },
  { key: "communicationSms", name: "Communication SMs, halved", by: 0.5 },
  { key: "latency", name: "Latency, halved", by: 0.5 },
] as const satisfies readonly { key: keyof Design; name: string; by: number }[]);

export type Doubled = {
  key: (typeof doublings)[number]["key"];
  name: string;
  /** GPU-hours of pre-training saved, over those before. */
  hoursSaved: number;
  /** Tokens per second and accelerator in decoding gained, over those before. */
  decodeGained: number;
};

export type DoublingResult = {
  doubled: Doubled[];
  /** What wins most in training, and in decoding: the resource that binds. `null` if nothing wins anything. */
  bindsTraining: Doubled["key"] | null;
  bindsDecoding: Doubled["key"] | null;
};

/**
 * Runs training and decoding with each figure twice as good, the others as they are.
 *
 * @param decode  the unit that decodes
 * @throws RangeError as `trainOnDesign` and `decodeOnDesign` do
 * @source ours: `trainOnDesign` and `decodeOnDesign`, one figure at a time
 */
export function doubleEach(design: Design, decode: DesignDecodeOptions): DoublingResult {
  requireDesign(design);
  requireObject({ decode });
  const hours = (of: Design): number => trainOnDesign(of, { how: "formula" }).gpuHours;
  const speed = (of: Design): number => decodeOnDesign(of, decode).tokensPerSecondPerGpu;
  const before = { hours: hours(design), speed: speed(design) };
  const doubled = doublings.map(({ key, name, by }): Doubled => {
    const moved = { ...design, [key]: key === "communicationSms" ? Math.floor(design[key] * by) : design[key] * by };
    return { key, name, hoursSaved: 1 - hours(moved) / before.hours, decodeGained: speed(moved) / before.speed - 1 };
  });
  const best = (gain: (of: Doubled) => number): Doubled["key"] | null => {
    const top = doubled.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    return gain(top) > 1e-9 ? top.key : null;
  };
  return {
    doubled,
    bindsTraining: best(({ hoursSaved }) => hoursSaved),
    bindsDecoding: best(({ decodeGained }) => decodeGained),
  };
}
