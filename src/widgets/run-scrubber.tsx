/** @file Pre-training on one axis of tokens: rate, batch, γ, λ and step at any moment of the run, with hours and dollars. */
import { publishedSchedule, runMoment, stepAt } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatCount,
  formatDays,
  formatNumber,
  formatUsd,
  number,
  Readout,
} from "../kit/index.ts";
import { RunSchedules } from "./drawings/run-schedules.tsx";

const {
  tokens: allTokens,
  rampTokens,
  constantUntil,
  cosineUntil,
  lateUntil,
  warmupSteps,
  peakRate,
  lateRate,
  lastRate,
  lastBatch,
} = publishedSchedule;
/** Where a schedule turns or jumps. */
const edges: readonly number[] = [rampTokens, constantUntil, cosineUntil, lateUntil];

export default defineWidget({
  id: "run-scrubber",
  title: "The whole run on one axis",
  source: "§4.2; Table 1",
  caption: `Every schedule of §4.2 over the tokens seen so far. Hours are those of Table 1, spread evenly over the tokens, and dollars are hours at the price that the report assumes. In which shape the batch grows the report does not say: two shapes fit its words, and they differ by ${formatNumber(Math.round(stepAt(allTokens, { ramp: "tokens" }) - stepAt(allTokens, { ramp: "steps" })), 5)} steps at the end. Steps are an integral over the batch; counting whole steps differs by one to three.`,
  params: {
    tokens: number({
      label: "Tokens seen",
      range: [1e9, allTokens],
      step: 1e9,
      initial: constantUntil,
      shown: ["count", 5],
    }),
    ramp: choice({
      label: "The batch grows evenly with",
      initial: "tokens",
      options: [
        ["tokens", "Tokens"],
        ["steps", "Steps"],
      ],
    }),
    axis: choice({
      label: "Axis of tokens",
      initial: "even",
      options: [
        ["even", "Even"],
        ["log", "Logarithmic"],
      ],
      viewOnly: true,
    }),
  },
  presets: {
    "As published": {},
    "Where the cosine ends": { tokens: cosineUntil },
    "The last step down": { tokens: lateUntil },
    "The first hours": { tokens: 25e9, axis: "log" },
    "Half way up the ramp": { tokens: 200e9, axis: "log" },
  },
  compute: ({ tokens, ramp }) => {
    const at = (seen: number) => runMoment(seen, { ramp });
    // Evenly and logarithmically, and both sides of each sudden change.
    const grid = Array.from({ length: 148 }, (_, i) => [(i + 1) * 1e11, 1e9 * 14_800 ** (i / 148)]);
    const bothSides = edges.map((edge) => [edge - 1, edge]);
    return {
      now: at(tokens),
      end: at(allTokens),
      curve: [...new Set([...grid, ...bothSides].flat())].toSorted((a, b) => a - b).map(at),
    };
  },
  view: ({ now, end, curve }, { values }) => (
    <>
      <Readout
        items={[
          { label: "Step", value: Math.round(now.step), as: "exact", note: `of ${formatNumber(end.step, 6)}` },
          { label: "Learning rate", value: now.rate, as: ["number", 3] },
          { label: "Sequences in a batch", value: now.batch, as: ["number", 5] },
          { label: "γ of the bias", value: now.gamma, as: "exact" },
          { label: "λ of the prediction loss", value: now.lambda, as: "exact" },
          {
            label: "Paid so far",
            value: now.usd,
            as: "usd",
            note: `${formatCount(now.hours, 4)} GPU-hours, day ${formatNumber(now.days, 3)}`,
          },
        ]}
      />
      <RunSchedules curve={curve} end={end} axis={values.axis} />
      <p class="said">{phaseAt(now.tokens, now.step)}</p>
    </>
  ),
  summary: ({ now }) =>
    `After ${formatCount(now.tokens, 4)} tokens and ${formatNumber(Math.round(now.step), 6)} steps the rate is ${formatNumber(now.rate, 3)}, a batch ${formatNumber(Math.round(now.batch), 5)} sequences, γ ${now.gamma} and λ ${now.lambda}; ${formatCount(now.hours, 4)} GPU-hours, ${formatUsd(now.usd)} and ${formatDays(now.days, 3)} have gone by.`,
  table: ({ curve }) => ({
    columns: [
      { key: "tokens", label: "Tokens" },
      { key: "step", label: "Step" },
      { key: "rate", label: "Learning rate" },
      { key: "batch", label: "Batch", unit: "sequences" },
      { key: "gamma", label: "γ" },
      { key: "lambda", label: "λ" },
      { key: "hours", label: "GPU-hours" },
      { key: "usd", label: "Dollars" },
    ],
    rows: curve.filter(({ tokens }) => tokens % 1e12 === 0 || edges.includes(tokens)),
  }),
});

/** What goes on at a moment, in words. */
function phaseAt(tokens: number, step: number): string {
  if (step < warmupSteps) return `The rate is on its way up, for ${warmupSteps} steps; the batch grows.`;
  if (tokens < rampTokens) return "The rate is at its peak; the batch still grows.";
  if (tokens < constantUntil) return `The rate stays at ${peakRate}, the batch at ${lastBatch}, and λ at 0.3.`;
  if (tokens < cosineUntil) return "The rate goes down its cosine, and λ is 0.1 from here on.";
  return tokens < lateUntil
    ? `The rate stays at ${lateRate}; biases no longer move.`
    : `The rate stays at ${lastRate} for the last 167B tokens.`;
}
