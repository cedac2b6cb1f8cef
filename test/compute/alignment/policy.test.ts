/** GRPO on a table against its exact optimum. */
import { describe, expect, it } from "vitest";
import {
  groupObjective,
  clippedTerm,
  grpoRun,
  klDivergence,
  objectiveLevels,
  optimalPolicy,
  policyMeasures,
  tabularTask,
  type GrpoSettings,
  type TabularTask,
} from "../../../src/compute/index.ts";

/** The policy after some steps. */
function after(
  task: TabularTask,
  steps: number,
  settings: Partial<GrpoSettings>,
): { policy: Float64Array; reward: number; silentGroups: number } {
  for (const step of grpoRun(task, settings))
    if (step.step === steps)
      return { policy: step.policy.slice(), reward: step.reward, silentGroups: step.silentGroups };
  throw new Error("unreachable: the run does not end");
}

/** Mean over prompts of KL(a ‖ b). */
function meanDivergence({ prompts, answers }: TabularTask, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += answers)
    sum += klDivergence(a.subarray(row, row + answers), b.subarray(row, row + answers));
  return sum / prompts;
}

const task = tabularTask({ prompts: 16, answers: 6, rightShare: 0.3, spread: 0.7, seed: 3 });

describe("optimalPolicy(task, { klWeight })", () => {
  it("weighs the reference with exp(r / β)", () => {
    // Two answers, equal before; one right: odds e^(1/β).
    const two: TabularTask = {
      prompts: 1,
      answers: 2,
      rewards: Float64Array.of(1, 0),
      reference: Float64Array.of(0.5, 0.5),
    };
    expect(optimalPolicy(two, { klWeight: 0.5 })[0]).toBeCloseTo(Math.exp(2) / (1 + Math.exp(2)), 12);
  });
  it("scores at least as high as policies near it", () => {
    const beta = 0.4;
    const best = optimalPolicy(task, { klWeight: beta });
    const score = (policy: Float64Array): number =>
      policy.reduce((sum, probability, i) => sum + probability * task.rewards[i], 0) / task.prompts -
      beta * meanDivergence(task, policy, task.reference);
    for (const share of [0.01, 0.1, 0.5])
      expect(score(best.map((probability, i) => (1 - share) * probability + share * task.reference[i]))).toBeLessThan(
        score(best),
      );
  });
});

describe("policyMeasures(task, policy)", () => {
  const task = {
    prompts: 2,
    answers: 2,
    rewards: Float64Array.of(1, 0, 0, 1),
    reference: Float64Array.of(0.5, 0.5, 0.25, 0.75),
  };
  // By hand: rewards of 3/4 and 3/4; 3/4 ln 3/2 + 1/4 ln 1/2 for the first prompt, nothing for the second.
  it("are means over prompts", () => {
    const { reward, divergence } = policyMeasures(task, Float64Array.of(0.75, 0.25, 0.25, 0.75));
    expect(reward).toBe(0.75);
    expect(divergence).toBeCloseTo((0.75 * Math.log(1.5) + 0.25 * Math.log(0.5)) / 2, 15);
  });
  it("are those that a run reports", () => {
    for (const step of grpoRun(task, { seed: 3 })) {
      expect(policyMeasures(task, step.policy)).toEqual({ reward: step.reward, divergence: step.divergence });
      if (step.step === 5) break;
    }
  });
  it("needs a distribution for each prompt", () => {
    expect(() => policyMeasures(task, Float64Array.of(0.75, 0.25, 0.5, 0.75))).toThrow(
      new RangeError("policy[1] must sum to 1 (got 1.25)"),
    );
    expect(() => policyMeasures(task, Float64Array.of(0.75, 0.25))).toThrow(
      new RangeError("policy must have 4 entries (got 2)"),
    );
  });
});

describe("grpoRun(task, settings)", () => {
  // Mean ± the noise of groups of 64 at rate 0.05: the divergence from the optimum stays below 0.01 nats.
  it("reaches the exact optimum where the baseline leaves one out and the leash is exact", () => {
    const klWeight = 0.5;
    const { policy } = after(task, 1500, {
      klWeight,
      groupSize: 64,
      learningRate: 0.05,
      recipe: "leaveOneOut",
      klGradient: "exact",
    });
    expect(meanDivergence(task, policy, optimalPolicy(task, { klWeight }))).toBeLessThan(0.01);
  });
  it("reaches that of a weaker reward where the mean includes the answer itself", () => {
    const klWeight = 0.5;
    const groupSize = 4;
    const { policy } = after(task, 2000, {
      klWeight,
      groupSize,
      learningRate: 0.03,
      recipe: "unscaled",
      klGradient: "exact",
    });
    // The answer itself is 1/G of its baseline, so the reward counts (G − 1)/G.
    const weaker = optimalPolicy(task, { klWeight: klWeight / (1 - 1 / groupSize) });
    expect(meanDivergence(task, policy, weaker)).toBeLessThan(0.01);
    expect(meanDivergence(task, policy, optimalPolicy(task, { klWeight }))).toBeGreaterThan(0.02);
  });
  it("raises the reward by eq. 26 to 28 as they are", () => {
    const [first, last] = [after(task, 0, {}), after(task, 300, {})];
    expect(last.reward).toBeGreaterThan(first.reward + 0.4);
  });
  it("gives equal bits under equal settings, others under another seed", () => {
    expect(after(task, 20, { seed: 5 }).policy).toEqual(after(task, 20, { seed: 5 }).policy);
    expect(after(task, 20, { seed: 6 }).policy).not.toEqual(after(task, 20, { seed: 5 }).policy);
  });
  it("clips only from the second update of a step on", () => {
    const shareAt = (updatesPerStep: number): number => {
      for (const step of grpoRun(task, { updatesPerStep, learningRate: 2 }))
        if (step.step === 3) return step.clippedShare;
      return NaN;
    };
    expect(shareAt(1)).toBe(0);
    expect(shareAt(4)).toBeGreaterThan(0);
  });
  it("names what it refuses", () => {
    expect(() => grpoRun(task, { groupSize: 0 }).next()).toThrow(
      new RangeError("groupSize must be an integer from 1 to 65536 (got 0)"),
    );
    expect(() => grpoRun(task, { klWeight: -1 }).next()).toThrow(
      new RangeError("klWeight must be a finite number, 0 or above (got -1)"),
    );
    expect(() => tabularTask({ prompts: 1e6, answers: 1e6 })).toThrow(
      new RangeError("prompts must be at most 1 for answers = 1000000 (got 1000000)"),
    );
  });
});

describe("silent groups of grpoRun(task, settings)", () => {
  const half = Float64Array.of(0.5, 0.5);
  it("are all where every answer is right, and none where 64 draws of two answers differ", () => {
    const alike: TabularTask = { prompts: 1, answers: 2, rewards: Float64Array.of(1, 1), reference: half };
    const apart: TabularTask = { ...alike, rewards: Float64Array.of(1, 0) };
    expect(after(alike, 1, { groupSize: 64 }).silentGroups).toBe(1);
    expect(after(apart, 1, { groupSize: 64 }).silentGroups).toBe(0); // chance of the contrary: 2⁻⁶³
  });
});

describe("clippedTerm({ ratio, advantage, clip })", () => {
  // min(r A, clip(r) A) by hand for ε = 0.2.
  it.each([
    [1.5, 1, 1.2, true],
    [1.1, 1, 1.1, false],
    [0.5, 1, 0.5, false],
    [0.5, -1, -0.8, true],
    [1.5, -1, -1.5, false],
    [1, -2, -2, false],
  ])("at ratio %d and advantage %d is %d (clipped: %s)", (ratio, advantage, value, isClipped) => {
    const term = clippedTerm({ ratio, advantage, clip: 0.2 });
    expect(term.value).toBeCloseTo(value, 12);
    expect(term.isClipped).toBe(isClipped);
    expect(term.slope).toBe(isClipped ? 0 : advantage);
  });
});

describe("groupObjective(answers, options)", () => {
  const [ln2, ln3] = [Math.LN2, Math.log(3)];
  // Two answers of 1 and 2 tokens: ratios 2 and (1, 3).
  const answers = [
    { policy: [0], old: [-ln2], reference: [0] },
    { policy: [0, 0], old: [0, -ln3], reference: [0, 0] },
  ];
  const options = { advantages: [1, -1], clip: 0.5, klWeight: 0.1 };
  it("takes one ratio for an answer, one for a token in its answer, or one for a token of all", () => {
    const surrogate = (level: (typeof objectiveLevels)[number]): number =>
      groupObjective(answers, { ...options, level }).surrogate;
    expect(surrogate("output")).toBeCloseTo((1.5 - 3) / 2, 12);
    expect(surrogate("sequence")).toBeCloseTo((1.5 + (-1 - 3) / 2) / 2, 12);
    expect(surrogate("batch")).toBeCloseTo((1.5 - 1 - 3) / 3, 12);
  });
  it("compares with the logarithms of the policy itself: ratio 2, and 3 to the reference, at every level", () => {
    const answer = { policy: [-1], old: [-1 - ln2], reference: [-1 + ln3] };
    for (const level of objectiveLevels) {
      const { surrogate, divergence } = groupObjective([answer], { advantages: [1], clip: 0.5, klWeight: 1, level });
      expect(surrogate).toBeCloseTo(1.5, 12);
      expect(divergence).toBeCloseTo(3 - 1 - ln3, 12); // eq. 27
    }
  });
  it("takes β times the divergence off", () => {
    const leashed = groupObjective([{ policy: [0], old: [0], reference: [-ln2] }], {
      advantages: [1],
      clip: 0.2,
      klWeight: 0.1,
    });
    expect(leashed.divergence).toBeCloseTo(0.5 - 1 + ln2, 12);
    expect(leashed.objective).toBeCloseTo(1 - 0.1 * leashed.divergence, 12);
  });
  it("names what it refuses", () => {
    expect(() =>
      groupObjective([{ policy: [0], old: [0, 0], reference: [0] }], { ...options, advantages: [1] }),
    ).toThrow(new RangeError("answers[0].old must have 1 entries (got 2)"));
  });
});
