/** @file Pipeline schedules as they run: every operation of every rank, at any moment of a step, one schedule or two. */
import {
  bubbleFormula,
  operationSlack,
  pipelineIntervals,
  pipelineSchedule,
  scheduleNames,
  simulate,
  unitTimes,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  Intervals,
  Legend,
  number,
  numbers,
  Readout,
  timeline,
  windowOf,
} from "../kit/index.ts";
import { operationKinds as kinds, operationText, ScheduleRanks, type ScheduleRun } from "./drawings/schedule-ranks.tsx";

const inForwards = { unit: "forwards", range: [0, 6], step: 0.1, secondary: true } as const;
/** Schedules that need two micro-batches for each rank. */
const bothWays = ["DualPipe", "DualPipeV"] as const;
/** Slack of an operation asks what waits for it; beyond this many the answer would be late. */
const mostWithSlack = 20_000;

export default defineWidget({
  id: "schedule-player",
  title: "A pipeline schedule at work",
  source: "§3.2.1, Figure 5",
  caption:
    "Times are in units of one forward of a micro-batch on one rank. The report gives 16 ranks and no times; B = 2F, W = F and F&B = F + B, at rest, are ours, as its Figure 5 is drawn. Where operations are narrower than a pixel, a lane shows each kind’s share of the time; an overlapped pair is drawn as its forward, then its backward, though both run at once. Below, the most micro-batches whose activations a rank keeps, in units of one on 1/PP of the model.",
  params: {
    schedule: choice({ label: "Schedule", options: scheduleNames, initial: "1F1B" }),
    compare: choice({ label: "Beside", options: ["nothing", ...scheduleNames], initial: "nothing" }),
    ranks: integer({ label: "Pipeline ranks", range: [2, 64], step: 2, initial: 16, report: true }),
    microBatches: integer({
      label: "Micro-batches",
      range: [2, 1024],
      step: 2,
      scale: "log",
      initial: 512,
      atLeast: [{ of: "2 * ranks", when: [{ schedule: bothWays }, { compare: bothWays }] }],
      multipleOf: [{ of: "ranks", when: [{ schedule: "Interleaved" }, { compare: "Interleaved" }] }],
    }),
    backward: number({ label: "Backward (B)", ...inForwards, initial: unitTimes.backward }),
    backwardForWeights: number({
      label: "… of it for weights (W)",
      ...inForwards,
      initial: unitTimes.backwardForWeights,
      atMost: "backward",
    }),
    overlapped: number({
      label: "Forward and backward overlapped (F&B)",
      ...inForwards,
      range: [0, 9],
      initial: unitTimes.overlapped,
      help: "Enters DualPipe and DualPipeV.",
    }),
    send: number({ label: "Sending to the next rank", ...inForwards, range: [0, 2], initial: 0 }),
    chunks: integer({ label: "Chunks per rank, interleaved", range: [2, 8], initial: 4, secondary: true }),
    factors: numbers({
      label: "Factor on each rank’s times",
      initial: [],
      range: [0.1, 10],
      maxLength: 64,
      secondary: true,
      help: "From rank 0 on; those that are not there are 1.",
    }),
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
    "Two, aligned": { schedule: "1F1B", compare: "DualPipe", ranks: 8, microBatches: 20, time: 20 },
    "A slow rank": {
      schedule: "1F1B",
      compare: "DualPipe",
      ranks: 8,
      microBatches: 20,
      time: 20,
      factors: [1, 1, 1, 1.5],
    },
  },
  compute: ({ schedule, compare, ranks, microBatches, chunks, send, factors, ...rest }) => {
    const times = { forward: 1, ...rest };
    const options = { send, factorOfRank: Float64Array.from({ length: ranks }, (_, rank) => factors[rank] ?? 1) };
    return (compare === "nothing" ? [schedule] : [schedule, compare]).map((name) => {
      const plan = pipelineSchedule(name, { ranks, microBatches, chunks });
      const ran = simulate(plan, times, options);
      return {
        name,
        plan,
        ran,
        intervals: pipelineIntervals(plan, ran, { splitPairs: times }),
        slackOfOp: plan.kindOfOp.length > mostWithSlack ? null : operationSlack(plan, ran),
        byFormula: bubbleFormula(name, { ranks, chunks }, times),
      };
    });
  },
  ends: (runs) => ({ time: lastEnd(runs), view: lastEnd(runs) }),
  view: (runs, { values }) => {
    const [first] = runs;
    const shown = keysOf(kinds.filter((_, kind) => runs.some(({ intervals }) => intervals.kind.includes(kind))));
    const picked = values.operation >= 0 && values.operation < first.intervals.op.length;
    return (
      <>
        <Readout
          items={runs.flatMap(
            ({ name, ran: { makespan, idleOfRank, peakActivationsOfRank, parametersOfRank }, byFormula }) => [
              {
                label: runs.length > 1 ? `${name} takes` : "A step takes",
                value: makespan,
                as: ["number", 5],
                unit: "forwards",
              } as const,
              {
                label: "Idle, longest",
                value: most(idleOfRank) / makespan,
                as: "percent",
                note: `${formatNumber(most(idleOfRank), 4)} forwards; formula: ${formatNumber(byFormula, 4)}`,
              } as const,
              {
                label: "Most activations",
                value: most(peakActivationsOfRank),
                as: ["number", 4],
                note: `micro-batches; parameters ×${parametersOfRank}`,
              } as const,
            ],
          )}
        />
        {runs.map(({ name, intervals }, i) => (
          <Intervals
            key={name + i}
            label={i === 0 ? `Operations of ${values.ranks} ranks over a step` : `Beside it: ${name}`}
            lanes={values.ranks}
            {...lanesOf(values.ranks, runs.length > 1 ? [6, 22, 150] : [8, 33, 198])}
            data={intervals}
            kinds={kinds}
            range={[0, lastEnd(runs)]}
            unit={runs.length > 1 ? `${name}, time (forwards)` : "Time (forwards)"}
            window="view"
            scrub="time"
            pick={i === 0 ? "operation" : undefined}
            inside={(at) => String(intervals.microBatch[at])}
            tips={(at) => operationText(runs[i], at)}
          />
        ))}
        <Legend
          items={[
            ...shown,
            ...(runs.length > 1
              ? runs.map(({ name }, i) => [`Kept by ${name}`, i === 0 ? "accent" : "neutral"] as const)
              : []),
          ]}
        >
          Gaps are idle; press an operation, drag the dashed line.
        </Legend>
        <ScheduleRanks runs={runs} time={values.time} />
        <p class="said">
          {picked
            ? operationText(first, values.operation).replaceAll("\n", "; ")
            : `Above: each rank${runs.length > 1 ? ` of ${first.name}` : ""} at the time of the dashed line, with its micro-batch; below it the most activations that a rank keeps.`}
        </p>
      </>
    );
  },
  summary: (runs, { ranks, microBatches }) =>
    `${runs.map(({ name, ran: { makespan, idleOfRank } }, i) => `${name}${i === 0 ? ` with ${ranks} ranks and ${microBatches} micro-batches` : ""} takes ${formatNumber(makespan, 5)} forwards, of which the rank that waits longest idles ${formatNumber(most(idleOfRank), 4)}, ${formatPercent(most(idleOfRank) / makespan)}`).join("; ")}.`,
  table: (runs) => ({
    columns: [
      { key: "schedule", label: "Schedule" },
      { key: "rank", label: "Rank" },
      { key: "idle", label: "Idle", unit: "forwards" },
      { key: "share", label: "Share of the step", format: (share: number) => formatPercent(share) },
      { key: "activations", label: "Most activations kept", unit: "micro-batches" },
    ],
    rows: runs.flatMap(({ name, ran: { makespan, idleOfRank, peakActivationsOfRank } }) =>
      Array.from(idleOfRank, (idle, rank) => ({
        schedule: name,
        rank,
        idle,
        share: idle / makespan,
        activations: peakActivationsOfRank[rank],
      })),
    ),
  }),
});

const most = (values: Float64Array): number => values.reduce((top, value) => Math.max(top, value), 0);
const lastEnd = (runs: readonly ScheduleRun[]): number => Math.max(...runs.map(({ ran }) => ran.makespan));

/** Whole pixels for each lane within two bounds, and the room of all: it is the same for 6 to 24 ranks. */
function lanesOf(ranks: number, [least, most, room]: readonly [number, number, number]) {
  return {
    laneHeight: Math.max(least, Math.min(most, Math.floor(room / ranks))),
    room: Math.min(room, ranks * most),
  };
}

/** A key for each color: a backward that is one operation has the color of its part for the input. */
function keysOf(shown: typeof kinds): typeof kinds {
  const colors = [...new Set(shown.map(([, color]) => color))];
  return colors.map((color) => {
    const names = shown.filter((kind) => kind[1] === color).map(([name]) => name);
    return [names.length > 1 ? "Backward, whole or for the input" : names[0], color];
  });
}
