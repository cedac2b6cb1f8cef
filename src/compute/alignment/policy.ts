/**
 * @file GRPO on a policy that is a table: a softmax over a few answers for each of a few prompts. Small enough that its
 * optimum is known exactly, so that a run can be measured against it. §5.2.2
 */
import {
  requireFinite,
  requireInRange,
  requireIntegerInRange,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
  requireProductAtMost,
  requireTyped,
} from "../check.ts";
import { exponential } from "../exponential.ts";
import { logarithm } from "../logarithm.ts";
import { createRandom, maxSeed, type Random } from "../random.ts";
import { advantageRecipeNames, writeAdvantages, type AdvantageRecipe } from "./advantages.ts";
import { klEstimators, klSlope, type KlEstimator } from "./divergence.ts";
import { requireDistribution } from "./distribution.ts";

/** Most prompts times answers of a table. */
const mostEntries = 1 << 20;

/** What is to be learned: rewards of each answer to each prompt, and the policy that training starts from. */
export type TabularTask = {
  readonly prompts: number;
  readonly answers: number;
  /** [prompts × answers], row-major. */
  readonly rewards: Float64Array;
  /** π_ref, [prompts × answers]; each row sums to 1. */
  readonly reference: Float64Array;
};

/**
 * A task with seeded rewards of 0 and 1, and a reference policy that favors some answers for no reason.
 *
 * @param options.rightShare  probability that an answer is right, 0 to 1; each prompt has at least one right answer
 * @param options.spread  deviation of the reference's logits, 0 or above
 * @throws RangeError if a count is not a positive integer, the table has more than 2²⁰ entries, or a value lies outside
 * @source ours: an invented task
 */
export function tabularTask(
  options: { prompts?: number; answers?: number; rightShare?: number; spread?: number; seed?: number } = {},
): TabularTask {
  requireObject({ options });
  const { prompts = 64, answers = 8, rightShare = 0.25, spread = 1, seed = 1 } = options;
  requireProductAtMost({ prompts, answers }, mostEntries);
  requireInRange({ rightShare }, 0, 1);
  requireNonNegative({ spread });
  requireIntegerInRange({ seed }, 0, maxSeed);
  const random = createRandom(seed);
  const rewards = new Float64Array(prompts * answers);
  const logits = new Float64Array(prompts * answers);
  for (let prompt = 0; prompt < prompts; prompt++) {
    for (let answer = 0; answer < answers; answer++) {
      rewards[prompt * answers + answer] = random.uniform() < rightShare ? 1 : 0;
      logits[prompt * answers + answer] = spread * random.normal();
    }
    rewards[prompt * answers + random.integer(answers)] = 1;
  }
  return { prompts, answers, rewards, reference: softmaxRows(logits, answers) };
}

/**
 * The policy that makes E[r] − β KL(π ‖ π_ref) largest: π_ref · exp(r / β), normalized.
 *
 * @param options.klWeight  β, above 0
 * @returns [prompts × answers]; each row sums to 1
 * @throws RangeError if `klWeight` is not above 0, or the task's tables do not fit
 * @source arXiv:2305.18290, eq. 4: the closed form of the optimum that eq. 26 pulls toward
 */
export function optimalPolicy(task: TabularTask, options: { klWeight: number }): Float64Array {
  requireTask(task);
  requireObject({ options });
  const { klWeight } = options;
  requirePositive({ klWeight });
  return softmaxRows(
    task.rewards.map((reward, i) => logarithm(task.reference[i]) + reward / klWeight),
    task.answers,
  );
}

export type GrpoSettings = {
  /** G, answers drawn for each prompt in a step. */
  readonly groupSize: number;
  /** ε */
  readonly clip: number;
  /** β */
  readonly klWeight: number;
  readonly learningRate: number;
  /** Updates on the answers of one step: from the second on the ratio is not 1, and clipping has something to do. */
  readonly updatesPerStep: number;
  readonly recipe: AdvantageRecipe;
  /** Estimate of the divergence that is differentiated; `exact` takes the true gradient. */
  readonly klGradient: KlEstimator | "exact";
  readonly seed: number;
};

/** Values of the report are not published; these are ours. */
const defaults: GrpoSettings = {
  groupSize: 16,
  clip: 0.2,
  klWeight: 0.1,
  learningRate: 1,
  updatesPerStep: 1,
  recipe: "population",
  klGradient: "k3",
  seed: 1,
};

/** A policy after some steps. */
export type GrpoStep = {
  readonly step: number;
  /** π, [prompts × answers]; the run's own array, which the next step changes. */
  readonly policy: Float64Array;
  /** Mean over prompts of the reward that the policy expects. */
  readonly reward: number;
  /** Mean over prompts of KL(π ‖ π_ref), in nats. */
  readonly divergence: number;
  /** Share of the step's groups whose rewards were all equal. */
  readonly silentGroups: number;
  /** Share of the step's terms that were clipped. */
  readonly clippedShare: number;
};

/**
 * GRPO, step by step, without end: answers are drawn from the policy, judged within their group, and the policy's logits
 * climb the gradient of eq. 26.
 *
 * The first yield is step 0, before any update. Equal settings give equal bits.
 *
 * @throws RangeError if a setting lies outside: counts are positive integers, the rate is above 0, ε from 0 to 1, β at least 0
 * @source §5.2.2, eq. 26 to 28
 */
export function* grpoRun(task: TabularTask, settings: Partial<GrpoSettings> = {}): Generator<GrpoStep, never, void> {
  requireTask(task);
  requireObject({ settings });
  const all = { ...defaults, ...settings };
  requireSettings(all);
  const { prompts, answers, reference } = task;
  const logits = reference.map((probability) => logarithm(probability));
  const policy = Float64Array.from(reference);
  const random = createRandom(all.seed);
  const group: Group = {
    drawn: new Uint32Array(all.groupSize),
    rewards: new Float64Array(all.groupSize),
    advantages: new Float64Array(all.groupSize),
    old: new Float64Array(answers),
    weightOfAnswer: new Float64Array(answers),
  };
  let silent = 0;
  let clipped = 0;
  for (let step = 0; ; step++) {
    yield {
      step,
      policy,
      ...measured(task, policy),
      silentGroups: silent / prompts,
      clippedShare: clipped / (prompts * all.groupSize * all.updatesPerStep),
    };
    silent = clipped = 0;
    for (let row = 0; row < policy.length; row += answers) {
      draw(group, policy, row, random);
      for (let i = 0; i < all.groupSize; i++) group.rewards[i] = task.rewards[row + group.drawn[i]];
      writeAdvantages(group.rewards, group.advantages, all.recipe);
      if (group.rewards.every((reward) => reward === group.rewards[0])) silent++;
      for (let update = 0; update < all.updatesPerStep; update++)
        clipped += climb({ logits, policy, reference, row }, group, all);
    }
  }
}

/** The answers drawn for one prompt, and what is worked out about them. Made once for a run, which has millions of them. */
type Group = {
  /** [groupSize], answers */ drawn: Uint32Array;
  /** [groupSize] */ rewards: Float64Array;
  /** [groupSize] */ advantages: Float64Array;
  /** Probability of each answer when the group was drawn, [answers]. */ old: Float64Array;
  /** Weight of ∇ ln π of each answer, summed over the samples of it, [answers]. */ weightOfAnswer: Float64Array;
};

/** One update of the logits of one prompt, whose row begins at `row`; returns how many terms were clipped. */
function climb(
  {
    logits,
    policy,
    reference,
    row,
  }: { logits: Float64Array; policy: Float64Array; reference: Float64Array; row: number },
  { drawn, advantages, old, weightOfAnswer }: Group,
  { clip, klWeight, learningRate, klGradient }: GrpoSettings,
): number {
  const answers = old.length;
  weightOfAnswer.fill(0);
  let clipped = 0;
  for (let i = 0; i < drawn.length; i++) {
    const answer = drawn[i];
    const ratio = policy[row + answer] / old[answer];
    const advantage = advantages[i];
    const isClipped = advantage > 0 ? ratio > 1 + clip : advantage < 0 && ratio < 1 - clip;
    if (isClipped) clipped++;
    else weightOfAnswer[answer] += ratio * advantage;
    if (klGradient !== "exact")
      weightOfAnswer[answer] -= klWeight * klSlope(reference[row + answer] / policy[row + answer], klGradient);
  }
  let total = 0;
  for (let answer = 0; answer < answers; answer++) total += weightOfAnswer[answer];
  let divergence = 0;
  if (klGradient === "exact") {
    for (let i = row; i < row + answers; i++) divergence += policy[i] * logarithm(policy[i] / reference[i]);
  }
  for (let answer = 0; answer < answers; answer++) {
    const i = row + answer;
    const leash =
      klGradient === "exact" ? klWeight * policy[i] * (logarithm(policy[i] / reference[i]) - divergence) : 0;
    logits[i] += learningRate * ((weightOfAnswer[answer] - policy[i] * total) / drawn.length - leash);
  }
  softmaxRow(logits, policy, row, answers);
  return clipped;
}

/** Draws the answers of a group from one row of the policy, which becomes the old one. */
function draw({ drawn, old }: Group, policy: Float64Array, row: number, random: Random): void {
  for (let answer = 0; answer < old.length; answer++) old[answer] = policy[row + answer];
  for (let i = 0; i < drawn.length; i++) {
    let left = random.uniform();
    let answer = 0;
    while (answer < old.length - 1 && (left -= old[answer]) >= 0) answer++;
    drawn[i] = answer;
  }
}

/** The least probability that is kept: logarithms and ratios stay finite. */
const least = 1e-300;

function softmaxRow(logits: Float64Array, into: Float64Array, row: number, answers: number): void {
  let largest = -Infinity;
  for (let i = row; i < row + answers; i++) largest = Math.max(largest, logits[i]);
  let sum = 0;
  for (let i = row; i < row + answers; i++) sum += into[i] = Math.max(least, exponential(logits[i] - largest));
  for (let i = row; i < row + answers; i++) into[i] /= sum;
}

function softmaxRows(logits: Float64Array, answers: number): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += answers) softmaxRow(logits, probabilities, row, answers);
  return probabilities;
}

/**
 * How good a policy is, and how far from the task's reference.
 *
 * @param policy  [prompts × answers]; each row sums to 1
 * @returns means over prompts: of the reward that the policy expects, and of KL(π ‖ π_ref), in nats
 * @throws RangeError if the tables do not fit, or a row is no distribution
 * @source §5.2.2: both sides of what eq. 26 makes large
 */
export function policyMeasures(task: TabularTask, policy: Float64Array): { reward: number; divergence: number } {
  requireTask(task);
  requireTyped({ policy }, Float64Array);
  requireNumbers({ policy });
  requirePolicy("policy", policy, task);
  return measured(task, policy);
}

function measured(
  { prompts, rewards, reference }: TabularTask,
  policy: Float64Array,
): { reward: number; divergence: number } {
  let reward = 0;
  let divergence = 0;
  for (let i = 0; i < policy.length; i++) {
    reward += policy[i] * rewards[i];
    divergence += policy[i] * logarithm(policy[i] / reference[i]);
  }
  return { reward: reward / prompts, divergence: divergence / prompts };
}

function requireTask(task: TabularTask): void {
  requireObject({ task });
  const { prompts, answers, rewards, reference } = task;
  requirePositiveInteger({ "task.prompts": prompts, "task.answers": answers });
  requireTyped({ "task.rewards": rewards, "task.reference": reference }, Float64Array);
  requireNumbers({ "task.rewards": rewards, "task.reference": reference });
  requireLength({ "task.rewards": rewards }, prompts * answers);
  requirePolicy("task.reference", reference, task);
}

/** A distribution over the answers for each prompt. */
function requirePolicy(name: string, policy: Float64Array, { prompts, answers }: TabularTask): void {
  requireLength({ [name]: policy }, prompts * answers);
  for (let prompt = 0; prompt < prompts; prompt++)
    requireDistribution({ [`${name}[${prompt}]`]: policy.subarray(prompt * answers, (prompt + 1) * answers) });
}

function requireSettings({
  groupSize,
  clip,
  klWeight,
  learningRate,
  updatesPerStep,
  recipe,
  klGradient,
  seed,
}: GrpoSettings): void {
  requireIntegerInRange({ groupSize }, 1, 65_536);
  requireIntegerInRange({ updatesPerStep }, 1, 1000);
  requireInRange({ clip }, 0, 1);
  requireNonNegative({ klWeight });
  requireFinite({ learningRate });
  requirePositive({ learningRate });
  requireOneOf({ recipe }, advantageRecipeNames);
  requireOneOf({ klGradient }, [...klEstimators, "exact"]);
  requireIntegerInRange({ seed }, 0, maxSeed);
}
