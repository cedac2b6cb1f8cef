/** @file Table 2 as curves: what each schedule idles by formula and in simulation, against ranks and times. */
import {
  bubbleFormula,
  bubbleFormulaHolds,
  pipelineMemory,
  pipelineSchedule,
  simulate,
  unitTimes,
} from "../compute/index.ts";
import { choice, defineWidget, formatNumber, integer, number, Table, withPlural } from "../kit/index.ts";
import { IdleCurves, IdleCurvesLegend, IdleMap, IdleMapLegend, idleRange } from "./drawings/idle-time.tsx";

const inForwards = { unit: "forwards", step: 0.05 } as const;

export default defineWidget({
  id: "bubble-curves",
  title: "Idle time by formula and in simulation",
  source: "§3.2.1, Table 2",
  caption:
    "Dotted: the formulas of Table 2, and for interleaved 1F1B that of arXiv:2104.04473. Solid: the rank that idles most when the schedule is run; the band reaches down to the one that idles least. Times are in units of one forward on one rank. The report gives formulas and 16 ranks, but no times: B = 2, W = 1 and F&B = 3 are those with which its Figure 5 is drawn. The map compares the ranks that idle most.",
  params: {
    against: choice({
      label: "Against",
      initial: "ranks",
      options: [
        ["ranks", "Pipeline ranks"],
        ["weights", "W"],
        ["overlapped", "F&B"],
        ["map", "W and F&B, as a map"],
      ],
    }),
    ranks: integer({ label: "Pipeline ranks (PP)", range: [2, 64], step: 2, initial: 16, report: true }),
    backward: number({ label: "Backward, whole (B)", ...inForwards, range: [0.5, 6], initial: unitTimes.backward }),
    weights: number({
      label: "… of it for weights (W)",
      ...inForwards,
      range: [0, 6],
      initial: unitTimes.backwardForWeights,
      atMost: "backward",
    }),
    overlapped: number({
      label: "F and B overlapped (F&B)",
      ...inForwards,
      range: [0.5, 9],
      initial: unitTimes.overlapped,
    }),
    perRank: integer({
      label: "Micro-batches per rank",
      range: [2, 8],
      initial: 4,
      secondary: true,
      help: "The formulas do not contain it.",
    }),
    chunks: integer({ label: "Chunks per rank, interleaved", range: [2, 8], initial: 4, secondary: true }),
  },
  presets: {
    "As published": {},
    "Eight ranks": { ranks: 8 },
    "Against W": { against: "weights", ranks: 8 },
    "Against F&B": { against: "overlapped", ranks: 8 },
    "Who idles least": { against: "map", ranks: 8 },
    "ZB1P promises nothing": { against: "weights", ranks: 8, weights: 1.5 },
  },
  compute: function* ({ against, ranks, backward, weights, overlapped, perRank, chunks }) {
    const here = schedules.map((schedule) =>
      idleOf(schedule, { ranks, perRank, chunks }, { forward: 1, backward, backwardForWeights: weights, overlapped }),
    );
    const points: (Idle & { x: number })[] = [];
    const cells: Cell[] = [];
    const steps = Array.from({ length: 17 }, (_, i) => i / 16);
    const add = (x: number, size: Size, times: Times): void => {
      for (const schedule of schedules) points.push({ x, ...idleOf(schedule, size, times) });
    };
    if (against === "ranks") {
      for (const x of [2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 56, 64]) {
        add(x, { ranks: x, perRank, chunks }, { forward: 1, backward, backwardForWeights: weights, overlapped });
        if (x > 32) yield { here, points, cells };
      }
    } else if (against === "map") {
      const [w, fb] = [backward / 16, (0.75 * (1 + backward)) / 16];
      for (const step of steps) {
        for (const other of steps) {
          const at = { weights: step * backward, overlapped: (1 + backward) * (0.5 + 0.75 * other) };
          const times = { forward: 1, backward, backwardForWeights: at.weights, overlapped: at.overlapped };
          const [zero, dual] = (["ZB1P", "DualPipe"] as const).map(
            (schedule) => idleOf(schedule, { ranks, perRank: 2, chunks }, times).most,
          );
          cells.push({
            ...at,
            w,
            fb,
            zero,
            dual,
            least: Math.abs(zero - dual) < 1e-6 ? "both" : zero < dual ? "ZB1P" : "DualPipe",
          });
        }
        yield { here, points, cells };
      }
    } else {
      for (const step of steps) {
        const x = against === "weights" ? step * backward : (1 + backward) * (0.5 + 0.75 * step);
        const [backwardForWeights, pair] = against === "weights" ? [x, overlapped] : [weights, x];
        add(x, { ranks, perRank, chunks }, { forward: 1, backward, backwardForWeights, overlapped: pair });
        yield { here, points, cells };
      }
    }
    yield { here, points, cells };
  },
  view: ({ here, points, cells }, { values }) => (
    <>
      {values.against === "map" ? (
        <IdleMap cells={cells} at={values} />
      ) : (
        <IdleCurves points={points} axis={values.against} at={values[values.against]} />
      )}
      {values.against === "map" ? <IdleMapLegend /> : <IdleCurvesLegend />}
      <Table
        label="Table 2 at these times"
        rows={here.map((row) => ({
          ...row,
          words: words[row.schedule],
          simulated: idleRange(row),
          holds: row.holds ? "on every rank" : "not at these times",
        }))}
        columns={[
          { key: "schedule", label: "Schedule" },
          { key: "words", label: "Formula" },
          { key: "formula", label: "gives", as: ["number", 4] },
          { key: "simulated", label: "Simulated" },
          { key: "holds", label: "Formula holds" },
          { key: "parameters", label: "Parameters", as: "ratio" },
          { key: "activations", label: "Activations", as: ["number", 4] },
        ]}
      />
    </>
  ),
  summary: ({ here }, { ranks, backward, weights, overlapped }) =>
    `With ${ranks} ranks and B = ${formatNumber(backward)}, W = ${formatNumber(weights)}, F&B = ${withPlural(formatNumber(overlapped), "forward")}, the rank that waits longest idles ${here.map(({ schedule, most, formula }) => `${formatNumber(most, 4)} (${schedule}; formula ${formatNumber(formula, 4)})`).join(", ")}.`,
  remark: ({ here }) => {
    const negative = here.filter(({ formula }) => formula < -1e-9).map(({ schedule }) => schedule);
    return (
      negative.length > 0 &&
      `W is so long that the formula of ${negative.join(" and ")} gives less than nothing; only the simulation says what happens.`
    );
  },
  table: ({ here, points }) => ({
    columns: [
      { key: "schedule", label: "Schedule" },
      { key: "x", label: "At" },
      { key: "formula", label: "By formula", unit: "forwards" },
      { key: "least", label: "Simulated, least", unit: "forwards" },
      { key: "most", label: "Simulated, most", unit: "forwards" },
    ],
    rows: points.length > 0 ? points : here.map((row) => ({ ...row, x: null })),
  }),
});

const schedules = ["1F1B", "Interleaved", "ZB1P", "DualPipe"] as const;
const words = {
  "1F1B": "(PP − 1)(F + B)",
  Interleaved: "(PP − 1)(F + B)/chunks",
  ZB1P: "(PP − 1)(F + B − 2W)",
  DualPipe: "(PP/2 − 1)(F&B + B − 3W)",
};

type Size = { ranks: number; perRank: number; chunks: number };
type Times = { forward: number; backward: number; backwardForWeights: number; overlapped: number };
type Idle = ReturnType<typeof idleOf>;
type Cell = {
  weights: number;
  overlapped: number;
  w: number;
  fb: number;
  zero: number;
  dual: number;
  least: "ZB1P" | "DualPipe" | "both";
};

/** What a schedule idles by formula, and on the ranks that idle least and most; and what it keeps. */
function idleOf(schedule: (typeof schedules)[number], { ranks, perRank, chunks }: Size, times: Times) {
  const size = { ranks, microBatches: ranks * perRank, chunks };
  const { idleOfRank } = simulate(pipelineSchedule(schedule, size), times);
  return {
    schedule,
    formula: bubbleFormula(schedule, size, times),
    holds: bubbleFormulaHolds(schedule, times),
    least: Math.min(...idleOfRank),
    most: Math.max(...idleOfRank),
    ...pipelineMemory(schedule, size),
  };
}
