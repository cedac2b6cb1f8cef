/**
 * @file An accelerator that can be designed: what §3.5 wishes for as numbers and switches, and the rates that follow.
 *
 * Rates are those of `stepAssumptions`, measured or assumed on an H800, times the design's peak over the H800's: every
 * design reaches the same share of its peaks. So a design equal to the H800 has the assumptions' rates, bit for bit.
 */
import {
  requireBoolean,
  requireInRange,
  requireIntegerInRange,
  requireObject,
  requireOneOf,
  requirePositive,
} from "../check.ts";
import { v3Channels } from "../cluster/cluster.ts";
import { deviceById, type Device } from "../cluster/hardware.ts";
import { assumeStep, type StepAssumptions } from "../cluster/step-assumptions.ts";
import { deepFreeze } from "../freeze.ts";
import { hopperAdder, promotedAdder, type Accumulator } from "../precision/accumulator.ts";
import { castTrips } from "../precision/traffic.ts";

/** Where BF16 values become FP8: in a kernel of its own, while a tile is fetched, or beside the memory. §3.5.2 @source §3.5.2 */
export const castPlaces = deepFreeze(["kernel", "fused", "near-memory"] as const);
export type CastPlace = (typeof castPlaces)[number];

/** An accelerator and its cluster, in base units; rates of links count one direction. */
export type Design = {
  peakBf16: number;
  peakFp8: number;
  /** Of what scales and adds beside the matrix units. */
  peakFp32: number;
  sms: number;
  /** Of them, those that move data; 0 if a co-processor does. */
  communicationSms: number;
  memoryBytes: number;
  memoryBytesPerSecond: number;
  /** Accelerators that the fast links join. */
  scaleUpSize: number;
  scaleUpBytesPerSecond: number;
  scaleOutBytesPerSecond: number;
  /** Time until the first byte of a dispatch or a combine arrives. */
  latency: number;
  cast: CastPlace;
  /** Whether operands can be read transposed, without a kernel that transposes. */
  transposedReads: boolean;
  /** Values that share a scale. */
  valuesPerScale: number;
  /** Whether matrix units apply the scales; otherwise partial sums leave them once for each scale. */
  appliesScales: boolean;
  /** Bits of a product that the adder keeps. Decides errors, not times. */
  adderBits: number;
  /** Of the accelerator alone. */
  watts: number;
  usdPerHour: number;
};

/** Fields of a device that a design takes over. */
const taken = [
  "peakBf16",
  "peakFp8",
  "peakFp32",
  "sms",
  "memoryBytes",
  "memoryBytesPerSecond",
  "scaleUpSize",
  "scaleUpBytesPerSecond",
  "scaleOutBytesPerSecond",
  "adderBits",
  "watts",
  "usdPerHour",
] as const satisfies readonly (keyof Device & keyof Design)[];

const h800 = deviceById("h800");
const valueOf = (device: Device, field: (typeof taken)[number]): number => {
  const quoted = device[field];
  if (!quoted) throw new Error(`${field} of ${device.id} is not known.`);
  return quoted.value;
};

/**
 * The report's GPU in its cluster, nothing of §3.5 granted. Watts are an H100's; those of an H800 were not read.
 *
 * @source §3.1, §3.2.2; the figures of `devices` name their own
 */
export const h800Design: Readonly<Design> = deepFreeze({
  peakBf16: valueOf(h800, "peakBf16"),
  peakFp8: valueOf(h800, "peakFp8"),
  peakFp32: valueOf(h800, "peakFp32"),
  sms: valueOf(h800, "sms"),
  communicationSms: v3Channels.communicationSms,
  memoryBytes: valueOf(h800, "memoryBytes"),
  memoryBytesPerSecond: valueOf(h800, "memoryBytesPerSecond"),
  scaleUpSize: valueOf(h800, "scaleUpSize"),
  scaleUpBytesPerSecond: valueOf(h800, "scaleUpBytesPerSecond"),
  scaleOutBytesPerSecond: valueOf(h800, "scaleOutBytesPerSecond"),
  latency: 3.7e-6, // InfiniBand across leaves, 64 bytes: arXiv:2505.09343, Table 5
  cast: "kernel",
  transposedReads: false,
  valuesPerScale: promotedAdder.promotionInterval,
  appliesScales: false,
  adderBits: hopperAdder.bits,
  watts: valueOf(deviceById("h100"), "watts"),
  usdPerHour: valueOf(h800, "usdPerHour"),
});

/**
 * A design with the figures of a device. What is not known of it stays as on the H800 and is named. A chip for which no
 * FP8 was read multiplies in BF16.
 *
 * Only what a chip's matrix units apply by themselves is counted as scaling in hardware; casts and transposed reads are
 * left as on the H800, since no source says how they are done in a training run.
 *
 * @returns the design, and the fields that are not known
 * @throws RangeError if there is no such device
 * @source ours: figures of `devices`, which name their own
 */
export function designOf(id: string): { design: Design; unknown: (keyof Design)[] } {
  const device = deviceById(id);
  const known = taken.filter((field) => device[field] !== null);
  const figures = Object.fromEntries(known.map((field) => [field, valueOf(device, field)]));
  const design: Design = { ...h800Design, ...figures };
  if (device.peakBf16 && !device.peakFp8) design.peakFp8 = device.peakBf16.value;
  if (device.valuesPerScale)
    Object.assign(design, { valuesPerScale: device.valuesPerScale.value, appliesScales: true });
  return { design, unknown: taken.filter((field) => !known.includes(field)) };
}

/** Checks a design. @throws RangeError that names the first field which is not allowed */
export function requireDesign(design: Design): void {
  requireObject({ design });
  const {
    sms,
    communicationSms,
    scaleUpSize,
    latency,
    cast,
    transposedReads,
    appliesScales,
    valuesPerScale,
    adderBits,
    ...positive
  } = design;
  requirePositive(positive);
  requireInRange({ latency }, 0, 1);
  requireIntegerInRange({ sms }, 2, 4096);
  requireIntegerInRange({ communicationSms }, 0, sms - 1);
  requireIntegerInRange({ scaleUpSize }, 1, 2 ** 20);
  requireIntegerInRange({ valuesPerScale }, 1, 2 ** 20);
  requireIntegerInRange({ adderBits }, 2, 64);
  requireOneOf({ cast }, castPlaces);
  requireBoolean({ transposedReads, appliesScales });
}

/**
 * Rates of a design for `trainingStep`.
 *
 * @throws RangeError if a field of the design is not allowed
 * @source §3.5 for what may change; that rates follow peaks is ours
 */
export function designAssumptions(design: Design): StepAssumptions {
  requireDesign(design);
  const base = assumeStep();
  const over = (
    field: "peakBf16" | "peakFp8" | "memoryBytesPerSecond" | "scaleUpBytesPerSecond" | "scaleOutBytesPerSecond",
  ): number => design[field] / h800Design[field];
  const product = (rate: number): number =>
    design.appliesScales ? rate * over("peakFp8") : Math.min(rate * over("peakFp8"), scalingBound(design));
  return {
    ...base,
    attentionProductFlopPerSecond: product(base.attentionProductFlopPerSecond),
    ffnProductFlopPerSecond: product(base.ffnProductFlopPerSecond),
    bf16ProductFlopPerSecond: base.bf16ProductFlopPerSecond * over("peakBf16"),
    attentionForwardFlopPerSecond: base.attentionForwardFlopPerSecond * over("peakBf16"),
    attentionBackwardFlopPerSecond: base.attentionBackwardFlopPerSecond * over("peakBf16"),
    memoryBytesPerSecond: base.memoryBytesPerSecond * over("memoryBytesPerSecond"),
    infinibandBytesPerSecond: base.infinibandBytesPerSecond * over("scaleOutBytesPerSecond"),
    nvlinkBytesPerSecond: base.nvlinkBytesPerSecond * over("scaleUpBytesPerSecond"),
    sms: design.sms,
    communicationSms: design.communicationSms,
    bytesPerValue: base.bytesPerValue - (bytesOfCast("kernel") - bytesOfCast(design.cast)),
  };
}

/**
 * FLOP per second of products that scaling outside of the matrix units allows: for each output and each scale, the matrix
 * units do 2 · `valuesPerScale` FLOP, and the units beside them one multiplication with its addition.
 *
 * For the H800, 128 · 66.9 TFLOP/s, four times its FP8 peak: scaling fits under the products, if it overlaps with them.
 *
 * @throws RangeError if a number is not above 0
 * @source §3.3.2, Figure 7(b); §3.5.2
 */
export function scalingBound(design: Pick<Design, "valuesPerScale" | "peakFp32">): number {
  requireObject({ design });
  const { valuesPerScale, peakFp32 } = design;
  requirePositive({ valuesPerScale, peakFp32 });
  return valuesPerScale * peakFp32;
}

/** Bits of a float32's significand, the leading one included. */
const float32Bits = 24;

/**
 * How a design adds products of eight bits: with Hopper's adder of `adderBits` bits, whose register is no longer than a
 * float32's. Partial sums leave it once for each scale, unless the matrix units apply the scales.
 *
 * @throws RangeError if a field is not allowed
 * @source §3.3.2, Figure 7(b); §3.5.2
 */
export function designAdder(design: Pick<Design, "adderBits" | "appliesScales" | "valuesPerScale">): Accumulator {
  requireObject({ design });
  const { adderBits, appliesScales, valuesPerScale } = design;
  requireIntegerInRange({ adderBits }, 2, 64);
  requireIntegerInRange({ valuesPerScale }, 1, 2 ** 20);
  requireBoolean({ appliesScales });
  return {
    ...hopperAdder,
    bits: adderBits,
    registerBits: Math.min(float32Bits, adderBits),
    promotionInterval: appliesScales ? 0 : valuesPerScale,
  };
}

/** Bytes for each value from the end of one kernel to the next product. */
function bytesOfCast(place: CastPlace): number {
  const id = place === "kernel" ? "today" : place;
  return castTrips.find((trips) => trips.id === id)!.bytesPerValue;
}
