/** @file What a majority of judges is worth when they make the same mistakes: Table 8 against independent votes. */
import * as Plot from "@observablehq/plot";
import { correlationOfVotes, majorityAccuracy, rewardBenchScores, rightJudges } from "../compute/index.ts";
import {
  Chart,
  defineWidget,
  formatFixed,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  Table,
} from "../kit/index.ts";

export default defineWidget({
  id: "reward-votes",
  title: "Six votes are worth less than six judges",
  source: "§5.3.4, Table 8",
  caption:
    "Table 8 has V3 as a judge once, and as a majority of six of its own votes. If the votes were independent, six would do far better than they do. The model is a beta-binomial: any two votes on one item agree with the given correlation. A tie of 3 to 3 counts half, which the report does not say. The correlations are those that give the printed majorities, and not measurements.",
  params: {
    judges: integer({ label: "Votes", range: [1, 31], initial: 6, report: true }),
    accuracy: number({
      label: "Accuracy of one vote",
      range: [0.5, 0.99],
      step: 0.001,
      initial: 0.798,
      report: true,
      shown: "percent",
      help: "At rest that of Chat-Hard.",
    }),
    correlation: number({
      label: "Correlation of two votes",
      range: [0, 1],
      step: 0.01,
      initial: 0.44,
      viewOnly: true,
    }),
  },
  presets: {
    "As published": {},
    "If they were independent": { correlation: 0 },
    "Always alike": { correlation: 1 },
    Safety: { accuracy: 0.87, correlation: 0.43 },
    Reasoning: { accuracy: 0.843, correlation: 0.29 },
    "Thirty-one votes": { judges: 31 },
  },
  compute: ({ judges, accuracy }) => ({
    curve: Array.from({ length: 101 }, (_, i) => ({
      correlation: i / 100,
      majority: majorityAccuracy({ judges, accuracy, correlation: i / 100 }),
    })),
    printed: domains.map(({ name, key }) => {
      const [single, majority] = [one[key] / 100, six[key] / 100];
      return {
        name,
        single,
        independent: majorityAccuracy({ judges: 6, accuracy: single }),
        majority,
        correlation: correlationOfVotes({ judges: 6, accuracy: single, majority }),
      };
    }),
  }),
  view: ({ curve, printed }, { values: { judges, accuracy, correlation } }) => {
    const now = majorityAccuracy({ judges, accuracy, correlation });
    const distribution = Array.from(rightJudges({ judges, accuracy, correlation }), (probability, right) => ({
      right,
      probability,
    }));
    return (
      <>
        <Readout
          items={[
            {
              label: "Majority",
              value: now,
              as: "percent",
              note: `${judges} ${judges === 1 ? "vote" : "votes"} of ${formatPercent(accuracy)} each`,
            },
            { label: "If independent", value: curve[0].majority, as: "percent", note: "correlation 0" },
            {
              label: "Gained over one vote",
              value: 100 * (now - accuracy),
              as: ["fixed", 1],
              unit: "points",
              note: `of ${formatFixed(100 * (curve[0].majority - accuracy), 1)} if independent`,
            },
          ]}
        />
        <Chart
          label="Accuracy of the majority against the correlation of votes"
          scrub="correlation"
          options={() => ({
            height: 210,
            marginLeft: 56,
            x: { label: "Correlation of two votes", domain: [0, 1] },
            y: { label: "Accuracy of the majority", grid: true, tickFormat: (value: number) => formatPercent(value) },
            marks: [
              Plot.ruleY([accuracy], { stroke: "var(--neutral)", strokeDasharray: "4 3" }),
              Plot.lineY(curve, { x: "correlation", y: "majority", stroke: "var(--accent)", strokeWidth: 2 }),
              Plot.dot([{ correlation, majority: now }], {
                x: "correlation",
                y: "majority",
                r: 5,
                fill: "var(--accent)",
              }),
            ],
          })}
        />
        <Legend
          items={[
            ["Majority", "accent"],
            ["One vote", "neutral"],
          ]}
        />
        <Chart
          label="How many of the votes are right"
          options={({ narrow }) => ({
            height: 150,
            marginLeft: 56,
            x: {
              label: "Right votes",
              type: "band",
              ticks: distribution.map(({ right }) => right).filter((right) => right % tickEvery(judges, narrow) === 0),
            },
            y: { label: "Share of items", grid: true, tickFormat: (value: number) => formatPercent(value) },
            marks: [
              Plot.barY(distribution, {
                x: "right",
                y: "probability",
                fill: ({ right }: { right: number }) =>
                  2 * right > judges ? "var(--accent)" : 2 * right === judges ? "var(--accent-soft)" : "var(--neutral)",
              }),
              Plot.ruleY([0]),
            ],
          })}
        />
        <Legend
          items={[
            ["Majority right", "accent"],
            ["Tie", "accent-soft"],
            ["Majority wrong", "neutral"],
          ]}
        />
        <Table
          label="Table 8, and what its majorities imply"
          rows={printed}
          columns={[
            { key: "name", label: "RewardBench" },
            { key: "single", label: "One vote", as: "percent" },
            { key: "independent", label: "Six, if independent", as: "percent" },
            { key: "majority", label: "Six, as printed", as: "percent" },
            { key: "correlation", label: "Correlation implied", as: ["fixed", 2] },
          ]}
        />
      </>
    );
  },
  summary: ({ curve }, { judges, accuracy, correlation }) =>
    `${judges === 1 ? "One vote that is" : `${judges} votes that are each`} right ${formatPercent(accuracy)} of the time ${judges === 1 ? "is" : "are"} right together ${formatPercent(majorityAccuracy({ judges, accuracy, correlation }))} at a correlation of ${formatFixed(correlation, 2)}; independent ones would be ${formatPercent(curve[0].majority)}.`,
  table: ({ curve, printed }) => ({
    columns: [
      { key: "what", label: "What" },
      { key: "correlation", label: "Correlation" },
      { key: "majority", label: "Accuracy of the majority" },
    ],
    rows: [
      ...curve.map(({ correlation, majority }) => ({ what: "curve", correlation, majority })),
      ...printed.map(({ name, correlation, majority }) => ({ what: `${name}, Table 8`, correlation, majority })),
    ],
  }),
});

/** So that two digits stand apart. */
function tickEvery(judges: number, narrow: boolean): number {
  return narrow ? Math.ceil(judges / 14) : 1;
}

const one = rewardBenchScores.rows.find(({ model }) => model === "DeepSeek-V3")!;
const six = rewardBenchScores.rows.find(({ model }) => model === "DeepSeek-V3 (maj@6)")!;
const domains = [
  { name: "Chat-Hard", key: "chatHard" },
  { name: "Safety", key: "safety" },
  { name: "Reasoning", key: "reasoning" },
] as const;
