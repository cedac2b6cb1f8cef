/** @file One group of answers: rewards to advantages by eq. 28 and by what trainers make of it, and the clip of eq. 26. */
import * as Plot from "@observablehq/plot";
import {
  advantageRecipeNames,
  advantageRecipes,
  clippedTerm,
  groupAdvantages,
  mean,
  type AdvantageRecipe,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  Fold,
  formatFixed,
  formatNumber,
  Legend,
  number,
  numbers,
  Readout,
  Table,
} from "../kit/index.ts";

export default defineWidget({
  id: "grpo-group",
  title: "A group judges its own answers",
  source: "§5.2.2, eq. 26 and 28",
  caption:
    "Rewards of one group become advantages: each answer against the others, so that no critic is needed. The report prints neither group size, nor ε, nor which deviation is meant; the values are ours. Recipes are as in the files named in the module’s documentation. Below, the term that the objective takes for one answer, as its probability moves away from the one that it was drawn with.",
  params: {
    rewards: numbers({
      label: "Rewards of the group",
      initial: [1, 0, 0, 1, 0, 0, 0, 0],
      range: [-100, 100],
      maxLength: 64,
      help: "One for each answer.",
    }),
    recipe: choice({
      label: "Advantage by",
      initial: "population",
      options: [
        ["population", "eq. 28, over G"],
        ["sample", "eq. 28, over G − 1"],
        ["trl", "TRL"],
        ["verl", "verl"],
        ["openrlhf", "OpenRLHF"],
        ["unscaled", "Mean alone"],
        ["leaveOneOut", "Mean of the others"],
      ],
    }),
    clip: number({ label: "Clip ε", range: [0, 0.9], step: 0.05, initial: 0.2 }),
    ratio: number({
      label: "Ratio to the old policy",
      range: [0.1, 3],
      step: 0.01,
      initial: 1.4,
      viewOnly: true,
      help: "Probability now, over that when the answer was drawn.",
    }),
  },
  presets: {
    "As published": {},
    "Two of four": { rewards: [1, 0, 0, 1] },
    "One of four": { rewards: [1, 0, 0, 0] },
    "All right: no signal": { rewards: [1, 1, 1, 1, 1, 1, 1, 1] },
    "Scores of a reward model": { rewards: [0.31, 0.35, 0.52, 0.29, 0.44, 0.9, 0.4, 0.33] },
  },
  check: ({ rewards }) => rewards.length === 0 && { at: "rewards", say: "A group has at least one answer." },
  compute: ({ rewards, recipe, clip }) => {
    const advantages = groupAdvantages(rewards, { recipe });
    const byRecipe = advantageRecipeNames.map((name) => ({
      name,
      advantages: groupAdvantages(rewards, { recipe: name }),
    }));
    const ratios = Array.from({ length: 291 }, (_, i) => 0.1 + i / 100);
    const terms = [1, -1].flatMap((sign) =>
      ratios.map((ratio) => ({ sign, ratio, ...clippedTerm({ ratio, advantage: sign, clip }) })),
    );
    return { rewards, advantages, byRecipe, terms, clip };
  },
  view: ({ rewards, advantages, byRecipe, terms, clip }, { values }) => (
    <>
      <Readout
        items={[
          {
            label: "Best answer",
            value: Math.max(...advantages),
            as: ["fixed", 4],
            note: `reward ${formatNumber(Math.max(...rewards))}`,
          },
          {
            label: "Worst answer",
            value: Math.min(...advantages),
            as: ["fixed", 4],
            note: `reward ${formatNumber(Math.min(...rewards))}`,
          },
          { label: "Mean reward", value: mean(rewards), as: ["fixed", 3], note: "the baseline" },
          {
            label: "Term at this ratio",
            value: clippedTerm({ ratio: values.ratio, advantage: 1, clip }).value,
            as: ["fixed", 3],
            note: `for A = 1; ${formatFixed(clippedTerm({ ratio: values.ratio, advantage: -1, clip }).value, 3)} for A = −1`,
          },
        ]}
      />
      <Chart
        label="Advantage of each answer of the group"
        options={() => ({
          height: 170,
          marginLeft: 52,
          x: { label: "Answer", type: "band" },
          // Without a signal all bars are zero, and there is no domain to find.
          y: {
            label: "Advantage",
            grid: true,
            ...(advantages.every((advantage) => advantage === 0) ? { domain: [-1, 1] } : { nice: true }),
          },
          marks: [
            Plot.barY(
              Array.from(advantages, (advantage, answer) => ({
                answer: answer + 1,
                advantage,
                reward: rewards[answer],
              })),
              {
                x: "answer",
                y: "advantage",
                fill: (row: { advantage: number }) => (row.advantage >= 0 ? "var(--accent)" : "var(--neutral)"),
              },
            ),
            Plot.ruleY([0]),
          ],
        })}
        tips={(row: { answer: number; advantage: number; reward: number }) =>
          `Answer ${row.answer}: reward ${formatNumber(row.reward)}, advantage ${formatFixed(row.advantage, 4)}`
        }
      />
      <Legend
        items={[
          ["Better than the group", "accent"],
          ["Worse", "neutral"],
        ]}
      />
      <Chart
        label="The clipped term against the ratio of probabilities"
        scrub="ratio"
        options={() => ({
          height: 200,
          marginLeft: 52,
          x: { label: "Probability now / when drawn", domain: [0.1, 3] },
          y: { label: "Term of the objective", grid: true },
          marks: [
            Plot.ruleX([1 - clip, 1 + clip], { stroke: "var(--rule-strong)", strokeDasharray: "3 3" }),
            Plot.lineY(
              terms.filter(({ sign }) => sign === 1),
              { x: "ratio", y: "value", stroke: "var(--accent)", strokeWidth: 2 },
            ),
            Plot.lineY(
              terms.filter(({ sign }) => sign === -1),
              { x: "ratio", y: "value", stroke: "var(--neutral)", strokeWidth: 2 },
            ),
          ],
        })}
      />
      <Legend
        items={[
          ["A = 1: an answer to make likelier", "accent"],
          ["A = −1: one to make rarer", "neutral"],
        ]}
      >
        Where a line is flat the term is clipped and has no gradient.
      </Legend>
      <Fold label="The same group by each recipe">
        <Table
          label="The same group by each recipe"
          rows={byRecipe.map(({ name, advantages: all }) => ({
            recipe: advantageRecipes[name as AdvantageRecipe].label,
            best: Math.max(...all),
            worst: Math.min(...all),
          }))}
          columns={[
            { key: "recipe", label: "Recipe" },
            { key: "best", label: "Best answer", as: ["fixed", 6] },
            { key: "worst", label: "Worst answer", as: ["fixed", 6] },
          ]}
        />
      </Fold>
    </>
  ),
  summary: ({ rewards, advantages }) =>
    `${rewards.length} answers with mean reward ${formatFixed(mean(rewards), 3)}: the best has an advantage of ${formatFixed(Math.max(...advantages), 4)}, the worst of ${formatFixed(Math.min(...advantages), 4)}.`,
  remark: ({ advantages }) =>
    advantages.every((advantage) => advantage === 0) &&
    "All rewards are equal, so the group teaches nothing: eq. 28 would divide by 0.",
  table: ({ rewards, advantages, byRecipe }) => ({
    columns: [
      { key: "answer", label: "Answer" },
      { key: "reward", label: "Reward" },
      { key: "advantage", label: "Advantage" },
      ...byRecipe.map(({ name }) => ({ key: name, label: advantageRecipes[name as AdvantageRecipe].label })),
    ],
    rows: rewards.map((reward, i) => ({
      answer: i + 1,
      reward,
      advantage: advantages[i],
      ...Object.fromEntries(byRecipe.map(({ name, advantages: all }) => [name, all[i]])),
    })),
  }),
});
