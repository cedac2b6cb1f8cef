/** @file All schedules behind one call. */
import { refuse, requireIntegerInRange, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { dualPipe, dualPipeV } from "./dual-pipe.ts";
import { interleavedOneForwardOneBackward } from "./interleaved.ts";
import { gPipe, oneForwardOneBackward, zeroBubbleH1 } from "./one-way.ts";
import { mostCells, type Schedule } from "./schedule.ts";

/**
 * `ZB1P` is the zero-bubble schedule H1, under the name that Table 2 gives it.
 *
 * @source §3.2.1, Table 2; deepseek-ai/DualPipe, README.md (DualPipeV)
 */
export const scheduleNames = deepFreeze(["GPipe", "1F1B", "Interleaved", "ZB1P", "DualPipe", "DualPipeV"] as const);
export type ScheduleName = (typeof scheduleNames)[number];

export type ScheduleSize = {
  /** Ranks of one pipeline. */
  ranks: number;
  /** Micro-batches of one step; for DualPipe those of both directions. */
  microBatches: number;
  /** Chunks of layers that a rank holds; enters `Interleaved` alone, where it must be 2 or more. Default 2. */
  chunks?: number;
};

/**
 * The operations that a schedule has every rank issue.
 *
 * @throws RangeError if the schedule does not exist at this size: DualPipe needs an even number of ranks and of
 *   micro-batches, DualPipe and DualPipeV two micro-batches for each rank, Interleaved a multiple of the ranks
 * @source §3.2.1; see the functions of each schedule
 */
export function pipelineSchedule(name: ScheduleName, size: ScheduleSize): Schedule {
  requireOneOf({ name }, scheduleNames);
  const fault = scheduleFault(name, size);
  if (fault) refuse(fault.name, fault.rule, fault.value);
  const { ranks, microBatches, chunks = 2 } = size;
  switch (name) {
    case "GPipe":
      return gPipe(ranks, microBatches);
    case "1F1B":
      return oneForwardOneBackward(ranks, microBatches);
    case "Interleaved":
      return interleavedOneForwardOneBackward(ranks, microBatches, chunks);
    case "ZB1P":
      return zeroBubbleH1(ranks, microBatches);
    case "DualPipe":
      return dualPipe(ranks, microBatches);
    case "DualPipeV":
      return dualPipeV(ranks, microBatches);
  }
}

/**
 * Whether a schedule exists at this size.
 *
 * @throws RangeError if a size is no positive integer, or there are too many micro-batches to be shown
 * @source §3.2.1; the functions of each schedule name their own
 */
export function scheduleExists(name: ScheduleName, size: ScheduleSize): boolean {
  requireOneOf({ name }, scheduleNames);
  return scheduleFault(name, size) === null;
}

function scheduleFault(name: ScheduleName, size: ScheduleSize): { name: string; rule: string; value: number } | null {
  requireObject({ size });
  const { ranks, microBatches, chunks = 2 } = size;
  requirePositiveInteger({ ranks, microBatches, chunks });
  if (name === "Interleaved") requireIntegerInRange({ chunks }, 2, 255);
  const most = Math.floor(mostCells / (ranks * (name === "Interleaved" ? chunks : 1)));
  if (microBatches > most)
    return { name: "microBatches", rule: `be at most ${most} for ${ranks} ranks`, value: microBatches };
  if (name === "Interleaved" && microBatches % ranks !== 0)
    return { name: "microBatches", rule: `be a multiple of the ${ranks} ranks for Interleaved`, value: microBatches };
  if (name === "DualPipe" && ranks % 2 !== 0) return { name: "ranks", rule: "be even for DualPipe", value: ranks };
  if (name === "DualPipe" && microBatches % 2 !== 0)
    return { name: "microBatches", rule: "be even for DualPipe, half for each direction", value: microBatches };
  if (name.startsWith("DualPipe") && microBatches < 2 * ranks)
    return {
      name: "microBatches",
      rule: `be at least ${2 * ranks} for ${name}, two for each rank`,
      value: microBatches,
    };
  return null;
}
