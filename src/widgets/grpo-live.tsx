/** @file GRPO on a small table of prompts and answers, several recipes from one start, against the exact optimum. */
import * as Plot from "@observablehq/plot";
import { grpoRun, optimalPolicy, policyMeasures, tabularTask } from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatFixed,
  formatNumber,
  integer,
  Legend,
  number,
  Readout,
  seed,
  timeline,
} from "../kit/index.ts";

export default defineWidget({
  id: "grpo-live",
  title: "GRPO against its exact optimum",
  source: "§5.2.2, eq. 26 to 28",
  caption:
    "A policy that is a table: a softmax over eight answers for each of 32 prompts, with seeded rewards of 0 and 1. So small that the policy which makes reward minus β times divergence largest is known exactly: the reference times exp(r/β), normalized. All runs begin at the reference. Every value is ours, since the report prints none; the mechanism is that of the equations, and the table says nothing about V3.",
  params: {
    klWeight: number({ label: "β, weight of the divergence", range: [0.05, 2], scale: "log", initial: 0.3 }),
    groupSize: integer({ label: "Answers in a group", range: [2, 64], scale: "log", initial: 8 }),
    learningRate: number({ label: "Learning rate", range: [0.01, 2], scale: "log", initial: 0.2 }),
    updatesPerStep: integer({
      label: "Updates on each group",
      range: [1, 8],
      initial: 1,
      secondary: true,
      help: "From the second on, clipping has something to do.",
    }),
    clip: number({ label: "Clip ε", range: [0.05, 0.9], step: 0.05, initial: 0.2, secondary: true }),
    rightShare: number({
      label: "Right answers",
      range: [0.05, 0.95],
      step: 0.05,
      initial: 0.25,
      shown: "percent",
      secondary: true,
    }),
    measure: choice({
      label: "Show",
      initial: "distance",
      options: [
        ["distance", "Distance from the optimum"],
        ["reward", "Reward"],
        ["divergence", "Divergence from the reference"],
      ],
      viewOnly: true,
    }),
    step: timeline({ label: "Step", initial: 600, rate: 60, speeds: [1, 4] }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Small groups": { groupSize: 2, learningRate: 0.05 },
    "A short leash": { klWeight: 2 },
    "A long leash": { klWeight: 0.05 },
    "Many updates on each group": { updatesPerStep: 8, learningRate: 0.5 },
  },
  *compute({ klWeight, groupSize, learningRate, updatesPerStep, clip, rightShare, seed }) {
    const task = tabularTask({ prompts: 32, answers: 8, rightShare, seed });
    const optimum = optimalPolicy(task, { klWeight });
    const { reward: best, divergence: distance } = policyMeasures(task, optimum);
    const fromOptimum = { ...task, reference: optimum };
    const runs = recipes.map(({ settings }) =>
      grpoRun(task, { klWeight, groupSize, learningRate, updatesPerStep, clip, seed, ...settings }),
    );
    const curves: Point[] = [];
    for (let step = 0; step <= 600; step += 5) {
      runs.forEach((run, i) => {
        // From one kept step to the next; the first `next` is step 0.
        let state = run.next().value;
        while (state.step < step) state = run.next().value;
        curves.push({
          recipe: recipes[i].name,
          step,
          reward: state.reward,
          divergence: state.divergence,
          distance: policyMeasures(fromOptimum, state.policy).divergence,
        });
      });
      if (step % 50 === 0) yield { curves: curves.slice(), best, distance };
    }
  },
  ends: ({ curves }) => ({ step: curves.at(-1)?.step ?? 0 }),
  view: ({ curves, best, distance }, { values }) => {
    const at = recipes.map(({ name }) =>
      curves.filter((point) => point.recipe === name && point.step <= values.step).at(-1)!,
    );
    return (
      <>
        <Readout
          items={[
            ...at.map((point, i) => ({
              label: recipes[i].short,
              value: point[values.measure],
              as: ["fixed", 3] as const,
              note: `at step ${point.step}`,
            })),
            {
              label: "Optimum",
              value: values.measure === "reward" ? best : values.measure === "divergence" ? distance : 0,
              as: ["fixed", 3] as const,
              note:
                values.measure === "reward"
                  ? "its expected reward"
                  : values.measure === "divergence"
                    ? "its own divergence"
                    : "by definition",
            },
          ]}
        />
        <Chart
          label={`${measures[values.measure]} over the steps, for each recipe`}
          scrub="step"
          options={() => ({
            height: 260,
            marginLeft: 56,
            x: { label: "Step", domain: [0, 600] },
            y: { label: measures[values.measure], grid: true, zero: true },
            marks: [
              ...(values.measure === "distance"
                ? []
                : [
                    Plot.ruleY([values.measure === "reward" ? best : distance], {
                      stroke: "var(--ink-soft)",
                      strokeDasharray: "4 3",
                    }),
                  ]),
              ...recipes.map(({ name }, i) =>
                Plot.lineY(
                  curves.filter((point) => point.recipe === name),
                  { x: "step", y: values.measure, stroke: `var(--series-${i + 1})`, strokeWidth: 2 },
                ),
              ),
              Plot.ruleY([0]),
            ],
          })}
        />
        <Legend items={recipes.map(({ name }, i) => [name, `series-${i + 1}` as "series-1"])}>
          {values.measure === "distance" ? "Zero is the exact optimum." : "The dashed line is the exact optimum."}
        </Legend>
      </>
    );
  },
  summary: ({ curves }) => {
    const last = recipes.map(({ name }) => curves.filter((point) => point.recipe === name).at(-1)!);
    return `After ${last[0].step} steps: ${last.map((point, i) => `${inSentence(recipes[i].short)} ${formatFixed(point.distance, 3)}`).join(", ")} nats from the optimum.`;
  },
  table: ({ curves }) => ({
    columns: [
      { key: "recipe", label: "Recipe" },
      { key: "step", label: "Step" },
      { key: "reward", label: "Reward", format: (value: number) => formatNumber(value, 4) },
      { key: "divergence", label: "Divergence", unit: "nats", format: (value: number) => formatNumber(value, 4) },
      { key: "distance", label: "From the optimum", unit: "nats", format: (value: number) => formatNumber(value, 4) },
    ],
    rows: curves,
  }),
});

type Point = { recipe: string; step: number; reward: number; divergence: number; distance: number };

const measures = {
  distance: "KL to the optimum (nats)",
  reward: "Expected reward",
  divergence: "KL to the reference (nats)",
} as const;

/** What is compared: the equations as they are, and what changes when a part is taken out. */
const recipes: readonly { name: string; short: string; settings: Parameters<typeof grpoRun>[1] }[] = [
  { name: "As written: eq. 26 to 28", short: "As written", settings: { recipe: "population", klGradient: "k3" } },
  {
    name: "True KL: the same with the divergence’s true gradient",
    short: "True KL",
    settings: { recipe: "population", klGradient: "exact" },
  },
  { name: "Mean alone, true gradient", short: "Mean alone", settings: { recipe: "unscaled", klGradient: "exact" } },
  {
    name: "Others’ mean, true gradient",
    short: "Others’ mean",
    settings: { recipe: "leaveOneOut", klGradient: "exact" },
  },
];

function inSentence(name: string): string {
  return name[0].toLowerCase() + name.slice(1);
}
