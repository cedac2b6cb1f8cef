/** @file Pipeline schedules as they run: every operation of every rank, at any moment of a step. */
import { bubbleTime, pipelineIntervals, pipelineSchedule, scheduleExists, scheduleNames, simulate } from "../compute/index.ts";
import { choice, defineWidget, Drawing, formatNumber, formatPercent, integer, Intervals, Legend, linear, number, Readout, short, timeline, tip, windowOf, type Color } from "../kit/index.ts";

const kinds: readonly (readonly [string, Color])[] = [["Forward", "forward"], ["Backward", "backward-input"], ["Backward for input", "backward-input"], ["Backward for weights", "backward-weights"]];
const inForwards = { unit: "forwards", range: [0, 6], step: 0.1 } as const;

export default defineWidget({
  id: "schedule-player",
  title: "A pipeline schedule at work",
  source: "§3.2.1, Figure 5",
  caption:
    "Times are in units of one forward of a micro-batch on one rank. The report gives 16 ranks and no times; B = 2F, W = F and F&B = F + B are ours, as its Figure 5 is drawn. Sending takes no time here. Where operations are narrower than a pixel, a lane shows each kind’s share of the time; an overlapped pair is drawn as its forward, then its backward.",
  params: {
    schedule: choice({ label: "Schedule", options: scheduleNames.filter((name) => name !== "Interleaved"), initial: "1F1B" }),
    ranks: integer({ label: "Pipeline ranks", range: [2, 32], step: 2, initial: 16, report: true }),
    microBatches: integer({ label: "Micro-batches", range: [2, 1024], step: 2, scale: "log", initial: 512 }),
    backward: number({ label: "Backward (B)", ...inForwards, initial: 2, secondary: true }),
    backwardForWeights: number({ label: "… of it for weights (W)", ...inForwards, initial: 1, atMost: "backward", secondary: true }),
    overlapped: number({ label: "Forward and backward overlapped (F&B)", ...inForwards, initial: 3, secondary: true, when: { schedule: ["DualPipe", "DualPipeV"] } }),
    time: timeline({ label: "Time", unit: "forwards", rate: 4, speeds: [1, 4, 16], initial: 24 }),
    view: windowOf({ label: "Part of the step", unit: "forwards", inView: true }),
    operation: integer({ label: "Operation", range: [-1, 2 ** 21], initial: -1, inView: true, viewOnly: true }),
  },
  presets: {
    "1F1B, 512 micro-batches": {},
    "As published": { schedule: "DualPipe", microBatches: 64 },
    "Figure 5": { schedule: "DualPipe", ranks: 8, microBatches: 20, time: 20 },
    "Zero bubble": { schedule: "ZB1P", ranks: 8, microBatches: 20, time: 20 },
    "Few micro-batches": { microBatches: 16 },
  },
  check: ({ schedule, ranks, microBatches }) =>
    !scheduleExists(schedule, { ranks, microBatches }) && { at: "microBatches", say: `${schedule} needs at least two micro-batches for each rank: ${2 * ranks}` },
  compute: ({ schedule, ranks, microBatches, ...rest }) => {
    const times = { forward: 1, ...rest };
    const plan = pipelineSchedule(schedule, { ranks, microBatches });
    const { makespan, idleOfRank, peakActivationsOfRank, ...run } = simulate(plan, times);
    return {
      makespan, idleOfRank, peakActivationsOfRank,
      intervals: pipelineIntervals(plan, { makespan, idleOfRank, peakActivationsOfRank, ...run }, { splitPairs: times }),
      byFormula: bubbleTime(schedule, { ranks }, times),
    };
  },
  ends: ({ makespan }) => ({ time: makespan, view: makespan }),
  view: ({ makespan, idleOfRank, peakActivationsOfRank, intervals, byFormula }, { values }) => {
    const shown = kinds.filter((_, kind) => intervals.kind.includes(kind));
    return (
      <>
        <Readout
          items={[
            { label: "A step takes", value: makespan, as: ["number", 5], unit: "forwards" },
            { label: "Idle, rank 0", value: idleOfRank[0] / makespan, as: "percent", note: `${formatNumber(idleOfRank[0], 4)} forwards; Table 2: ${formatNumber(byFormula, 4)}` },
            { label: "Most activations kept", value: Math.max(...peakActivationsOfRank), as: ["number", 4], note: "micro-batches, on one rank" },
          ]}
        />
        <Intervals
          label={`Operations of ${values.ranks} ranks over a step`}
          lanes={values.ranks}
          data={intervals}
          kinds={kinds}
          unit="Time (forwards)"
          window="view"
          scrub="time"
          pick="operation"
          inside={(i) => String(intervals.microBatch[i])}
          tips={(i) => operationText(intervals, i)}
        />
        <Legend items={shown}>Gaps are idle; press an operation, drag the dashed line.</Legend>
        <Drawing label={`What each rank does at ${formatNumber(values.time, 5)} forwards`} height={46}>
          {({ width }) => {
            const x = linear([0, values.ranks], [0, width]);
            const wide = x(1) - 2;
            return Array.from({ length: values.ranks }, (_, rank) => {
              const now = operationAt(intervals, rank, values.time);
              const text = now < 0 ? "" : String(intervals.microBatch[now]);
              return (
                <g key={rank} transform={`translate(${short(x(rank))} 0)`} {...tip(now < 0 ? `Rank ${rank}: idle` : operationText(intervals, now))}>
                  <rect width={short(wide)} height={26} rx={2} fill={now < 0 ? "var(--idle)" : `var(--${kinds[intervals.kind[now]][1]})`} />
                  {text.length * 7 < wide && <text x={short(wide / 2)} y={17} text-anchor="middle">{text}</text>}
                  {(values.ranks <= 16 || rank % 4 === 0) && <text x={short(wide / 2)} y={41} text-anchor="middle">{rank}</text>}
                </g>
              );
            });
          }}
        </Drawing>
        <p class="said">{values.operation >= 0 && values.operation < intervals.op.length ? operationText(intervals, values.operation).replace("\n", ": ") : "Above: each rank at the time of the dashed line, with its micro-batch."}</p>
      </>
    );
  },
  summary: ({ makespan, idleOfRank }, { schedule, ranks, microBatches }) =>
    `${schedule} with ${ranks} ranks and ${microBatches} micro-batches takes ${formatNumber(makespan, 5)} forwards; rank 0 idles ${formatNumber(idleOfRank[0], 4)} of them, ${formatPercent(idleOfRank[0] / makespan)}.`,
  table: ({ makespan, idleOfRank, peakActivationsOfRank }) => ({
    columns: [
      { key: "rank", label: "Rank" },
      { key: "idle", label: "Idle", unit: "forwards" },
      { key: "share", label: "Share of the step", format: (share: number) => formatPercent(share) },
      { key: "activations", label: "Most activations kept", unit: "micro-batches" },
    ],
    rows: Array.from(idleOfRank, (idle, rank) => ({ rank, idle, share: idle / makespan, activations: peakActivationsOfRank[rank] })),
  }),
});

type Operations = ReturnType<typeof pipelineIntervals>;

function operationText({ kind, lane, microBatch, start, end }: Operations, i: number): string {
  return `${kinds[kind[i]][0]} of micro-batch ${microBatch[i]}\nrank ${lane[i]}, ${formatNumber(start[i], 6)} to ${formatNumber(end[i], 6)} forwards`;
}

/** What a rank does at a time; −1 for nothing. Operations stand rank by rank, in the order of time. */
function operationAt({ lane, start, end }: Operations, rank: number, time: number): number {
  for (let i = lane.indexOf(rank); i >= 0 && lane[i] === rank && start[i] <= time; i++) if (end[i] > time) return i;
  return -1;
}
