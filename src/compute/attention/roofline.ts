/** @file The roofline: a step takes as long as its arithmetic or its reading, whichever is longer. */
import { requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/** Memory of an accelerator. */
export type DeviceMemory = { id: string; name: string; bytes: number; bytesPerSecond: number; source: string };

/** As data sheets print them: 10⁹ bytes to the gigabyte. */
export const deviceMemories = deepFreeze([
  { id: "h800", name: "H800 and H100 SXM, 80 GB", bytes: 80e9, bytesPerSecond: 3.35e12, source: "NVIDIA's data sheet of the H100 SXM; deepseek-ai/FlashMLA, README.md, measures 3 TB/s on an H800" },
  { id: "h20", name: "H20, 96 GB", bytes: 96e9, bytesPerSecond: 4e12, source: "NVIDIA's data sheet of the H20" },
  { id: "h200", name: "H200, 141 GB", bytes: 141e9, bytesPerSecond: 4.8e12, source: "NVIDIA's data sheet of the H200" },
] as const satisfies readonly DeviceMemory[]);

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
    computeSeconds, memorySeconds,
    seconds: Math.max(computeSeconds, memorySeconds),
    bound: computeSeconds > memorySeconds ? "compute" : "memory",
    intensity: flop / bytes,
    ridge: flopPerSecond / bytesPerSecond,
  };
}
