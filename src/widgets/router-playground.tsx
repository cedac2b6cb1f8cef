/** @file The router at work: who gets which token, what that asks of each expert, and how a bias evens it out. */
import * as Plot from "@observablehq/plot";
import {
  balanceRun,
  deepseekV3,
  groupHistogram,
  groupsPerToken,
  loadEntropy,
  meanGroupsPerToken,
  meanLoad,
  publishedBalance,
  syntheticLogits,
  type BalanceStep,
  type Gate,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  number,
  numbers,
  Readout,
  seed,
  timeline,
} from "../kit/index.ts";
import { RouterColumns, RouterLegend } from "./drawings/router-columns.tsx";

export default defineWidget({
  id: "router-playground",
  title: "A router and its balance",
  source: "§2.1.2, eq. 12–16",
  caption:
    "Sigmoid affinities, bias for the choice alone and limited nodes are the report’s, the sign rule for updates is arXiv:2408.15664’s; as in the released code, nodes are ranked with bias and gates carry a factor of 2.5. The tokens are seeded and ours, skewed on purpose, and a fresh batch comes at every step. The report’s γ is 0.001 over hundreds of thousands of steps; a larger one shows the same in 40.",
  params: {
    routedExperts: choice({
      label: "Routed experts",
      options: [8, 16, 32, 64, 128, 256],
      initial: 16,
      report: deepseekV3.moe!.routedExperts,
    }),
    expertGroups: choice({ label: "Nodes", options: [1, 2, 4, 8], initial: 4, report: deepseekV3.moe!.expertGroups }),
    activatedExperts: integer({
      label: "Experts per token",
      range: [1, 16],
      initial: 4,
      report: deepseekV3.moe!.activatedExperts,
      help: "K_r",
      atMost: "routedExperts / expertGroups * limitedGroups",
    }),
    limitedGroups: integer({
      label: "Nodes per token",
      range: [1, 8],
      initial: 2,
      report: deepseekV3.moe!.limitedGroups,
      help: "M: at most so many",
      atMost: "expertGroups",
    }),
    affinity: choice({
      label: "Affinity",
      options: [
        ["sigmoid", "Sigmoid"],
        ["softmax", "Softmax"],
      ],
      initial: "sigmoid",
      report: true,
    }),
    biasUpdateSpeed: number({
      label: "Bias update speed γ",
      range: [0, 0.1],
      step: 0.001,
      initial: 0.02,
      report: publishedBalance.biasUpdateSpeed,
    }),
    step: timeline({ label: "Step", unit: "updates", speeds: [1, 2, 4] }),
    skew: number({
      label: "Skew",
      range: [0, 2],
      step: 0.05,
      initial: 0.8,
      secondary: true,
      help: "Spread of the experts’ popularity, in logits.",
    }),
    tokens: integer({ label: "Tokens", range: [8, 4096], scale: "log", initial: 32, secondary: true }),
    seed: seed(),
    bias: numbers({ label: "Bias before the first step", initial: [], range: [-1, 1], maxLength: 256, inView: true }),
  },
  presets: {
    "Small enough to follow": {},
    "As published": {
      routedExperts: 256,
      expertGroups: 8,
      activatedExperts: 8,
      limitedGroups: 4,
      biasUpdateSpeed: 0.001,
      tokens: 1024,
    },
    "256 experts, faster": {
      routedExperts: 256,
      expertGroups: 8,
      activatedExperts: 8,
      limitedGroups: 4,
      biasUpdateSpeed: 0.01,
      tokens: 1024,
      step: 40,
    },
    "After 40 steps": { step: 40 },
    "No balancing": { biasUpdateSpeed: 0, step: 40 },
    "Any node": { limitedGroups: 4 },
  },
  *compute({ tokens, skew, seed, biasUpdateSpeed, bias, ...gate }) {
    const batch = { tokens, routedExperts: gate.routedExperts, skew, seed };
    const initialBias = Float64Array.from({ length: gate.routedExperts }, (_, expert) => bias[expert] ?? 0);
    const run: Step[] = [];
    for (const { logits: _, ...step } of balanceRun(batch, { ...gate, routeScale }, { biasUpdateSpeed, initialBias })) {
      run.push(step);
      yield run;
      if (run.length > steps) return;
    }
  },
  ends: () => ({ step: steps }),
  view: (run, { values }) => {
    const { routedExperts: experts, tokens } = values;
    const at = Math.min(values.step, run.length - 1);
    const { tokensOfExpert, maxViolation } = run[at];
    const nodes = nodesPerToken(run[at], values);
    // Each step's tokens follow from the seed: they are drawn again for the one that is shown.
    const logits = syntheticLogits({ tokens, routedExperts: experts, skew: values.skew, seed: values.seed }, at);
    return (
      <>
        <Readout
          items={[
            {
              label: "Busiest expert",
              text: `+${formatPercent(maxViolation)}`,
              exact: maxViolation,
              note: "above the mean (MaxVio)",
            },
            {
              label: "Mean load",
              value: meanLoad(tokensOfExpert),
              as: ["number", 4],
              unit: "tokens",
              note: `least ${Math.min(...tokensOfExpert)}, most ${Math.max(...tokensOfExpert)}`,
            },
            {
              label: "Entropy of the load",
              value: loadEntropy(tokensOfExpert),
              unit: "bits",
              note: `of ${formatNumber(Math.log2(experts))} at most`,
            },
            { label: "Nodes per token", value: nodes, note: `limit ${values.limitedGroups}` },
          ]}
        />
        <RouterColumns step={run[at]} logits={logits} gate={values} />
        <RouterLegend tokens={tokens} experts={experts} />
        <Chart
          label="Busiest expert above the mean at each step"
          scrub="step"
          options={({ narrow }) => ({
            height: 112,
            // Where the columns of the map begin.
            marginLeft: narrow ? 52 : 92,
            x: { label: "Step", domain: [0, steps] },
            y: { label: "MaxVio", grid: true, ticks: 2, zero: true },
            marks: [
              Plot.lineY(run, { x: (_, step) => step, y: "maxViolation", stroke: color("accent"), strokeWidth: 2 }),
            ],
          })}
          tips={false}
        />
      </>
    );
  },
  summary: (run, values) => {
    const step = Math.min(values.step, run.length - 1);
    return `At step ${step} the busiest expert has ${formatPercent(run[step].maxViolation)} more tokens than the mean, ${step === 0 ? "before any update" : `against ${formatPercent(run[0].maxViolation)} before any update`}; a token visits ${formatNumber(nodesPerToken(run[step], values))} nodes on average.`;
  },
  table: (run, values) => {
    const { tokensOfExpert, bias } = run[Math.min(values.step, run.length - 1)];
    const mean = meanLoad(tokensOfExpert);
    return {
      columns: [
        { key: "expert", label: "Expert" },
        { key: "load", label: "Load", unit: "tokens" },
        { key: "overMean", label: "Load over mean" },
        { key: "bias", label: "Bias" },
      ],
      rows: Array.from(tokensOfExpert, (load, expert) => ({ expert, load, overMean: load / mean, bias: bias[expert] })),
    };
  },
});

type Step = Omit<BalanceStep, "logits">;
type GateValues = Pick<Gate, "routedExperts" | "activatedExperts" | "expertGroups">;

/** Updates that are shown. */
const steps = 40;
const routeScale = deepseekV3.moe!.routeScale;

function nodesPerToken({ routing }: Step, { activatedExperts, routedExperts, expertGroups }: GateValues): number {
  return meanGroupsPerToken(
    groupHistogram(
      groupsPerToken(routing.expertOfSlot, { activatedExperts, routedExperts, expertGroups }),
      expertGroups,
    ),
  );
}
