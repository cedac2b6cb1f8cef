/** @file What a longer context costs: FLOP of a token against the hours that were paid for it. */
import * as Plot from "@observablehq/plot";
import { contextPhases, deepseekV3, publishedRun, publishedStages, trainingFlop } from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatExact,
  formatNumber,
  formatSi,
  integer,
  Legend,
  Readout,
} from "../kit/index.ts";

export default defineWidget({
  id: "context-price",
  title: "The price of a longer context",
  source: "§4.3, Table 1",
  caption:
    "FLOP of training on one token, by V3’s exact shapes, without the prediction module. The dots are the two phases of the extension and pre-training. Hours are those of Table 1; it does not say how they divide between the two phases, so one price is paid for both.",
  params: {
    context: integer({
      label: "Context",
      unit: "tokens",
      range: [1024, 1_048_576],
      scale: "log",
      initial: 32_768,
      shown: ["number", 7],
      report: contextPhases[0].context,
    }),
    counted: choice({
      label: "Attention",
      initial: "causal",
      options: [
        ["causal", "Lower half"],
        ["full", "Whole square"],
      ],
      help: "A causal model needs the lower half; some count the whole.",
    }),
  },
  presets: {
    "As published": {},
    "128K": { context: 131_072 },
    "Whole square": { counted: "full" },
    "A million tokens": { context: 1_048_576 },
  },
  compute: ({ context, counted }) => {
    const flopAt = (tokens: number): { context: number; attention: number; weights: number; flop: number } => {
      const { attention, weights } = trainingFlop(deepseekV3, { context: tokens, causal: counted === "causal" });
      return { context: tokens, attention, weights, flop: attention + weights };
    };
    const base = flopAt(4096);
    const phases = contextPhases.map(({ context: tokens, batch, steps }) => ({
      ...flopAt(tokens),
      tokens: tokens * batch * steps,
    }));
    const tokens = phases.reduce((sum, phase) => sum + phase.tokens, 0);
    return {
      now: flopAt(context),
      base,
      phases,
      curve: Array.from({ length: 81 }, (_, i) => flopAt(Math.round(1024 * 2 ** (i / 8)))),
      workRatio: phases.reduce((sum, phase) => sum + phase.flop * phase.tokens, 0) / tokens / base.flop,
      hoursRatio: publishedStages[1].hours / tokens / (publishedStages[0].hours / publishedRun.tokens),
    };
  },
  view: ({ now, base, phases, curve, workRatio, hoursRatio }) => (
    <>
      <Readout
        items={[
          {
            label: "Work per token",
            value: now.flop,
            as: ["si", 3, "FLOP"],
            note: `at ${formatExact(now.context)} tokens`,
          },
          { label: "Attention’s share", value: now.attention / now.flop, as: "percent" },
          { label: "Over pre-training", value: now.flop / base.flop, as: "ratio", note: "work of a token at 4K" },
          { label: "Both phases: work", value: workRatio, as: "ratio", note: "for each token" },
          { label: "Both phases: hours paid", value: hoursRatio, as: "ratio", note: "for each token" },
        ]}
      />
      <Chart
        label="FLOP of a token against the context"
        scrub="context"
        options={({ narrow }) => ({
          height: 260,
          marginLeft: 64,
          marginRight: 36,
          x: {
            label: "Context (tokens)",
            type: "log",
            base: 2,
            ticks: narrow ? [1024, 32_768, 1_048_576] : [1024, 4096, 16_384, 65_536, 262_144, 1_048_576],
            tickFormat: (value: number) => formatExact(value),
          },
          y: {
            label: "FLOP of a token",
            type: "log",
            grid: true,
            domain: [5e9, 1e13],
            ticks: [1e10, 3e10, 1e11, 3e11, 1e12, 3e12, 1e13],
            tickFormat: (value: number) => formatSi(value, "", 1),
          },
          marks: [
            Plot.lineY(curve, { x: "context", y: "weights", stroke: "var(--neutral)", strokeDasharray: "4 3" }),
            Plot.lineY(curve, { x: "context", y: "attention", stroke: "var(--series-2)" }),
            Plot.lineY(curve, { x: "context", y: "flop", stroke: "var(--accent)", strokeWidth: 2 }),
            Plot.dot([base, ...phases], { x: "context", y: "flop", r: 5, fill: "var(--accent)" }),
          ],
        })}
        tips={(row: { context: number; flop: number; attention: number }) =>
          `${formatNumber(row.context, 7)} tokens: ${formatSi(row.flop, "FLOP")}, of which attention ${formatSi(row.attention, "FLOP")}`
        }
      />
      <Legend
        items={[
          ["All", "accent"],
          ["Attention", "series-2"],
          ["Products with weights", "neutral"],
        ]}
      >
        Dots: 4K, 32K and 128K, the contexts of the report.
      </Legend>
    </>
  ),
  summary: ({ now, base, workRatio, hoursRatio }) =>
    `At ${formatExact(now.context)} tokens of context a token costs ${formatSi(now.flop, "FLOP")}, ${formatNumber(now.flop / base.flop)} times as much as at 4K; over both phases of the extension it is ${formatNumber(workRatio)} times the work, for ${formatNumber(hoursRatio)} times the hours.`,
  table: ({ curve, phases, base }) => ({
    columns: [
      { key: "context", label: "Context", unit: "tokens" },
      { key: "weights", label: "Products with weights", unit: "FLOP" },
      { key: "attention", label: "Attention", unit: "FLOP" },
      { key: "flop", label: "All", unit: "FLOP" },
    ],
    rows: [base, ...phases, ...curve].map(({ context, weights, attention, flop }) => ({
      context,
      weights,
      attention,
      flop,
    })),
  }),
});
