/** @file Table 1 as a calculation: hours, days, dollars and utilization of a training run. */
import * as Plot from "@observablehq/plot";
import { estimateRun, llama31Run, publishedRun, publishedStages, type RunEstimate } from "../compute/index.ts";
import { Chart, choice, color, defineWidget, formatCount, formatDays, formatNumber, formatPercent, formatRatio, formatSi, formatUsd, integer, Legend, number, Readout } from "../kit/index.ts";

const publishedLater = publishedStages[1].hours + publishedStages[2].hours;

export default defineWidget({
  id: "gpu-hours",
  title: "What a training run costs",
  source: "§1, Table 1",
  caption:
    "Hours, tokens, GPUs and price are the report’s. Activated parameters are its rounded 37 B, and 6 FLOP for each of them and each token is the usual rule, which leaves attention out; the report states neither FLOP nor utilization. Peaks are those of an H800 SXM. The rent is that of the final run: no earlier experiments, no data, no people. Llama 3.1 405B: 30.84 M hours of H100 in all, by its model card, for the 15.6 T tokens of arXiv:2407.21783.",
  params: {
    known: choice({
      label: "Start from", initial: "hours", help: "One of the three is known, the other two follow.",
      options: [["hours", "GPU-hours"], ["utilization", "Utilization"], ["speed", "Tokens per second"]],
    }),
    hours: number({ label: "GPU-hours", range: [1e3, 1e9], scale: "log", initial: publishedStages[0].hours, report: true, shown: ["count", 4], when: { known: "hours" } }),
    utilization: number({ label: "Utilization (MFU)", unit: "of peak", range: [0.01, 1], step: 0.005, initial: 0.345, shown: "percent", when: { known: "utilization" } }),
    tokensPerSecond: number({ label: "Speed", unit: "tokens/s/GPU", range: [1, 1e6], scale: "log", initial: 1543, when: { known: "speed" } }),
    tokens: number({ label: "Tokens", range: [1e9, 1e15], scale: "log", initial: publishedRun.tokens, report: true, shown: "count" }),
    activatedParameters: number({
      label: "Activated parameters", range: [1e8, 1e13], scale: "log", initial: 37e9, report: true, shown: "count",
      help: "Parameters that work on one token.", when: { flopRule: "six" },
    }),
    gpus: integer({ label: "GPUs", range: [1, 1_000_000], scale: "log", initial: publishedRun.gpus, report: true, shown: ["number", 7] }),
    usdPerGpuHour: number({ label: "Price", unit: "$/GPU-hour", range: [0, 20], step: 0.1, initial: publishedRun.usdPerGpuHour, report: true }),
    laterHours: number({
      label: "Later stages", unit: "GPU-hours", help: "Context extension and post-training.",
      range: [0, 10e6], step: 1000, initial: publishedLater, report: true, shown: ["count", 4], secondary: true,
    }),
    flopRule: choice({
      label: "FLOP per token", secondary: true, initial: "six",
      options: [["six", "6 × activated"], ["v3-causal", "V3 exact, causal"], ["v3-full", "V3 exact, full square"]],
      help: "Exact: every product of V3’s shapes at 4,096 tokens, without the prediction module; causal counts half of the attention square.",
    }),
    peak: choice({ label: "Peak", secondary: true, initial: "bf16", options: [["bf16", "BF16, 989 TFLOP/s"], ["fp8", "FP8, 1,979 TFLOP/s"]] }),
  },
  presets: {
    "As published": {},
    "Llama 3.1 405B": { hours: llama31Run.hours, tokens: llama31Run.tokens, activatedParameters: 405e9, gpus: 16_384, laterHours: 0 },
    "V3 on Llama’s tokens": { known: "speed", tokens: llama31Run.tokens },
    "At half the FP8 peak": { known: "utilization", utilization: 0.5, peak: "fp8" },
    "Exact FLOP, causal": { flopRule: "v3-causal" },
  },
  compute: (values) => estimateRun(values),
  view: (run, { values }) => (
    <>
      <Readout
        items={[
          { label: "GPU-hours, pre-training", value: run.hours, as: ["count", 4], note: `${formatRatio(run.hours / publishedStages[0].hours)} V3’s published ones` },
          { label: "On the cluster", value: run.days, as: ["days", 3], note: `${formatDays(run.daysPerTrillionTokens)} per trillion tokens` },
          { label: "Rent, all stages", value: run.usd, as: "usd", note: `${formatCount(run.totalHours, 4)} hours × $${formatNumber(values.usdPerGpuHour)}` },
          { label: "Speed of one GPU", value: run.tokensPerSecond, unit: "tokens/s", note: formatSi(run.flopPerSecond, "FLOP/s") },
          { label: "Utilization", value: run.utilization, as: "percent", note: `of ${formatSi(run.peakFlopPerSecond, "FLOP/s")}, ${peakNames[values.peak]}` },
          { label: "Work per token", value: run.flopPerToken, as: ["si", 3, "FLOP"], note: "forward and backward" },
        ]}
      />
      <Chart
        label="GPU-hours of this run, of V3 as published and of Llama 3.1 405B"
        options={({ narrow }) => ({
          height: 182,
          marginLeft: narrow ? 100 : 110,
          marginRight: 44,
          x: { label: "GPU-hours", grid: true, ticks: narrow ? 3 : 6, tickFormat: (value: number) => formatCount(value) },
          y: { label: null, domain: hoursOfRuns(run).map(({ run: name }) => name) },
          marks: [
            Plot.barX(hoursOfRuns(run), { x: "hours", y: "run", fill: "fill", insetTop: 4, insetBottom: 4 }),
            Plot.text(totalHours(run), { x: "hours", y: "run", text: ({ hours }) => formatCount(hours), textAnchor: "start", dx: 4 }),
            Plot.ruleX([0]),
          ],
        })}
        tips={({ run: name, stage, hours }: StageHours) => `${name}, ${stage.toLowerCase()}: ${formatCount(hours, 4)} GPU-hours`}
      />
      <Legend items={[["Pre-training", "accent"], ["Context extension and post-training", "accent-soft"], ["Another model, on other chips", "neutral"]]} />
    </>
  ),
  summary: (run, { gpus, peak }) =>
    `Pre-training takes ${formatCount(run.hours, 4)} GPU-hours: ${formatDays(run.days, 3)} on ${formatNumber(gpus, 7)} GPUs at ${formatPercent(run.utilization)} of the ${peakNames[peak]} peak; all stages rent for ${formatUsd(run.usd)}.`,
  remark: (run, { peak }) => run.utilization > 1 && `No chip does that: it would be ${formatPercent(run.utilization)} of the ${peakNames[peak]} peak. Check hours, tokens and FLOP per token.`,
  table: (run) => ({
    columns: [{ key: "quantity", label: "Quantity" }, { key: "value", label: "Value" }, { key: "unit", label: "Unit" }],
    rows: [
      { quantity: "FLOP per token, training", value: run.flopPerToken, unit: "FLOP" },
      { quantity: "Speed of one GPU", value: run.tokensPerSecond, unit: "tokens/s" },
      { quantity: "Achieved by one GPU", value: run.flopPerSecond, unit: "FLOP/s" },
      { quantity: "Peak of one GPU", value: run.peakFlopPerSecond, unit: "FLOP/s" },
      { quantity: "Utilization", value: run.utilization, unit: "share of peak" },
      { quantity: "Days of pre-training", value: run.days, unit: "days" },
      { quantity: "Days per trillion tokens", value: run.daysPerTrillionTokens, unit: "days" },
      { quantity: "Rent, all stages", value: run.usd, unit: "US dollars" },
      ...hoursOfRuns(run).map(({ run: name, stage, hours }) => ({ quantity: `${name}: ${stage.toLowerCase()}`, value: hours, unit: "GPU-hours" })),
    ],
  }),
});

const peakNames = { bf16: "BF16", fp8: "FP8" };

type StageHours = { run: string; stage: string; hours: number; fill: string };

/** This run beside the published one and Llama's, stage by stage. */
function hoursOfRuns({ hours, totalHours }: RunEstimate): StageHours[] {
  return [
    { run: "This run", stage: "Pre-training", hours, fill: color("accent") },
    { run: "This run", stage: "Later stages", hours: totalHours - hours, fill: color("accent-soft") },
    { run: "V3, published", stage: "Pre-training", hours: publishedStages[0].hours, fill: color("accent") },
    { run: "V3, published", stage: "Later stages", hours: publishedLater, fill: color("accent-soft") },
    { run: "Llama 3.1 405B", stage: "All stages", hours: llama31Run.hours, fill: color("neutral") },
  ];
}

function totalHours(run: RunEstimate): { run: string; hours: number }[] {
  const stages = hoursOfRuns(run);
  return [...new Set(stages.map(({ run: name }) => name))].map((name) => ({ run: name, hours: stages.reduce((sum, stage) => sum + (stage.run === name ? stage.hours : 0), 0) }));
}
