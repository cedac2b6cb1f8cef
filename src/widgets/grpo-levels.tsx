/** @file One group of answers, long and short: what its objective is if ratios are those of answers, or of tokens. */
import * as Plot from "@observablehq/plot";
import { groupAdvantages, groupObjective, objectiveLevels, type ObjectiveLevel } from "../compute/index.ts";
import {
  Chart,
  color,
  defineWidget,
  formatFixed,
  formatNumber,
  formatPercent,
  Legend,
  number,
  numbers,
  Readout,
  series,
  Table,
} from "../kit/index.ts";

export default defineWidget({
  id: "grpo-levels",
  title: "What the mean runs over",
  source: "§5.2.2, eq. 26",
  caption:
    "One group of answers, advantages by eq. 28 with the deviation of the group. All tokens of all answers have become likelier by one factor, so that only lengths and advantages differ; the policy that they were drawn with is also the reference. Output: one ratio for a whole answer, as eq. 26 is written. Sequence: one for each token, averaged in each answer and then over answers (arXiv:2402.03300). Batch: one for each token, all tokens alike (arXiv:2503.14476). Lengths, rewards and the factor are ours; the report prints neither lengths nor ε.",
  params: {
    lengths: numbers({ label: "Tokens of each answer", initial: [10, 20, 40, 160], range: [1, 1000], maxLength: 12 }),
    rewards: numbers({ label: "Reward of each answer", initial: [1, 0, 0, 1], range: [-100, 100], maxLength: 12 }),
    drift: number({
      label: "Each token likelier by",
      range: [-0.1, 0.1],
      step: 0.002,
      initial: 0.01,
      shown: "percent",
      help: "0 is just after the answers were drawn.",
    }),
    clip: number({ label: "Clip ε", range: [0, 0.9], step: 0.05, initial: 0.2 }),
    klWeight: number({
      label: "Weight β of the divergence",
      range: [0, 1],
      step: 0.01,
      initial: 0.04,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "Just drawn": { drift: 0 },
    "The long one is wrong": { rewards: [1, 1, 0, 0] },
    "All of one length": { lengths: [40, 40, 40, 40] },
  },
  check: ({ lengths, rewards, drift }) => {
    if (lengths.length === 0) return { at: "lengths", say: "A group has at least one answer." };
    if (lengths.some((length) => !Number.isInteger(length)))
      return { at: "lengths", say: "Lengths are whole numbers." };
    if (Math.max(...lengths) * Math.abs(drift) > 50)
      return {
        at: "drift",
        say: "With answers so long the ratio leaves the range of numbers; choose a smaller factor.",
      };
    return (
      rewards.length !== lengths.length && {
        at: "rewards",
        say: `Give ${lengths.length} rewards, one for each answer.`,
      }
    );
  },
  compute: ({ lengths, rewards, drift, clip, klWeight }) => {
    const advantages = groupAdvantages(rewards, { recipe: "population" });
    const answers = lengths.map((length) => answerOf(length, Math.log1p(drift)));
    const unmoved = lengths.map((length) => answerOf(length, 0));
    const only = (answer: number, value: number) => Float64Array.from(lengths, (_, i) => (i === answer ? value : 0));
    return {
      lengths,
      advantages,
      levels: objectiveLevels.map((level) => ({
        level,
        ...groupObjective(answers, { advantages, clip, klWeight, level }),
        // What one answer adds: the terms of all others have an advantage of 0. Its weight is that of an advantage of 1 before anything has moved.
        terms: lengths.map(
          (_, i) => groupObjective(answers, { advantages: only(i, advantages[i]), clip, klWeight: 0, level }).surrogate,
        ),
        weights: lengths.map(
          (_, i) => groupObjective(unmoved, { advantages: only(i, 1), clip, klWeight: 0, level }).surrogate,
        ),
      })),
    };
  },
  view: ({ lengths, advantages, levels }) => {
    const parts = partsOf({ lengths, advantages, levels });
    return (
      <>
        <Readout
          items={levels.map(({ level, objective, clippedShare }) => ({
            label: names[level],
            value: objective,
            as: ["fixed", 4] as const,
            note: `${formatPercent(clippedShare)} of its terms clipped`,
          }))}
        />
        <Chart
          label="Weight of each answer at each level"
          tips={(part: Part) =>
            `${part.level}, answer ${part.answer} of ${part.tokens} tokens: weight ${formatPercent(part.weight)}`
          }
          options={({ narrow }) => ({
            height: 130,
            marginLeft: 76,
            x: {
              label: "Weight of an answer before anything has moved",
              domain: [0, 1],
              tickFormat: (share: number) => formatPercent(share),
              ticks: narrow ? 4 : 8,
            },
            y: { label: null, domain: levels.map(({ level }) => names[level]) },
            marks: [
              Plot.barX(parts, {
                x: "weight",
                y: "level",
                fill: (part: Part) => color(series(part.answer - 1)),
                insetTop: 3,
                insetBottom: 3,
              }),
            ],
          })}
        />
        <Chart
          label="What each answer adds to the objective at each level"
          tips={(part: Part) =>
            `${part.level}, answer ${part.answer} of ${part.tokens} tokens, advantage ${formatFixed(part.advantage, 3)}: adds ${formatFixed(part.term, 4)}`
          }
          options={() => ({
            height: 200,
            marginLeft: 56,
            marginTop: 40,
            fx: { label: null, domain: levels.map(({ level }) => names[level]) },
            x: { label: "Answer", type: "band" },
            y: { label: "Adds to the objective", grid: true, nice: true },
            marks: [
              Plot.barY(parts, {
                fx: "level",
                x: "answer",
                y: "term",
                fill: (part: Part) => color(series(part.answer - 1)),
              }),
              Plot.ruleY([0]),
            ],
          })}
        />
        <Legend
          items={lengths.map(
            (length, i) =>
              [
                `Answer ${i + 1}: ${formatNumber(length)} tokens, A = ${formatFixed(advantages[i], 2)}`,
                series(i),
              ] as const,
          )}
        />
        <Table
          label="The group at each level"
          rows={levels.map((row) => ({ ...row, level: names[row.level] }))}
          columns={[
            { key: "level", label: "Level" },
            { key: "objective", label: "Objective", as: ["fixed", 4] },
            { key: "surrogate", label: "Clipped terms", as: ["fixed", 4] },
            { key: "divergence", label: "Divergence, nats", as: ["number", 3] },
            { key: "clippedShare", label: "Clipped", as: "percent" },
          ]}
        />
      </>
    );
  },
  summary: ({ levels }) =>
    `The same group has an objective of ${levels.map(({ level, objective }) => `${formatFixed(objective, 4)} at ${names[level].toLowerCase()} level`).join(", ")}.`,
  remark: ({ advantages }) =>
    advantages.every((advantage) => advantage === 0) && "All rewards are equal: only the divergence is left.",
  table: ({ lengths, advantages, levels }) => ({
    columns: [
      { key: "level", label: "Level" },
      { key: "answer", label: "Answer" },
      { key: "tokens", label: "Tokens" },
      { key: "advantage", label: "Advantage" },
      { key: "weight", label: "Weight before anything has moved" },
      { key: "term", label: "Adds to the objective" },
    ],
    rows: partsOf({ lengths, advantages, levels }),
  }),
});

type Group = {
  lengths: readonly number[];
  advantages: ArrayLike<number>;
  levels: readonly { level: ObjectiveLevel; terms: readonly number[]; weights: readonly number[] }[];
};
type Part = ReturnType<typeof partsOf>[number];

const names: Readonly<Record<ObjectiveLevel, string>> = { output: "Output", sequence: "Sequence", batch: "Batch" };

/** Every answer at every level. */
function partsOf({ lengths, advantages, levels }: Group) {
  return levels.flatMap(({ level, terms, weights }) =>
    lengths.map((tokens, i) => ({
      level: names[level],
      answer: i + 1,
      tokens,
      advantage: advantages[i],
      weight: weights[i],
      term: terms[i],
    })),
  );
}

/** Tokens of one answer, each likelier than when it was drawn by a factor whose logarithm is `shift`. */
function answerOf(length: number, shift: number): { policy: Float64Array; old: Float64Array; reference: Float64Array } {
  const before = new Float64Array(length).fill(-1);
  return { policy: before.map((value) => value + shift), old: before, reference: before };
}
