/** @file A scale from earlier steps against one from the values themselves, while a tensor grows. */
import * as Plot from "@observablehq/plot";
import { e4m3, e5m2, scalingUnderDrift } from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  seed,
} from "../kit/index.ts";

export default defineWidget({
  id: "delayed-scaling",
  title: "A scale from earlier steps",
  source: "§3.3.2, “Online Quantization”",
  caption:
    "The tensor is ours: 1,024 normal numbers a step, whose spread grows or shrinks by a constant factor and jumps once. The delayed scale takes the largest magnitude of a window of earlier steps, as frameworks with one scale for a tensor do; the online scale takes that of the values at hand, as V3 does for each tile and block. At the first step there is no history, and the delayed scale is 1.",
  params: {
    growth: number({ label: "Growth of the spread", unit: "a step", range: [0.8, 1.25], step: 0.01, initial: 1.05 }),
    spikeFactor: number({ label: "Jump", unit: "×", range: [1, 1000], scale: "log", initial: 50 }),
    window: integer({ label: "Steps remembered", range: [1, 128], scale: "log", initial: 16 }),
    spikeStep: integer({ label: "Step of the jump", range: [0, 95], initial: 48, secondary: true }),
    format: choice({
      label: "Format",
      options: [
        ["e4m3", "E4M3"],
        ["e5m2", "E5M2"],
      ],
      initial: "e4m3",
      report: true,
    }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    Steady: { growth: 1, spikeFactor: 1 },
    Shrinking: { growth: 0.85, spikeFactor: 1, window: 64 },
    "One step of memory": { window: 1 },
  },
  compute: ({ growth, spikeFactor, window, spikeStep, format, seed }) =>
    scalingUnderDrift({
      format: format === "e4m3" ? e4m3 : e5m2,
      steps: 96,
      window,
      growth,
      spikeStep,
      spikeFactor,
      seed,
    }),
  view: (steps) => (
    <>
      <Readout
        items={[
          {
            label: "Online, worst step",
            value: Math.max(...steps.map(({ onlineError }) => onlineError)),
            as: "percent",
            note: "RMS error",
          },
          {
            label: "Delayed, worst step",
            value: Math.max(...steps.map(({ delayedError }) => delayedError)),
            as: "percent",
            note: `at step ${worstOf(steps).step}`,
          },
          {
            label: "Steps that cut off values",
            value: steps.filter(({ saturatedShare }) => saturatedShare > 0).length,
            as: "exact",
            note: `of ${steps.length}, delayed`,
          },
          {
            label: "Most lost to zero",
            value: Math.max(...steps.map(({ underflowedShare }) => underflowedShare)),
            as: "percent",
            note: "of one step’s values, delayed",
          },
        ]}
      />
      <Chart
        label="Scale of each step"
        tips={({ step, onlineScale, delayedScale }: Step) =>
          `Step ${step}\nonline ${formatNumber(onlineScale)}, delayed ${formatNumber(delayedScale)}`
        }
        options={({ narrow }) => ({
          height: 170,
          marginLeft: 60,
          x: { label: "Step", ticks: narrow ? 4 : 8 },
          y: {
            label: "Scale",
            type: "log",
            grid: true,
            ticks: powersOfTen(steps),
            tickFormat: (scale: number) => formatNumber(scale),
          },
          marks: [
            Plot.line(steps, { x: "step", y: "delayedScale", stroke: color("neutral"), strokeWidth: 2, curve: "step" }),
            Plot.line(steps, { x: "step", y: "onlineScale", stroke: color("accent"), strokeWidth: 2 }),
          ],
        })}
      />
      <Chart
        label="RMS error of each step"
        tips={({ step, onlineError, delayedError, saturatedShare, underflowedShare }: Step) =>
          `Step ${step}\nonline ${formatPercent(onlineError)}, delayed ${formatPercent(delayedError)}\n${formatPercent(saturatedShare)} cut off, ${formatPercent(underflowedShare)} lost to zero`
        }
        options={({ narrow }) => ({
          height: 190,
          marginLeft: 60,
          x: { label: "Step", ticks: narrow ? 4 : 8 },
          y: {
            label: "RMS error",
            type: "log",
            domain: [0.01, 1.2],
            grid: true,
            ticks: [0.01, 0.03, 0.1, 0.3, 1],
            tickFormat: (share: number) => formatPercent(share),
          },
          marks: [
            Plot.line(steps, { x: "step", y: "delayedError", stroke: color("neutral"), strokeWidth: 2 }),
            Plot.line(steps, { x: "step", y: "onlineError", stroke: color("accent"), strokeWidth: 2 }),
            Plot.dot(
              steps.filter(({ saturatedShare }) => saturatedShare > 0),
              { x: "step", y: "delayedError", r: 3, fill: color("loss-5") },
            ),
          ],
        })}
      />
      <Legend
        items={[
          ["Online", "accent"],
          ["Delayed", "neutral"],
          ["Delayed, values cut off", "loss-5"],
        ]}
      />
    </>
  ),
  summary: (steps) =>
    `With its own scale each step has an RMS error of ${formatPercent(Math.min(...steps.map(({ onlineError }) => onlineError)))} to ${formatPercent(Math.max(...steps.map(({ onlineError }) => onlineError)))}; with a delayed one the worst has ${formatPercent(worstOf(steps).delayedError)}, at step ${worstOf(steps).step}.`,
  table: (steps) => ({
    columns: [
      { key: "step", label: "Step" },
      { key: "amax", label: "Largest magnitude" },
      { key: "onlineScale", label: "Online scale" },
      { key: "delayedScale", label: "Delayed scale" },
      { key: "onlineError", label: "RMS error, online" },
      { key: "delayedError", label: "RMS error, delayed" },
      { key: "saturatedShare", label: "Share cut off, delayed" },
      { key: "underflowedShare", label: "Share lost to zero, delayed" },
    ],
    rows: steps.map((step) => ({ ...step })),
  }),
});

type Step = {
  step: number;
  onlineScale: number;
  delayedScale: number;
  onlineError: number;
  delayedError: number;
  saturatedShare: number;
  underflowedShare: number;
};

function worstOf(steps: readonly Step[]): Step {
  return steps.reduce((worst, step) => (step.delayedError > worst.delayedError ? step : worst));
}

/** Every power of ten, or every third where there are many, between the scales. */
function powersOfTen(steps: readonly Step[]): number[] {
  const scales = steps.flatMap(({ onlineScale, delayedScale }) => [onlineScale, delayedScale]);
  const [low, high] = [Math.ceil(Math.log10(Math.min(...scales))), Math.floor(Math.log10(Math.max(...scales)))];
  const every = high - low > 6 ? 3 : 1;
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every));
}
