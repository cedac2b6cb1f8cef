/** @file Four ways to keep experts busy, side by side on one stream of tokens. */
import { balanceStrategies, createLaboratory, publishedBalance } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatNumber,
  formatPercent,
  number,
  Readout,
  seed,
  Table,
  timeline,
} from "../kit/index.ts";
import { StrategyLegend, StrategyLoad, strategyNames, ViolationCurves } from "./drawings/balance-strategies.tsx";

export default defineWidget({
  id: "balance-laboratory",
  title: "Four ways to balance, on one stream of tokens",
  source: "§2.1.2, eq. 13–20; §4.5.2, §4.5.3",
  caption:
    "One router, one seeded stream of tokens from eight domains, skewed on purpose, and four strategies that see the same batches. Ours: the tokens, the rate of 100 at which losses move the router, and the pull of 0.002 a step back to where it began, which stands for the task; the batch-wise loss’s factor too, for which the report has none (V2’s is used for both losses). Losses count the best by affinity alone, as eq. 18 is printed. A small layer at rest and ten times the published γ, so that 100 steps show it.",
  params: {
    step: timeline({ label: "Step", initial: 99, rate: 20, speeds: [1, 4, 16] }),
    skew: number({
      label: "Skew of the router",
      range: [0, 5],
      step: 0.25,
      initial: 1,
      help: "Spread of the experts’ popularity, in logits.",
    }),
    biasUpdateSpeed: number({
      label: "γ of the bias",
      range: [1e-4, 0.1],
      scale: "log",
      initial: 0.01,
      report: publishedBalance.biasUpdateSpeed,
    }),
    balanceFactor: number({
      label: "α of the losses",
      range: [1e-4, 0.1],
      scale: "log",
      initial: 0.003,
      report: publishedBalance.balanceFactor,
      help: "The report’s value is that of its sequence-wise guard; 0.003 is V2’s, which had to balance by its loss.",
    }),
    steps: choice({ label: "Steps", options: [100, 300, 1000, 2000], initial: 100 }),
    routedExperts: choice({
      label: "Routed experts",
      options: [32, 64, 256],
      initial: 32,
      report: 256,
      secondary: true,
    }),
    activatedExperts: choice({
      label: "Experts of a token",
      options: [2, 4, 8],
      initial: 4,
      report: 8,
      secondary: true,
    }),
    tokens: choice({ label: "Tokens of a step", options: [512, 1024, 4096], initial: 512, secondary: true }),
    moving: choice({
      label: "γ becomes 0",
      options: [
        ["never", "Never"],
        ["half", "After half of the steps"],
      ],
      initial: "never",
      secondary: true,
    }),
    capacityFactor: number({
      label: "Capacity factor",
      range: [1, 3],
      step: 0.05,
      initial: 1.25,
      secondary: true,
      help: "Choices beyond this many times the mean would be dropped. V3 drops none.",
    }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "A strong skew": { skew: 4 },
    "No skew": { skew: 0 },
    "A strong loss": { balanceFactor: 0.03 },
    "γ stops halfway": { moving: "half" },
  },
  *compute({
    skew,
    biasUpdateSpeed,
    balanceFactor,
    steps,
    routedExperts,
    activatedExperts,
    tokens,
    moving,
    capacityFactor,
    seed,
  }) {
    const strategies = ids.map((id) => {
      const own = balanceStrategies.find((strategy) => strategy.id === id)!;
      return {
        ...own,
        balanceFactor: own.balanceFactor === 0 ? 0 : balanceFactor,
        biasUpdateSpeed: own.biasUpdateSpeed === 0 ? 0 : biasUpdateSpeed,
      };
    });
    const laboratory = createLaboratory({
      tokens,
      sequenceTokens: 64,
      domains: 8,
      routedExperts,
      activatedExperts,
      skew,
      seed,
      strategies,
      capacityFactor,
      windowSteps: Math.min(100, steps / 5),
      biasUpdateSteps: moving === "half" ? steps / 2 : Infinity,
    });
    const history = [];
    for (let step = 0; step < steps; step++) {
      history.push(
        laboratory
          .step()
          .strategies.map(({ id, tokensOfExpert, maxViolation, windowMaxViolation, droppedShare, departure }) => ({
            id,
            step,
            tokensOfExpert: Uint16Array.from(tokensOfExpert),
            maxViolation,
            windowMaxViolation,
            droppedShare,
            changedShare: departure.changedShare,
          })),
      );
      if (step % 10 === 9)
        yield {
          history: history.slice(),
          meanLoad: (tokens * activatedExperts) / routedExperts,
          windowSteps: Math.min(100, steps / 5),
        };
    }
  },
  ends: ({ history }) => ({ step: history.length - 1 }),
  view: ({ history, meanLoad, windowSteps }, { values }) => {
    const at = Math.min(values.step, history.length - 1);
    const now = history[at];
    return (
      <>
        <Readout
          items={now.map(({ id, windowMaxViolation, maxViolation }) => ({
            label: strategyNames[id],
            value: windowMaxViolation,
            as: ["number", 2] as const,
            note: `MaxVio, ${at === 0 ? "first step" : `last ${Math.min(windowSteps, at + 1)} steps`}; this step ${formatNumber(maxViolation, 2)}`,
          }))}
        />
        <ViolationCurves history={history} windowSteps={windowSteps} />
        <StrategyLegend />
        {now.map(({ id, tokensOfExpert }) => (
          <StrategyLoad key={id} id={id} step={at} tokensOfExpert={tokensOfExpert} meanLoad={meanLoad} />
        ))}
        <Fold label="The strategies at this step, in numbers">
          <Table
            label="The strategies at this step"
            columns={[
              { key: "name", label: "Strategy" },
              { key: "windowMaxViolation", label: "MaxVio, window", as: ["number", 2] },
              { key: "maxViolation", label: "… this step", as: ["number", 2] },
              { key: "droppedShare", label: "Would be dropped", as: "percent" },
              { key: "changedShare", label: "Choices changed", as: "percent" },
            ]}
            rows={now.map((row) => ({ ...row, name: strategyNames[row.id] }))}
          />
        </Fold>
      </>
    );
  },
  summary: ({ history, windowSteps }) =>
    `After ${history.length} steps, MaxVio of the last ${windowSteps} together: ${history
      .at(-1)!
      .map(
        ({ id, windowMaxViolation }) =>
          `${id === "bias" ? "bias alone" : strategyNames[id].toLowerCase()} ${formatNumber(windowMaxViolation, 2)}`,
      )
      .join(
        ", ",
      )}; against no balancing, the bias changed ${formatPercent(history.at(-1)!.find(({ id }) => id === "bias")!.changedShare)} of the choices.`,
  table: ({ history }) => ({
    columns: [
      { key: "strategy", label: "Strategy" },
      { key: "step", label: "Step" },
      { key: "maxViolation", label: "MaxVio" },
      { key: "windowMaxViolation", label: "MaxVio, last steps together" },
      { key: "droppedShare", label: "Share that would be dropped" },
      { key: "changedShare", label: "Share of choices changed" },
    ],
    rows: history.flat().map(({ id, step, maxViolation, windowMaxViolation, droppedShare, changedShare }) => ({
      strategy: strategyNames[id],
      step,
      maxViolation,
      windowMaxViolation,
      droppedShare,
      changedShare,
    })),
  }),
});

const ids = ["none", "auxiliary-loss", "batch-loss", "bias"] as const;
