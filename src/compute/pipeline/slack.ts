/** @file How much later each operation could run: what is critical, and what has room. */
import { needsOfOperation } from "./links.ts";
import type { Schedule } from "./schedule.ts";
import { requireTimeline, type Timeline } from "./simulate.ts";

/**
 * How much later each operation could start if nothing were to end later than the whole does now, the order on every rank
 * being kept. Operations without slack form the critical paths.
 *
 * @param timeline  of `schedule`
 * @returns slackOfOp, [operations], 0 or above in the unit of the timeline; differences of times, so only as exact as those
 * @throws RangeError if an array does not fit the schedule, or a time is not finite
 * @source the critical path method, doi:10.1287/opre.9.3.296
 */
export function operationSlack(schedule: Schedule, timeline: Timeline): Float64Array {
  requireTimeline(timeline, schedule);
  const { firstOfRank } = schedule;
  const { startOfOp, endOfOp, orderOfRun, makespan, send, index } = timeline;
  const slackOfOp = endOfOp.map((end) => makespan - end);
  for (let i = orderOfRun.length - 1; i >= 0; i--) {
    const op = orderOfRun[i];
    const rank = index.rankOfOp[op];
    const latest = startOfOp[op] + slackOfOp[op];
    if (op > firstOfRank[rank]) slackOfOp[op - 1] = Math.min(slackOfOp[op - 1], latest - endOfOp[op - 1]);
    for (const { op: needed } of needsOfOperation(schedule, index, op)) {
      const sent = index.rankOfOp[needed] === rank ? 0 : send;
      slackOfOp[needed] = Math.min(slackOfOp[needed], latest - sent - endOfOp[needed]);
    }
  }
  return slackOfOp.map((slack) => Math.max(0, slack));
}
