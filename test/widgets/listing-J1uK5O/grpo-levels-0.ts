import { groupAdvantages, groupObjective, objectiveLevels } from "v3-companion/compute";

const parameters = {
  lengths: [10, 20, 40, 160],
  rewards: [1, 0, 0, 1],
  drift: 0.01,
  clip: 0.2,
  klWeight: 0.04,
} as const;

/** Tokens of one answer, each likelier than when it was drawn by a factor whose logarithm is `shift`. */
function answerOf(length: number, shift: number): { policy: Float64Array; old: Float64Array; reference: Float64Array } {
  const before = new Float64Array(length).fill(-1);
  return { policy: before.map((value) => value + shift), old: before, reference: before };
}

const compute = ({ lengths, rewards, drift, clip, klWeight }: typeof parameters) => {
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
};

globalThis.print(compute(parameters));
