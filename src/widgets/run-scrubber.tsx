/** @file Pre-training on one axis of tokens: rate, batch, γ, λ and step at any moment of the run, with hours and dollars. */
import { Fragment } from "preact";
import { publishedPrediction, publishedSchedule, runMoment, stepAt, type RunMoment } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Drawing,
  formatCount,
  formatDays,
  formatNumber,
  formatUsd,
  linear,
  log,
  number,
  Readout,
  Scrub,
  tip,
  XAxis,
} from "../kit/index.ts";

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
  firstBatch,
  lastBatch,
} = publishedSchedule;

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
    const edges = [rampTokens, constantUntil, cosineUntil, lateUntil].map((edge) => [edge - 1, edge]);
    return {
      now: at(tokens),
      end: at(allTokens),
      curve: [...new Set([...grid, ...edges].flat())].toSorted((a, b) => a - b).map(at),
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
      <Drawing label="Schedules over the tokens of pre-training" height={20 + panels.length * panelHeight + 76}>
        {({ width, narrow }) => {
          const left = 12;
          const right = width - (narrow ? 30 : 44);
          const x =
            values.axis === "even" ? linear([0, allTokens], [left, right]) : log([1e9, allTokens], [left, right]);
          const hours =
            values.axis === "even"
              ? linear([0, end.hours], [left, right])
              : log([end.hours * (1e9 / allTokens), end.hours], [left, right]);
          const bottom = 20 + panels.length * panelHeight;
          const drawn = curve.filter(({ tokens }) => values.axis === "even" || tokens >= 1e9);
          return (
            <>
              {landmarks.map(({ tokens, name, anchor, says, changes }) => (
                <g key={name}>
                  <line
                    x1={x(tokens)}
                    x2={x(tokens)}
                    y1={16}
                    y2={bottom}
                    stroke="var(--rule-strong)"
                    stroke-dasharray="3 3"
                  />
                  {(values.axis === "even" || tokens < 1e12 || tokens === constantUntil) && (
                    <text class="axis-label" x={x(tokens)} y={11} text-anchor={anchor} {...tip(says, { tokens })}>
                      {name}
                    </text>
                  )}
                  {panels.map(
                    ({ key, most }, i) =>
                      changes.includes(key) && (
                        <circle
                          key={key}
                          cx={x(tokens)}
                          cy={20 + (i + 1) * panelHeight - (valueAt(curve, tokens)[key] / most(end)) * plotHeight}
                          r={3.5}
                          fill="var(--accent)"
                          {...tip(says, { tokens })}
                        />
                      ),
                  )}
                </g>
              ))}
              {panels.map(({ key, name, most, format }, i) => {
                const base = 20 + (i + 1) * panelHeight;
                const y = (value: number): number => base - (value / most(end)) * plotHeight;
                return (
                  <Fragment key={key}>
                    <line x1={left} x2={right} y1={base} y2={base} stroke="var(--rule)" />
                    <text
                      class="axis-label"
                      x={left + 4}
                      y={base - plotHeight - 7}
                      paint-order="stroke"
                      stroke="var(--paper)"
                      stroke-width={4}
                    >{`${name}, up to ${format(most(end))}`}</text>
                    <path
                      d={`M${drawn.map((row) => `${x(row.tokens).toFixed(1)} ${y(row[key]).toFixed(1)}`).join("L")}`}
                      fill="none"
                      stroke="var(--accent)"
                      stroke-width={1.75}
                    />
                  </Fragment>
                );
              })}
              <XAxis
                scale={x}
                y={bottom}
                ticks={values.axis === "even" ? (narrow ? 4 : 8) : [1e9, 1e10, 1e11, 1e12, 1e13]}
                format={(value) => formatCount(value)}
              />
              <XAxis
                scale={hours}
                y={bottom + 26}
                ticks={values.axis === "even" ? (narrow ? 3 : 6) : [1e3, 1e4, 1e5, 1e6]}
                format={(value) => formatCount(value)}
                label="Tokens; below, GPU-hours"
              />
              <Scrub at="tokens" scale={x} log={values.axis === "log"} top={16} bottom={bottom} />
            </>
          );
        }}
      </Drawing>
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
    rows: curve.filter(({ tokens }) => tokens % 1e12 === 0 || landmarks.some((landmark) => landmark.tokens === tokens)),
  }),
});

type Key = "rate" | "batch" | "gamma" | "lambda" | "step";

const panelHeight = 62;
const plotHeight = 35;

/** Curves from top to bottom, each from zero to its greatest value. */
const panels: readonly { key: Key; name: string; most(end: RunMoment): number; format(value: number): string }[] = [
  { key: "rate", name: "Learning rate", most: () => peakRate, format: (value) => formatNumber(value, 3) },
  { key: "batch", name: "Sequences in a batch", most: () => lastBatch, format: (value) => formatNumber(value, 5) },
  { key: "gamma", name: "γ, speed of the bias", most: () => publishedSchedule.biasUpdateSpeed, format: String },
  {
    key: "lambda",
    name: "λ, weight of the prediction loss",
    most: () => publishedPrediction.earlyWeight,
    format: String,
  },
  { key: "step", name: "Step", most: ({ step }) => step, format: (value) => formatNumber(Math.round(value), 6) },
];

/** Where something changes, and what. */
const landmarks: readonly {
  tokens: number;
  name: string;
  anchor: "start" | "middle" | "end";
  says: string;
  changes: readonly Key[];
}[] = [
  {
    tokens: rampTokens,
    name: "469B",
    anchor: "middle",
    says: `469B tokens: the batch has grown from ${firstBatch} to ${lastBatch}`,
    changes: ["batch"],
  },
  {
    tokens: constantUntil,
    name: "10T",
    anchor: "middle",
    says: "10T tokens: the rate starts down its cosine, and λ falls from 0.3 to 0.1",
    changes: ["rate", "lambda"],
  },
  {
    tokens: cosineUntil,
    name: "14.3T",
    anchor: "end",
    says: "14.3T tokens: the cosine ends, and γ falls to 0",
    changes: ["rate", "gamma"],
  },
  {
    tokens: lateUntil,
    name: "14.6T",
    anchor: "start",
    says: "14.633T tokens: the last step of the rate, and nothing else",
    changes: ["rate"],
  },
];

function valueAt(curve: readonly RunMoment[], tokens: number): RunMoment {
  return curve.find((row) => row.tokens >= tokens)!;
}

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
