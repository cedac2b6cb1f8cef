/** @file A training step estimated from its parts: speed, days and utilization, against what was published, and what each assumption is worth. */
import {
  assumeStep,
  compareSpeeds,
  deepseekV3,
  measuredStep,
  publishedHoursPerTrillion,
  stepAssumptions,
  stepSensitivity,
  trainingStep,
  v3Layout,
  type Sensitivity,
  type StepAssumptions,
  type StepEstimate,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatCount,
  formatDays,
  formatNumber,
  formatPercent,
  formatSi,
  integer,
  Legend,
  Readout,
  Table,
  toggle,
} from "../kit/index.ts";
import { AssumptionBars, StepLegend, StepParts, type AssumptionRow } from "./drawings/step-bars.tsx";
import { layoutParams } from "./layout-params.ts";
import { limitedNodesParam } from "./limited-nodes-param.ts";
import { stepAssumptionParams } from "./step-assumption-params.ts";

export default defineWidget({
  id: "training-step",
  title: "A training step, put together",
  source: "§3.2, §1",
  caption:
    "Work from the model’s shapes, divided by rates that were measured or assumed, cut into stages and run through the schedule. No assumption is derived from Table 1 or from the speed of the published trace. At rest, an imbalance of 1.1, the rate of BF16 products, 6 bytes of memory traffic for each value, and one sequence per micro-batch are ours; the table has each assumption with its source.",
  params: {
    pipelineRanks: choice({
      label: "Pipeline ranks",
      options: [2, 4, 8, 16, [32, "32", { schedule: { not: ["Interleaved", "DualPipeV"] } }]],
      initial: 16,
      report: true,
    }),
    expertRanks: layoutParams.expertRanks,
    gpus: layoutParams.gpus,
    schedule: layoutParams.schedule,
    recompute: toggle({ label: "Recompute norms and up-projections", initial: true, report: true, secondary: true }),
    limitedNodes: { ...limitedNodesParam, secondary: true },
    tensorRanks: layoutParams.tensorRanks,
    batchSequences: integer({
      label: "Sequences of a batch",
      range: [256, 65_536],
      initial: v3Layout.batchSequences,
      report: true,
      fieldOnly: true,
      secondary: true,
      atLeast: [{ of: "2 * gpus / tensorRanks", when: { schedule: ["DualPipe", "DualPipeV"] } }],
      multipleOf: [
        { of: "gpus / tensorRanks", when: { schedule: "Interleaved" } },
        { of: "2 * gpus / pipelineRanks / tensorRanks", when: { schedule: "DualPipe" } },
        { of: "gpus / pipelineRanks / tensorRanks" },
      ],
    }),
    ...stepAssumptionParams,
  },
  presets: {
    "As published": {},
    "Perfect balance": { expertImbalance: 1 },
    "InfiniBand at its full rate": { infinibandBytesPerSecond: 50e9 },
    "No limit on nodes": { limitedNodes: 8 },
    "1F1B instead": { schedule: "1F1B" },
    "24 SMs, as in DeepEP": { communicationSms: 24 },
    "Two tensor ranks": { tensorRanks: 2 },
  },
  *compute(values) {
    const { pipelineRanks, expertRanks, tensorRanks, gpus, schedule, batchSequences, limitedNodes, recompute } = values;
    const layout = { ...v3Layout, pipelineRanks, expertRanks, tensorRanks, gpus, schedule, batchSequences };
    const assume = Object.fromEntries(stepAssumptions.map(({ key }) => [key, values[key]])) as ReturnType<
      typeof assumeStep
    >;
    const step = trainingStep(deepseekV3, layout, { assume, limitedNodes, recompute });
    yield { step, sensitivity: [] as ReturnType<typeof stepSensitivity> };
    yield { step, sensitivity: stepSensitivity(deepseekV3, layout, { assume, limitedNodes, recompute }) };
  },
  view: ({ step, sensitivity }, { values }) => {
    const rows = rowsOf(step, sensitivity, values);
    return (
      <>
        <Readout
          items={[
            {
              label: "Speed of one GPU",
              value: step.tokensPerSecondPerGpu,
              as: ["number", 4],
              unit: "tokens/s",
              note: `${formatNumber(speeds.published, 4)} by the printed hours`,
            },
            {
              label: "Per trillion tokens",
              value: step.gpuHoursPerTrillion,
              as: ["count", 3],
              unit: "GPU-hours",
              note: `${residual(step)} the printed ${formatCount(publishedHoursPerTrillion)}`,
            },
            {
              label: "On all GPUs",
              value: step.daysPerTrillion,
              as: ["days", 3],
              note: "per trillion tokens; printed: 3.7 days on 2,048",
            },
            {
              label: "Utilization",
              value: step.utilization,
              as: "percent",
              note: "of the BF16 peak, causal attention",
            },
            {
              label: "One step",
              value: step.seconds,
              as: "seconds",
              note: `${formatNumber(measuredStep.total)} s in arXiv:2505.09343`,
            },
          ]}
        />
        <StepParts step={step} />
        <StepLegend />
        <AssumptionBars step={step} rows={rows} />
        <Legend
          items={[
            ["A fifth lower", "series-1"],
            ["A fifth higher", "series-2"],
          ]}
        >
          {`Dashed: the printed ${formatCount(publishedHoursPerTrillion)}. Layout and work stay; imbalance stops at 1.`}
        </Legend>
        <Fold label="All assumptions and their sources">
          <Table
            label="Assumptions and their sources"
            rows={rows}
            height="16rem"
            columns={[
              { key: "name", label: "Assumption" },
              { key: "text", label: "Value" },
              { key: "source", label: "Source" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ step }) =>
    `${formatNumber(step.tokensPerSecondPerGpu, 4)} tokens a second on each GPU, ${formatCount(step.gpuHoursPerTrillion)} GPU-hours and ${formatDays(step.daysPerTrillion, 3)} for a trillion tokens, ${residual(step)} the printed ${formatCount(publishedHoursPerTrillion)}, at ${formatPercent(step.utilization)} of the BF16 peak.`,
  table: ({ step, sensitivity }, values) => ({
    columns: [
      { key: "name", label: "Quantity" },
      { key: "value", label: "Value" },
      { key: "unit", label: "Unit" },
      { key: "low", label: "GPU-hours per trillion at −20%" },
      { key: "high", label: "GPU-hours per trillion at +20%" },
      { key: "source", label: "Source" },
    ],
    rows: [
      ...(
        [
          ["Speed of one GPU", step.tokensPerSecondPerGpu, "tokens/s"],
          ["Per trillion tokens", step.gpuHoursPerTrillion, "GPU-hours"],
          ["Step", step.seconds, "s"],
          ["Idle in the pipeline, mean of ranks", step.idleSeconds, "s"],
          ["Exchange of tensor ranks", step.exchangeSeconds, "s"],
          ["Gradients, optimizer, parameters", step.optimizerSeconds, "s"],
          ["Utilization", step.utilization, "of the BF16 peak"],
        ] as const
      ).map(([name, value, unit]) => ({ name, value, unit, low: null, high: null, source: "computed" })),
      ...rowsOf(step, sensitivity, values),
    ],
  }),
});

const speeds = compareSpeeds();

function residual({ gpuHoursPerTrillion }: StepEstimate): string {
  const off = gpuHoursPerTrillion / publishedHoursPerTrillion - 1;
  return `${formatPercent(Math.abs(off))} ${off < 0 ? "under" : "over"}`;
}

/** Before the sensitivities are there, hours are those of the estimate. */
function rowsOf(
  { gpuHoursPerTrillion }: StepEstimate,
  sensitivity: Sensitivity[],
  values: StepAssumptions,
): AssumptionRow[] {
  return stepAssumptions.map(({ key, name, unit, source }) => {
    const { low, high } = sensitivity.find((moved) => moved.key === key) ?? {
      low: gpuHoursPerTrillion,
      high: gpuHoursPerTrillion,
    };
    const value = values[key];
    const text =
      unit === "FLOP/s" || unit === "bytes/s"
        ? formatSi(value, unit === "bytes/s" ? "B/s" : unit)
        : `${formatNumber(value)} ${unit}`.trim();
    return { name, text, value, unit, low, high, spread: Math.abs(high - low), source };
  });
}
