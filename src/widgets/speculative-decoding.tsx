/** @file Drafts that stand or fall: speculative decoding along a timeline, and what it gains for its cost. */
import * as Plot from "@observablehq/plot";
import {
  deepseekV3,
  draftCostByParameters,
  expectedTokensPerStep,
  impliedExtraCost,
  simulateSpeculation,
  speculativeSpeedUp,
  tokensPerStepShares,
} from "../compute/index.ts";
import {
  Chart,
  defineWidget,
  formatFixed,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  seed,
  timeline,
} from "../kit/index.ts";
import { DecodingLegend, DecodingSteps } from "./drawings/decoding-steps.tsx";

export default defineWidget({
  id: "speculative-decoding",
  title: "Drafts that stand, and drafts that fall",
  source: "§5.4.3",
  caption:
    "Each step writes one token of the main model’s own and keeps drafts up to the first that is refused. Acceptance is the report’s range of 85 to 90%, its middle at rest; a coin is tossed for each draft. At rest a step costs as much more as the module’s activated parameters are of the main model’s. The report states a speed of 1.8 and no costs.",
  params: {
    acceptance: number({
      label: "Drafts that stand",
      range: [0, 1],
      step: 0.005,
      initial: 0.875,
      shown: "percent",
      help: "Given that all drafts before it stood.",
    }),
    depth: integer({ label: "Drafts in a step", range: [0, 6], initial: deepseekV3.mtpDepth, report: true }),
    extraCost: number({
      label: "Extra cost of a draft",
      range: [0, 0.5],
      step: 0.001,
      initial: Number(draftCostByParameters(deepseekV3).toFixed(3)),
      shown: "percent",
      help: "Share of a plain step, for each draft with its check.",
    }),
    tokens: integer({ label: "Tokens to write", range: [8, 256], initial: 48, secondary: true }),
    step: timeline({ label: "Step", from: 1, initial: 256, rate: 4, speeds: [1, 4] }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Low end": { acceptance: 0.85 },
    "High end": { acceptance: 0.9 },
    "Without drafts": { depth: 0 },
    "Four drafts": { depth: 4 },
    "Poor drafts": { acceptance: 0.4, extraCost: 0.2 },
  },
  compute: ({ acceptance, depth, extraCost, tokens, seed }) => {
    const rates = Array.from({ length: depth }, () => acceptance);
    return {
      rates,
      expected: expectedTokensPerStep(rates),
      speedUp: speculativeSpeedUp(rates, depth * extraCost),
      implied: impliedExtraCost(rates, 1.8),
      shares: Array.from(tokensPerStepShares(rates), (share, i) => ({ tokens: i + 1, share })),
      run: simulateSpeculation(rates, { tokens, seed }),
      byDepth: Array.from({ length: 7 }, (_, drafts) => ({
        drafts,
        speedUp: speculativeSpeedUp(
          Array.from({ length: drafts }, () => acceptance),
          drafts * extraCost,
        ),
      })),
    };
  },
  ends: ({ run }) => ({ step: run.keptOfStep.length }),
  view: ({ rates, expected, speedUp, implied, shares, run, byDepth }, { values }) => {
    const steps = run.keptOfStep.length;
    const until = Math.min(values.step, steps);
    const written = until === steps ? run.tokens : run.firstTokenOfStep[until];
    return (
      <>
        <Readout
          items={[
            {
              label: "Tokens a step",
              value: expected,
              as: ["fixed", 3],
              note: `this run: ${formatFixed(run.tokensPerStep, 3)}`,
            },
            { label: "Speed-up", value: speedUp, as: ["fixed", 3], note: "against one token a step" },
            { label: "For 1.8 a step may cost", value: 1 + implied, as: ["fixed", 3], note: "plain steps" },
            {
              label: "Written so far",
              value: written,
              as: "exact",
              unit: "tokens",
              note: `in ${until} of ${steps} steps`,
            },
          ]}
        />
        <DecodingSteps run={run} drafts={rates.length} until={until} />
        <DecodingLegend />
        <Chart
          label="How many tokens a step writes"
          options={() => ({
            height: 118,
            marginLeft: 52,
            x: { label: "Tokens in a step", type: "band" },
            y: { label: "Share of steps", grid: true, tickFormat: (value: number) => formatPercent(value) },
            marks: [Plot.barY(shares, { x: "tokens", y: "share", fill: "var(--accent)" }), Plot.ruleY([0])],
          })}
        />
        <Chart
          label="Speed-up against the number of drafts in a step"
          options={() => ({
            height: 130,
            marginLeft: 52,
            x: { label: "Drafts in a step", ticks: 7 },
            y: { label: "Speed-up", grid: true, zero: true },
            marks: [
              Plot.ruleY([1.8], { stroke: "var(--neutral)", strokeDasharray: "4 3" }),
              Plot.lineY(byDepth, { x: "drafts", y: "speedUp", stroke: "var(--accent)" }),
              Plot.dot(byDepth, {
                x: "drafts",
                y: "speedUp",
                r: 4,
                fill: (row: { drafts: number }) =>
                  row.drafts === rates.length ? "var(--accent)" : "var(--accent-soft)",
              }),
            ],
          })}
        />
        <Legend
          items={[
            ["At this acceptance and cost", "accent"],
            ["1.8, as the report states", "neutral"],
          ]}
        />
      </>
    );
  },
  summary: ({ rates, expected, speedUp }, { acceptance }) =>
    `${rates.length === 0 ? "Without drafts" : `With ${rates.length} ${rates.length === 1 ? "draft" : "drafts"} a step, of which each stands ${formatPercent(acceptance)} of the time`}, a step writes ${rates.length === 0 ? "one token" : `${formatNumber(expected, 4)} tokens`} and decoding is ${rates.length === 0 ? "no faster" : `${formatNumber(speedUp, 3)} times as fast`}.`,
  remark: ({ speedUp }) => speedUp < 1 && "Drafting costs more here than it gains.",
  table: ({ run }) => ({
    columns: [
      { key: "step", label: "Step" },
      { key: "first", label: "First token" },
      { key: "kept", label: "Drafts kept" },
    ],
    rows: Array.from(run.keptOfStep, (kept, step) => ({ step: step + 1, first: run.firstTokenOfStep[step] + 1, kept })),
  }),
});
