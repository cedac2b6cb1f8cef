/** @file Why a schedule cannot run to its end. */
import { describeOperation, needsOf, type OperationIndex } from "./links.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Explains where a schedule is stuck.
 *
 * A rank that does its operations in order and one at a time waits with all that stand behind one that cannot start.
 * From any stuck rank, who waits for whom leads either to work that no operation does, or round in a circle of ranks.
 *
 * @param nextOfRank  [ranks]: the operation that each rank is to do next; past its last one if it is done
 * @returns `null` if every rank is done
 */
export function explainDeadlock(schedule: Schedule, index: OperationIndex, nextOfRank: Int32Array): string | null {
  const { ranks, firstOfRank } = schedule;
  const stuck = (rank: number): boolean => nextOfRank[rank] < firstOfRank[rank + 1];
  let rank = 0;
  while (rank < ranks && !stuck(rank)) rank++;
  if (rank === ranks) return null;

  const stepOfRank = new Map<number, number>();
  const waits: string[] = [];
  for (;;) {
    const seen = stepOfRank.get(rank);
    if (seen !== undefined) return `a deadlock: ${waits.slice(seen).join("; ")}`;
    stepOfRank.set(rank, waits.length);
    const op = nextOfRank[rank];
    const need = needsOf(schedule, index, op).find(
      (need) => need.op === -1 || nextOfRank[index.rankOfOp[need.op]] <= need.op,
    );
    if (!need) throw new Error(`operation ${op} has all that it needs and did not run`);
    const what = need.work === "forward" ? "forward" : "backward for input";
    const self = describeOperation(schedule, index, op);
    if (need.op === -1)
      return `${self} waits for the ${what} of micro-batch ${need.microBatch} in stage ${need.stage}, which no rank does`;
    const other = index.rankOfOp[need.op];
    const place =
      need.op === nextOfRank[other]
        ? ""
        : `, which stands behind the ${describeOperation(schedule, index, nextOfRank[other])}`;
    waits.push(`${self} waits for the ${describeOperation(schedule, index, need.op)}${place}`);
    rank = other;
  }
}
