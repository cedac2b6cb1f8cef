/** @file The published day of service as a calculation: nodes, tokens, prices, and two margins that are easily mixed up. */
import { nodesForDay, publishedDay, serviceDay } from "../compute/index.ts";
import {
  Bars,
  color,
  defineWidget,
  formatCount,
  formatNumber,
  formatPercent,
  formatUsd,
  Legend,
  number,
  Readout,
} from "../kit/index.ts";

const price = { unit: "$/million", range: [0, 20], step: 0.01 } as const;

export default defineWidget({
  id: "serving-cost",
  title: "A day of service: what it cost, what it might have earned",
  source: "§3.4",
  caption:
    "27 to 28 February 2025, V3 and R1 together (deepseek-ai/open-infra-index, day 6; the report has no such figures). At rest, tokens, nodes and the assumed rent are as published, and prices are R1’s, for all tokens. The published income, $562,027, is $73 below what the rounded counts give. It is a theoretical one: V3 was cheaper, web and app were free, and nights had discounts, as the source itself says. Cost is rent alone: no people, no research, no idle nodes.",
  params: {
    inputTokens: number({
      label: "Input",
      unit: "tokens",
      range: [0, 1e14],
      initial: publishedDay.inputTokens,
      report: true,
      shown: "count",
      fieldOnly: true,
    }),
    hitShare: number({
      label: "Input found in the cache",
      range: [0, 1],
      step: 0.0025,
      initial: publishedDay.cachedTokens / publishedDay.inputTokens,
      report: true,
      shown: "percent",
    }),
    outputTokens: number({
      label: "Output",
      unit: "tokens",
      range: [1e9, 1e14],
      initial: publishedDay.outputTokens,
      report: true,
      shown: "count",
      fieldOnly: true,
    }),
    nodes: number({
      label: "Nodes, on average",
      range: [1, 2000],
      step: 0.25,
      initial: publishedDay.nodes,
      report: true,
      shown: ["number", 5],
    }),
    usdPerGpuHour: number({
      mine: "usdPerGpuHour",
      label: "Rent",
      unit: "$/GPU-hour",
      range: [0.1, 20],
      step: 0.1,
      initial: publishedDay.usdPerGpuHour,
      report: true,
    }),
    paidShare: number({
      label: "Tokens that are paid for",
      range: [0.01, 1],
      step: 0.01,
      initial: 1,
      report: true,
      shown: "percent",
    }),
    usdPerMillionHit: number({
      label: "Price of cached input",
      ...price,
      initial: publishedDay.usdPerMillionHit,
      report: true,
      secondary: true,
    }),
    usdPerMillionMiss: number({
      label: "Price of other input",
      ...price,
      initial: publishedDay.usdPerMillionMiss,
      report: true,
      secondary: true,
    }),
    usdPerMillionOutput: number({
      label: "Price of output",
      ...price,
      range: [0.01, 20],
      initial: publishedDay.usdPerMillionOutput,
      report: true,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "A quarter is paid for": { paidShare: 0.25 },
    "Nothing is cached": { hitShare: 0 },
    "Rent of $4": { usdPerGpuHour: 4 },
    "A third of the price of output": { usdPerMillionOutput: 0.73 },
  },
  compute: (values) => {
    const day = serviceDay({ ...values, gpusPerNode: publishedDay.gpusPerNode });
    const { prefill, decode } = nodesForDay({
      ...publishedDay,
      inputTokens: values.inputTokens,
      outputTokens: values.outputTokens,
    });
    return { ...day, prefill, decode };
  },
  view: (
    {
      costUsd,
      incomeUsd,
      marginOnCost,
      marginOnIncome,
      incomeOf,
      breakEvenShare,
      costPerMillionOutput,
      prefill,
      decode,
    },
    { values },
  ) => {
    const bars = [
      { row: "Cost", what: "Rent", usd: costUsd },
      { row: "Income", what: "Cached input", usd: incomeOf.hit },
      { row: "Income", what: "Other input", usd: incomeOf.miss },
      { row: "Income", what: "Output", usd: incomeOf.output },
    ];
    return (
      <>
        <Readout
          items={[
            { label: "Cost", value: costUsd, as: "usd", note: `${formatNumber(values.nodes, 5)} nodes × 8 × 24 h` },
            {
              label: "Income",
              value: incomeUsd,
              as: "usd",
              note: `at these prices; cost is ${formatPercent(breakEvenShare)} of it`,
            },
            { label: "Profit of cost", value: marginOnCost, as: "percent", note: "the published 545% is this one" },
            { label: "Profit of income", value: marginOnIncome, as: "percent", note: "what a margin usually is" },
            {
              label: "A million of output",
              value: costPerMillionOutput,
              as: "usd",
              note: "rent, with all input in it",
            },
            {
              label: "Nodes by speed",
              value: prefill + decode,
              as: ["number", 4],
              note: `prefill ${formatNumber(prefill)}, decode ${formatNumber(decode)}`,
            },
          ]}
        />
        <Bars
          label="Cost and theoretical income of the day"
          rows={bars}
          name={({ row }) => row}
          value={({ usd }) => usd}
          fill={({ what }) => color(colors[what])}
          tips={({ what, usd }) => `${what}: ${formatUsd(usd)}`}
          axis={() => ({ label: "US dollars", ticks: 4, tickFormat: (value: number) => formatCount(value) })}
          height={120}
          left={[60, 60]}
          right={20}
          gap={3}
        />
        <Legend
          items={[
            ["Rent", "accent"],
            ["Cached input", "series-2"],
            ["Other input", "series-3"],
            ["Output", "series-5"],
          ]}
        />
      </>
    );
  },
  summary: ({ costUsd, incomeUsd, marginOnCost, marginOnIncome }) =>
    `The day costs ${formatUsd(costUsd)}; at these prices its tokens would earn ${formatUsd(incomeUsd)}: a profit of ${formatPercent(marginOnCost)} of cost, or ${formatPercent(marginOnIncome)} of income.`,
  table: ({ costUsd, incomeUsd, marginOnCost, marginOnIncome, incomeOf, prefill, decode }) => ({
    columns: [
      { key: "what", label: "Quantity" },
      { key: "value", label: "Value" },
      { key: "unit", label: "Unit" },
    ],
    rows: [
      { what: "Cost", value: costUsd, unit: "US dollars" },
      { what: "Income", value: incomeUsd, unit: "US dollars" },
      { what: "… cached input", value: incomeOf.hit, unit: "US dollars" },
      { what: "… other input", value: incomeOf.miss, unit: "US dollars" },
      { what: "… output", value: incomeOf.output, unit: "US dollars" },
      { what: "Profit over cost", value: marginOnCost, unit: "" },
      { what: "Profit over income", value: marginOnIncome, unit: "" },
      { what: "Nodes of prefill, by the published speed", value: prefill, unit: "nodes" },
      { what: "Nodes of decode, likewise", value: decode, unit: "nodes" },
    ],
  }),
});

const colors: Readonly<Record<string, "accent" | "series-2" | "series-3" | "series-5">> = {
  Rent: "accent",
  "Cached input": "series-2",
  "Other input": "series-3",
  Output: "series-5",
};
