/** @file What each rank of a pipeline does at a moment, and how much it keeps: a column for each. */
import {
  describeOperation,
  needsOf,
  type pipelineIntervals,
  type pipelineSchedule,
  type simulate,
} from "../../compute/index.ts";
import { color, Drawing, formatNumber, linear, short, tip, type Color } from "../../kit/index.ts";

/** Name and color of each kind of operation, by its index in the intervals. */
export const operationKinds: readonly (readonly [string, Color])[] = [
  ["Forward", "forward"],
  ["Backward", "backward-input"],
  ["Backward for input", "backward-input"],
  ["Backward for weights", "backward-weights"],
];
/** A schedule that has been simulated. */
export type ScheduleRun = {
  name: string;
  plan: ReturnType<typeof pipelineSchedule>;
  ran: ReturnType<typeof simulate>;
  intervals: ReturnType<typeof pipelineIntervals>;
  slackOfOp: Float64Array | null;
};

/**
 * Operations of the first run at a time, with their micro-batches, and below them the most activations that each run keeps.
 *
 * @param time  in forwards
 */
export function ScheduleRanks({ runs, time }: { runs: readonly ScheduleRun[]; time: number }) {
  const [first] = runs;
  const ranks = first.ran.idleOfRank.length;
  const most = Math.max(...runs.flatMap(({ ran }) => [...ran.peakActivationsOfRank]));
  return (
    <Drawing
      label={`What each rank does at ${formatNumber(time, 5)} forwards, and the most activations that it keeps`}
      height={92}
    >
      {({ width }) => {
        const x = linear([0, ranks], [0, width]);
        const wide = x(1) - 2;
        const tall = linear([0, most], [0, 42]);
        return Array.from({ length: ranks }, (_, rank) => {
          const now = operationAt(first.intervals, rank, time);
          const text = now < 0 ? "" : String(first.intervals.microBatch[now]);
          return (
            <g key={rank} transform={`translate(${short(x(rank))} 0)`}>
              <rect
                width={short(wide)}
                height={26}
                rx={2}
                fill={now < 0 ? "var(--idle)" : `var(--${operationKinds[first.intervals.kind[now]][1]})`}
                {...tip(now < 0 ? `Rank ${rank}: idle` : operationText(first, now))}
              />
              {text.length * 7 < wide && (
                <text x={short(wide / 2)} y={17} text-anchor="middle" fill="var(--on-chunk)">
                  {text}
                </text>
              )}
              {runs.map(({ name, ran }, i) => {
                const height = tall(ran.peakActivationsOfRank[rank]);
                return (
                  <rect
                    key={name + i}
                    x={short((i * wide) / runs.length)}
                    y={short(74 - height)}
                    width={short(wide / runs.length)}
                    height={short(height)}
                    fill={color(i === 0 ? "accent" : "neutral")}
                    {...tip(
                      `${name}, rank ${rank}: at most ${formatNumber(ran.peakActivationsOfRank[rank], 4)} micro-batches kept, parameters ×${ran.parametersOfRank}`,
                    )}
                  />
                );
              })}
              {(ranks <= 16 || rank % 4 === 0) && (
                <text x={short(wide / 2)} y={88} text-anchor="middle">
                  {rank}
                </text>
              )}
            </g>
          );
        });
      }}
    </Drawing>
  );
}

/** An operation, what it waits for, and how much later it could be. */
export function operationText(
  { plan, ran, slackOfOp, intervals: { kind, lane, microBatch, start, end, op } }: ScheduleRun,
  i: number,
): string {
  const needs = needsOf(plan, ran.index, op[i])
    .filter((need) => need.op >= 0)
    .map((need) => `${describeOperation(plan, ran.index, need.op)}, done at ${formatNumber(ran.endOfOp[need.op], 6)}`);
  const slack =
    slackOfOp &&
    (slackOfOp[op[i]] < 1e-6
      ? "\nif it were later, all would be"
      : `\ncould be later by ${formatNumber(slackOfOp[op[i]], 4)}`);
  return `${operationKinds[kind[i]][0]} of micro-batch ${microBatch[i]}\nrank ${lane[i]}, ${formatNumber(start[i], 6)} to ${formatNumber(end[i], 6)} forwards\n${needs.length > 0 ? `needs ${needs.join("\nand ")}` : "needs nothing"}${slack ?? ""}`;
}

/** What a rank does at a time; −1 for nothing. Operations stand rank by rank, in the order of time. */
function operationAt({ lane, start, end }: ScheduleRun["intervals"], rank: number, time: number): number {
  for (let i = lane.indexOf(rank); i >= 0 && lane[i] === rank && start[i] <= time; i++) if (end[i] > time) return i;
  return -1;
}
