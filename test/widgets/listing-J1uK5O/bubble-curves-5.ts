import { bubbleFormula, bubbleFormulaHolds, pipelineMemory, pipelineSchedule, simulate } from "v3-companion/compute";

const parameters = {
  against: "weights",
  ranks: 8,
  backward: 2,
  weights: 1.5,
  overlapped: 3,
  perRank: 4,
  chunks: 4,
} as const;

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
    words: words[schedule],
    formula: bubbleFormula(schedule, size, times),
    holds: bubbleFormulaHolds(schedule, times),
    least: Math.min(...idleOfRank),
    most: Math.max(...idleOfRank),
    ...pipelineMemory(schedule, size),
  };
}

function* compute({ against, ranks, backward, weights, overlapped, perRank, chunks }: typeof parameters) {
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
}

let result;
for (result of compute(parameters)); // the last is the result
globalThis.print(result);
