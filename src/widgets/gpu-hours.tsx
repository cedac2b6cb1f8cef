/** @file Table 1 as a calculation: hours, days, dollars and utilization of a training run. */
import {
  deviceById,
  devices,
  estimateRun,
  llama31Run,
  publishedHours,
  publishedRun,
  publishedStages,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatCount,
  formatDays,
  formatNumber,
  formatPercent,
  formatRatio,
  formatSi,
  formatUsd,
  integer,
  number,
  Readout,
  withPlural,
} from "../kit/index.ts";
import { hoursOfRuns, RunHours, RunHoursLegend } from "./drawings/run-hours.tsx";
import { knownParams } from "./known-params.ts";
import { ownership, peakName, peakSource } from "./run-sources.ts";

/** Chips of which no rate in eight bits is known. */
const withoutFp8: readonly string[] = devices.filter(({ peakFp8 }) => peakFp8 === null).map(({ id }) => id);

export default defineWidget({
  id: "gpu-hours",
  title: "What a training run costs",
  source: "§1, Table 1",
  caption: (values) =>
    `${ownership(values)} ${values.flopRule === "six" ? "6 FLOP for each activated parameter and token is the usual rule, which leaves attention out." : "FLOP are those of V3’s products at 4,096 tokens."} The report states neither FLOP nor utilization. ${peakSource(values)} The rent is that of the final run: no earlier experiments, no data, no people. Llama 3.1 405B: 30.84 M hours of H100 in all, by its model card, for the 15.6 T tokens of arXiv:2407.21783.`,
  params: {
    ...knownParams,
    tokens: number({
      label: "Tokens",
      range: [1e9, 1e15],
      scale: "log",
      initial: publishedRun.tokens,
      report: true,
      shown: "count",
    }),
    activatedParameters: number({
      mine: "activatedParameters",
      label: "Activated parameters",
      range: [1e8, 1e13],
      scale: "log",
      initial: 37e9,
      report: true,
      shown: "count",
      help: "Parameters that work on one token.",
      when: { flopRule: "six" },
    }),
    gpus: integer({
      mine: "gpus",
      label: "GPUs",
      range: [1, 1_000_000],
      scale: "log",
      initial: publishedRun.gpus,
      report: true,
      shown: ["number", 7],
    }),
    device: choice({
      mine: "device",
      label: "Chip",
      initial: "h800",
      report: true,
      options: [...devices.map(({ id, name }) => [id, name] as const), ["own", "Another one"]],
    }),
    ownPeakFlopPerSecond: number({
      label: "Its peak",
      range: [1e12, 1e17],
      scale: "log",
      initial: 1e15,
      shown: ["si", 3, "FLOP/s"],
      when: { device: "own" },
    }),
    usdPerGpuHour: number({
      mine: "usdPerGpuHour",
      label: "Price",
      unit: "$/GPU-hour",
      range: [0, 20],
      step: 0.1,
      initial: publishedRun.usdPerGpuHour,
      report: true,
    }),
    laterHours: number({
      label: "Later stages",
      unit: "GPU-hours",
      help: "Context extension and post-training.",
      range: [0, 10e6],
      step: 1000,
      initial: publishedHours - publishedStages[0].hours,
      report: true,
      shown: ["count", 4],
      secondary: true,
    }),
    flopRule: choice({
      label: "FLOP per token",
      secondary: true,
      initial: "six",
      options: [
        ["six", "6 × activated"],
        ["v3-causal", "V3 exact, causal"],
        ["v3-full", "V3 exact, full square"],
      ],
      help: "Exact: every product of V3’s shapes at 4,096 tokens, without the prediction module; causal counts half of the attention square.",
    }),
    peak: choice({
      label: "Peak",
      secondary: true,
      initial: "bf16",
      options: [
        ["bf16", "BF16"],
        ["fp8", "FP8", { device: { not: withoutFp8 } }],
      ],
      when: { device: { not: "own" } },
    }),
  },
  presets: {
    "As published": {},
    "Llama 3.1 405B": {
      hours: llama31Run.hours,
      tokens: llama31Run.tokens,
      activatedParameters: 405e9,
      gpus: 16_384,
      laterHours: 0,
    },
    "V3 on Llama’s tokens": { known: "speed", tokens: llama31Run.tokens },
    "At half the FP8 peak": { known: "utilization", utilization: 0.5, peak: "fp8" },
    "Exact FLOP, causal": { flopRule: "v3-causal" },
  },
  check: ({ device, peak }) =>
    peak === "fp8" && withoutFp8.includes(device) && { at: "device", say: `${deviceById(device).name} has no FP8.` },
  compute: (values) => estimateRun(values),
  view: (run, { values }) => (
    <>
      <Readout
        items={[
          {
            label: "GPU-hours, pre-training",
            value: run.hours,
            as: ["count", 4],
            note: `${formatRatio(run.hours / publishedStages[0].hours)} V3’s published ones`,
          },
          {
            label: "On the cluster",
            value: run.days,
            as: ["days", 3],
            note: `${formatDays(run.daysPerTrillionTokens)} per trillion tokens`,
          },
          {
            label: "Rent, all stages",
            value: run.usd,
            as: "usd",
            note: `${formatCount(run.totalHours, 4)} hours × $${formatNumber(values.usdPerGpuHour)}`,
          },
          {
            label: "Speed of one GPU",
            value: run.tokensPerSecond,
            unit: "tokens/s",
            note: formatSi(run.flopPerSecond, "FLOP/s"),
          },
          {
            label: "Utilization",
            value: run.utilization,
            as: "percent",
            note: `of ${formatSi(run.peakFlopPerSecond, "FLOP/s")}, ${peakName(values)}`,
          },
          { label: "Work per token", value: run.flopPerToken, as: ["si", 3, "FLOP"], note: "forward and backward" },
        ]}
      />
      <RunHours run={run} />
      <RunHoursLegend />
    </>
  ),
  summary: (run, values) =>
    `Pre-training takes ${formatCount(run.hours, 4)} GPU-hours: ${formatDays(run.days, 3)} on ${withPlural(formatNumber(values.gpus, 7), "GPU")} at ${formatPercent(run.utilization)} of the ${peakName(values)} peak; all stages rent for ${formatUsd(run.usd)}.`,
  remark: (run, values) =>
    run.utilization > 1 &&
    `Impossible: that is ${formatPercent(run.utilization)} of the ${peakName(values)} peak, and no chip does more than all of it. ${values.known === "deadline" ? "Take more GPUs, or more days." : "Check hours, tokens and FLOP per token."}`,
  table: (run) => ({
    columns: [
      { key: "quantity", label: "Quantity" },
      { key: "value", label: "Value" },
      { key: "unit", label: "Unit" },
    ],
    rows: [
      { quantity: "FLOP per token, training", value: run.flopPerToken, unit: "FLOP" },
      { quantity: "Speed of one GPU", value: run.tokensPerSecond, unit: "tokens/s" },
      { quantity: "Achieved by one GPU", value: run.flopPerSecond, unit: "FLOP/s" },
      { quantity: "Peak of one GPU", value: run.peakFlopPerSecond, unit: "FLOP/s" },
      { quantity: "Utilization", value: run.utilization, unit: "share of peak" },
      { quantity: "Days of pre-training", value: run.days, unit: "days" },
      { quantity: "Days per trillion tokens", value: run.daysPerTrillionTokens, unit: "days" },
      { quantity: "Rent, all stages", value: run.usd, unit: "US dollars" },
      ...hoursOfRuns(run).map(({ run: name, stage, hours }) => ({
        quantity: `${name}: ${stage.toLowerCase()}`,
        value: hours,
        unit: "GPU-hours",
      })),
    ],
  }),
});
