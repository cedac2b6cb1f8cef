/** @file Table 2 as curves: what each schedule idles by formula and in simulation, against ranks and times. */
import * as Plot from "@observablehq/plot";
import {
  bubbleFormula,
  bubbleFormulaHolds,
  pipelineMemory,
  pipelineSchedule,
  simulate,
  unitTimes,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatNumber,
  integer,
  Legend,
  number,
  Table,
  type Color,
  withPlural,
} from "../kit/index.ts";

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
      <Legend
        items={
          values.against === "map"
            ? [
                ["DualPipe idles less", cellColors.DualPipe],
                ["ZB1P idles less", cellColors.ZB1P],
                ["Alike", cellColors.both],
              ]
            : schedules.map((schedule) => [schedule, colorOf[schedule]] as const)
        }
      >
        {values.against === "map"
          ? "The ring is at the times below."
          : "Dotted: formula. The upright line is the table’s place."}
      </Legend>
      <Table
        label="Table 2 at these times"
        rows={here.map((row) => ({
          ...row,
          simulated: range(row),
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
const axes = { ranks: "Pipeline ranks", weights: "W (forwards)", overlapped: "F&B (forwards)" };
const colorOf: Record<(typeof schedules)[number], Color> = {
  "1F1B": "neutral",
  Interleaved: "series-3",
  ZB1P: "series-2",
  DualPipe: "accent",
};
const cellColors: Record<Cell["least"], Color> = { DualPipe: "accent", ZB1P: "series-2", both: "neutral" };

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
    words: words[schedule],
    formula: bubbleFormula(schedule, size, times),
    holds: bubbleFormulaHolds(schedule, times),
    least: Math.min(...idleOfRank),
    most: Math.max(...idleOfRank),
    ...pipelineMemory(schedule, size),
  };
}

function range({ least, most }: { least: number; most: number }): string {
  return most - least < 1e-6 ? formatNumber(most, 4) : `${formatNumber(least, 4)} to ${formatNumber(most, 4)}`;
}

function IdleCurves({
  points,
  axis,
  at,
}: {
  points: readonly (Idle & { x: number })[];
  axis: keyof typeof axes;
  at: number;
}) {
  return (
    <Chart
      label={`Idle time against ${axes[axis]}`}
      options={() => ({
        height: 230,
        marginLeft: 48,
        x: { label: axes[axis] },
        y: { label: "Idle (forwards)", grid: true, zero: true, nice: true },
        marks: [
          Plot.ruleY([0]),
          Plot.ruleX([at], { stroke: "var(--rule-strong)", strokeDasharray: "3 3" }),
          ...schedules.flatMap((schedule) => {
            const own = points.filter((point) => point.schedule === schedule);
            const stroke = color(colorOf[schedule]);
            return [
              Plot.areaY(own, { x: "x", y1: "least", y2: "most", fill: stroke, fillOpacity: 0.2 }),
              Plot.lineY(own, { x: "x", y: "most", stroke, strokeWidth: 3 }),
              Plot.lineY(own, {
                x: "x",
                y: "formula",
                stroke: "var(--ink)",
                strokeDasharray: "1.5 7",
                strokeWidth: 1.5,
              }),
            ];
          }),
        ],
      })}
      tips={(point: Idle & { x: number }) =>
        point.schedule
          ? `${point.schedule} at ${formatNumber(point.x)}\n${formatNumber(point.formula)} by formula, ${range(point)} simulated`
          : null
      }
    />
  );
}

function IdleMap({ cells, at }: { cells: readonly Cell[]; at: { weights: number; overlapped: number } }) {
  return (
    <Chart
      label="Which of ZB1P and DualPipe idles less, by W and F&B"
      options={() => ({
        height: 230,
        marginLeft: 48,
        x: { label: "W (forwards)" },
        y: { label: "F&B (forwards)" },
        marks: [
          Plot.rect(cells, {
            x1: ({ weights, w }: Cell) => weights - w / 2,
            x2: ({ weights, w }: Cell) => weights + w / 2,
            y1: ({ overlapped, fb }: Cell) => overlapped - fb / 2,
            y2: ({ overlapped, fb }: Cell) => overlapped + fb / 2,
            fill: ({ least }: Cell) => color(cellColors[least]),
            inset: 0.5,
          }),
          Plot.dot([at], { x: "weights", y: "overlapped", r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
        ],
      })}
      tips={(cell: Cell) =>
        cell.least
          ? `W = ${formatNumber(cell.weights)}, F&B = ${formatNumber(cell.overlapped)}\nZB1P idles ${formatNumber(cell.zero)}, DualPipe ${formatNumber(cell.dual)}`
          : null
      }
    />
  );
}
