/** @file Numbers about balancing strategies: the laboratory at rest, long runs that were recorded, and the report's drawings. */
import {
  balanceAblation,
  createRandom,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  isLowerBetter,
  maxViolation,
  specialization,
  type DrawnModel,
} from "../../compute/index.ts";
import { formatNumber, formatPercent } from "../../kit/declare/format.ts";
import balanceLaboratory from "../../widgets/balance-laboratory.tsx";
import specializationFigure from "../../widgets/specialization.tsx";
import type { Values } from "./entry.ts";
import { figureValue } from "./figure-value.ts";

const violation = { unit: "MaxVio", format: (value: number) => formatNumber(value, 2) };
const share = { unit: "", format: (value: number) => formatPercent(value) };
const counted = { unit: "benchmarks", format: (value: number) => formatNumber(value) };

/** MaxVio of the last steps together, after all steps of the figure. */
const after = (
  state: Parameters<typeof figureValue<typeof balanceLaboratory.params, unknown>>[1],
  id: string,
): number =>
  figureValue(
    balanceLaboratory,
    state,
    ({ history }) => history.at(-1)!.find((row) => row.id === id)!.windowMaxViolation,
  );
const simulated = (id: string): number =>
  figureValue(specializationFigure, {}, (result) => result.simulated.find((row) => row.id === id)!.distance);

/** Mean over layers of how far domains lie apart in the report's drawing. */
function drawnDistance(model: DrawnModel): number {
  let sum = 0;
  for (let layer = 1; layer <= drawnLayers; layer++)
    sum += specialization(
      Uint32Array.from(drawnExpertLoads({ model, layer }).levels, (level) => 2 * level + 1),
      { routedExperts: drawnExperts },
    );
  return sum / drawnLayers;
}

/** MaxVio of choices that are perfectly even on average: 4,096 × 8 of them over 256 experts, mean of 100 batches. */
function noise(): number {
  const random = createRandom(1);
  let sum = 0;
  for (let batch = 0; batch < 100; batch++) {
    const load = new Uint32Array(256);
    for (let choice = 0; choice < 4096 * 8; choice++) load[random.integer(256)]++;
    sum += maxViolation(load);
  }
  return sum / 100;
}

/** Benchmarks of Table 5 on which the model without auxiliary loss is ahead, or level. */
function ahead(column: number, level: boolean): number {
  return balanceAblation.rows.filter((row) => {
    const gain = (row.scores[column + 1]! - row.scores[column]!) * (isLowerBetter(row) ? -1 : 1);
    return level ? gain === 0 : gain > 0;
  }).length;
}

const recorded = {
  given: true,
  ...violation,
  source: "recorded: 256 experts, 4,096 tokens a step, γ = 0.001, 2,000 steps, last 100 together, seed 1",
};

export const balanceValues: Values = {
  "balance.rest.none": {
    ...violation,
    value: () => after({}, "none"),
    source: "the figure at rest, last 20 of 100 steps",
  },
  "balance.rest.sequence": { ...violation, value: () => after({}, "auxiliary-loss"), source: "likewise" },
  "balance.rest.batch": { ...violation, value: () => after({}, "batch-loss"), source: "likewise" },
  "balance.rest.bias": { ...violation, value: () => after({}, "bias"), source: "likewise" },
  "balance.strong.sequence": {
    ...violation,
    value: () => after({ balanceFactor: 0.03 }, "auxiliary-loss"),
    source: "the same with α = 0.03",
  },
  "balance.strong.batch": {
    ...violation,
    value: () => after({ balanceFactor: 0.03 }, "batch-loss"),
    source: "the same with α = 0.03",
  },
  "balance.halfway.bias": {
    ...violation,
    value: () => after({ moving: "half" }, "bias"),
    source: "γ = 0 from step 50 on",
  },
  "balance.noise": {
    ...violation,
    value: noise,
    source: "4,096 × 8 choices at random over 256 experts, mean of 100 seeded batches",
  },
  "balance.perExpert": {
    unit: "tokens",
    format: (value) => formatNumber(value),
    value: () => (4096 * 8) / 256,
    source: "4,096 × 8 / 256",
  },
  "balance.long.half": { ...recorded, value: () => 0.017 },
  "balance.long.one": { ...recorded, value: () => 0.019 },
  "balance.long.two": { ...recorded, value: () => 0.024 },
  "balance.long.three": { ...recorded, value: () => 0.27 },
  "balance.long.five": { ...recorded, value: () => 3 },
  "balance.drawn.loss": {
    ...share,
    value: () => drawnDistance("auxLossBased"),
    source: "Figure 9 and Appendix C, read back; mean of 26 layers",
  },
  "balance.drawn.free": {
    ...share,
    value: () => drawnDistance("auxLossFree"),
    source: "Figure 9 and Appendix C, read back; mean of 26 layers",
  },
  "balance.simulated.sequence": { ...share, value: () => simulated("auxiliary-loss"), source: "the figure at rest" },
  "balance.simulated.batch": { ...share, value: () => simulated("batch-loss"), source: "the figure at rest" },
  "balance.simulated.bias": { ...share, value: () => simulated("bias"), source: "the figure at rest" },
  "balance.small.ahead": { ...counted, value: () => ahead(0, false), source: "Table 5, counted" },
  "balance.large.ahead": { ...counted, value: () => ahead(2, false), source: "Table 5, counted" },
  "balance.large.level": { ...counted, value: () => ahead(2, true), source: "Table 5, counted" },
  "balance.benchmarks": { ...counted, value: () => balanceAblation.rows.length, source: "rows of Table 5" },
};
