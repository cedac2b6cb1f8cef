/** @file Numbers about post-training. */
import {
  correlationOfVotes,
  cosineRate,
  deepseekV3,
  distillationScores,
  draftCostByParameters,
  expectedTokensPerStep,
  groupAdvantages,
  klDivergence,
  klEstimateMoments,
  majorityAccuracy,
  publishedSchedule,
  rejectionSampling,
  rewardBenchScores,
  shareWithoutSignal,
  speculativeSpeedUp,
  tokensPerSolved,
  type AdvantageRecipe,
} from "../../compute/index.ts";
import { formatFixed, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import grpoLevels from "../../widgets/grpo-levels.tsx";
import grpoLive from "../../widgets/grpo-live.tsx";
import { times, type Values } from "./entry.ts";
import { figureValue } from "./figure-value.ts";

const percent = { unit: "", format: (value: number) => formatPercent(value) };
const rate = { unit: "", format: (value: number) => formatNumber(value, 2) };
const nats = { unit: "nats", format: (value: number) => formatFixed(value, 3) };
const tokens = { unit: "tokens", format: (value: number) => formatNumber(value, 4) };

/** Advantage of a right answer where two of four are right. */
const twoOfFour = (recipe: AdvantageRecipe): Values[string] => ({
  unit: "",
  format: (value) => `±${formatFixed(value, 6).replace(/\.?0+$/, "")}`,
  value: () => groupAdvantages([1, 0, 0, 1], { recipe })[0],
  source: "rewards 1, 0, 0, 1, eq. 28",
});

/** Distance from the exact optimum after the last step of the figure at rest. */
const endOf = (recipe: string): Values[string] => ({
  ...nats,
  value: () => figureValue(grpoLive, {}, ({ curves }) => curves.findLast((point) => point.recipe === recipe)!.distance),
  source: "the figure at rest, step 600",
});

/** The state at rest of the figure about estimates. */
const [policy, reference] = [
  [0.6, 0.3, 0.1],
  [0.3, 0.4, 0.3],
];

const [short, distilled] = distillationScores.rows;
const solved = (passPercent: number, meanTokens: number): Values[string] => ({
  ...tokens,
  value: () => tokensPerSolved({ passRate: passPercent / 100, meanTokens }),
  source: "length over pass rate, Table 9",
});

const one = rewardBenchScores.rows.find(({ model }) => model === "DeepSeek-V3")!;
const six = rewardBenchScores.rows.find(({ model }) => model === "DeepSeek-V3 (maj@6)")!;
const votes = (name: string, key: "chatHard" | "safety" | "reasoning"): Values => ({
  [`votes.${name}.one`]: { ...percent, given: true, value: () => one[key] / 100, source: "§5.3.4, Table 8" },
  [`votes.${name}.six`]: { ...percent, given: true, value: () => six[key] / 100, source: "§5.3.4, Table 8" },
  [`votes.${name}.independent`]: {
    ...percent,
    value: () => majorityAccuracy({ judges: 6, accuracy: one[key] / 100 }),
    source: "six independent votes of the printed accuracy, ties counted half",
  },
  [`votes.${name}.correlation`]: {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => correlationOfVotes({ judges: 6, accuracy: one[key] / 100, majority: six[key] / 100 }),
    source: "the correlation of a beta-binomial at which six votes give the printed majority",
  },
});

const draftCost = draftCostByParameters(deepseekV3);

export const alignmentValues: Values = {
  "grpo.live.others": endOf("Others’ mean, true gradient"),
  "grpo.live.written": endOf("As written: eq. 26 to 28"),
  "sft.rejection.hard": {
    ...percent,
    value: () => rejectionSampling({ passRate: 0.05, falsePositiveRate: 0.05 }).precision,
    source: "0.05 / (0.05 + 0.95 × 0.05)",
  },
  "sft.rate.first": {
    ...rate,
    given: true,
    value: () => cosineRate({ from: 5e-6, to: 1e-6, progress: 0 }),
    source: "§5.1",
  },
  "sft.rate.last": {
    ...rate,
    given: true,
    value: () => cosineRate({ from: 5e-6, to: 1e-6, progress: 1 }),
    source: "§5.1",
  },
  "schedule.rate.last": { ...rate, given: true, value: () => publishedSchedule.lastRate, source: "§4.2" },
  "grpo.two.population": twoOfFour("population"),
  "grpo.two.openrlhf": twoOfFour("openrlhf"),
  "grpo.two.verl": twoOfFour("verl"),
  "grpo.two.trl": twoOfFour("trl"),
  "grpo.silent.8": {
    ...percent,
    value: () => shareWithoutSignal({ groupSize: 8, passRate: 0.05 }),
    source: "0.05⁸ + 0.95⁸",
  },
  "grpo.silent.64": {
    ...percent,
    value: () => shareWithoutSignal({ groupSize: 64, passRate: 0.05 }),
    source: "0.05⁶⁴ + 0.95⁶⁴",
  },
  "kl.rest.truth": {
    ...nats,
    value: () => klDivergence(policy, reference),
    source: "the figure at rest, summed over all outcomes",
  },
  "kl.rest.k1": {
    ...nats,
    value: () => klEstimateMoments(policy, reference, { estimator: "k1" }).deviation,
    source: "deviation of k1 over all samples, the figure at rest",
  },
  "kl.rest.k3": {
    ...nats,
    value: () => klEstimateMoments(policy, reference).deviation,
    source: "deviation of k3 over all samples, the figure at rest",
  },
  "distill.lcb.before": { ...percent, given: true, value: () => short.liveCodeBench / 100, source: "§5.4.1, Table 9" },
  "distill.lcb.after": {
    ...percent,
    given: true,
    value: () => distilled.liveCodeBench / 100,
    source: "§5.4.1, Table 9",
  },
  "distill.math.before": { ...percent, given: true, value: () => short.math500 / 100, source: "§5.4.1, Table 9" },
  "distill.math.after": { ...percent, given: true, value: () => distilled.math500 / 100, source: "§5.4.1, Table 9" },
  "distill.lcb.length": {
    ...times,
    value: () => distilled.liveCodeBenchTokens / short.liveCodeBenchTokens,
    source: "783 / 718, Table 9",
  },
  "distill.math.length": {
    ...times,
    value: () => distilled.math500Tokens / short.math500Tokens,
    source: "1,510 / 769, Table 9",
  },
  "distill.lcb.solved.before": solved(short.liveCodeBench, short.liveCodeBenchTokens),
  "distill.lcb.solved.after": solved(distilled.liveCodeBench, distilled.liveCodeBenchTokens),
  "distill.math.solved.before": solved(short.math500, short.math500Tokens),
  "distill.math.solved.after": solved(distilled.math500, distilled.math500Tokens),
  ...votes("chatHard", "chatHard"),
  ...votes("safety", "safety"),
  ...votes("reasoning", "reasoning"),
  "drafts.tokens.low": {
    ...tokens,
    format: (value) => formatNumber(value),
    value: () => expectedTokensPerStep([0.85]),
    source: "1 + 0.85, §5.4.3",
  },
  "drafts.tokens.high": {
    ...tokens,
    format: (value) => formatNumber(value),
    value: () => expectedTokensPerStep([0.9]),
    source: "1 + 0.90, §5.4.3",
  },
  "drafts.cost": {
    ...percent,
    value: () => draftCost,
    source: "activated parameters of the prediction module with the head, over those of the main model",
  },
  "drafts.speedup.low": {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => speculativeSpeedUp([0.85], draftCost),
    source: "1.85 / 1.044",
  },
  "drafts.speedup.high": {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => speculativeSpeedUp([0.9], draftCost),
    source: "1.90 / 1.044",
  },
  "grpo.levels.ratio": {
    unit: "",
    format: (value) => formatNumber(value, 3),
    value: () => 1.01 ** 160,
    source: "1.01 to the power of 160 tokens, the figure at rest",
  },
  "grpo.levels.share": {
    ...percent,
    value: () =>
      figureValue(grpoLevels, { drift: 0 }, ({ levels }) => levels.find(({ level }) => level === "batch")!.weights[3]),
    source: "160 of 230 tokens, the figure at rest",
  },
};
