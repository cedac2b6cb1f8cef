/** @file The roofline: a step takes as long as its arithmetic or its reading, whichever is longer. */
import { requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { deviceById } from "../cluster/hardware.ts";
import { deepFreeze } from "../freeze.ts";

/** Memory of an accelerator. */
export type DeviceMemory = { id: string; name: string; bytes: number; bytesPerSecond: number; source: string };

/** The first entry is the H100's, as data sheets print it; an H800 reports 79.1 GiB of the same memory. */
const memoryOf = {
  h800: { device: "h100", name: "H800 and H100 SXM, 80 GB" },
  h20: { device: "h20", name: "H20, 96 GB" },
  h200: { device: "h200", name: "H200, 141 GB" },
};

/** Memories that the figures on attention compare: figures of `devices`, 10⁹ bytes to the gigabyte. @source each device names its own */
export const deviceMemories: readonly DeviceMemory[] = deepFreeze(
  Object.entries(memoryOf).map(([id, { device, name }]) => {
    const { memoryBytes, memoryBytesPerSecond } = deviceById(device);
    if (!memoryBytes || !memoryBytesPerSecond) throw new Error(`The memory of ${device} is not known.`);
    return {
      id,
      name,
      bytes: memoryBytes.value,
      bytesPerSecond: memoryBytesPerSecond.value,
      source: `${memoryBytes.source}; ${memoryBytesPerSecond.source}`,
    };
  }),
);

export type RooflineOptions = {
  /** Of the step. */
  flop: number;
  /** That it reads from memory. */
  bytes: number;
  /** Peak rate of arithmetic. */
  flopPerSecond: number;
  /** Peak rate of memory. */
  bytesPerSecond: number;
};

export type Roofline = {
  /** At the peak rate of arithmetic. */
  computeSeconds: number;
  /** At the peak rate of memory. */
  memorySeconds: number;
  /** The longer of the two: a bound from below, as if both ran at their peaks and under one another. */
  seconds: number;
  bound: "compute" | "memory";
  /** FLOP for each byte of the step. */
  intensity: number;
  /** FLOP for each byte at which both take the same time. */
  ridge: number;
};

/**
 * The least time of a step.
 *
 * @throws RangeError if `flop` is negative, or another number not above 0
 * @source Williams, Waterman and Patterson, doi:10.1145/1498765.1498785
 */
export function roofline(options: RooflineOptions): Roofline {
  requireObject({ options });
  const { flop, bytes, flopPerSecond, bytesPerSecond } = options;
  requireNonNegative({ flop });
  requirePositive({ bytes, flopPerSecond, bytesPerSecond });
  const computeSeconds = flop / flopPerSecond;
  const memorySeconds = bytes / bytesPerSecond;
  return {
    computeSeconds,
    memorySeconds,
    seconds: Math.max(computeSeconds, memorySeconds),
    bound: computeSeconds > memorySeconds ? "compute" : "memory",
    intensity: flop / bytes,
    ridge: flopPerSecond / bytesPerSecond,
  };
}
