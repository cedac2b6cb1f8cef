/** @file Group-relative advantages: each answer of a group is judged against the others, so no critic is needed. §5.2.2, eq. 28 */
import {
  refuse,
  requireInRange,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/**
 * Ways of computing an advantage from the rewards of a group. Eq. 28 divides by the deviation and says neither whether that
 * divides by G or G − 1, nor what happens where all rewards are equal; trainers add a small number to it.
 *
 * @source each recipe names its own
 */
export const advantageRecipes = deepFreeze({
  population: {
    label: "eq. 28, deviation over G",
    deviation: "population",
    added: 0,
    baseline: "mean",
    source: "§5.2.2, eq. 28, read with the deviation of the group itself",
  },
  sample: {
    label: "eq. 28, deviation over G − 1",
    deviation: "sample",
    added: 0,
    baseline: "mean",
    source: "§5.2.2, eq. 28, read with the deviation of a sample",
  },
  trl: {
    label: "TRL",
    deviation: "sample",
    added: 1e-4,
    baseline: "mean",
    source: 'huggingface/trl, trl/trainer/grpo_trainer.py (f2cd57710): scale_rewards="group"',
  },
  verl: {
    label: "verl",
    deviation: "sample",
    added: 1e-6,
    baseline: "mean",
    source: "volcengine/verl, verl/trainer/ppo/core_algos.py: compute_grpo_outcome_advantage",
  },
  openrlhf: {
    label: "OpenRLHF",
    deviation: "sample",
    added: 1e-9,
    baseline: "mean",
    source: "OpenRLHF/OpenRLHF, openrlhf/trainer/ppo_utils/experience_maker.py: group_norm",
  },
  unscaled: {
    label: "mean alone (Dr. GRPO)",
    deviation: "none",
    added: 0,
    baseline: "mean",
    source: "arXiv:2503.20783",
  },
  leaveOneOut: {
    label: "mean of the others (RLOO)",
    deviation: "none",
    added: 0,
    baseline: "others",
    source: "arXiv:2402.14740",
  },
} as const);

export type AdvantageRecipe = keyof typeof advantageRecipes;
/** Ways of making advantages of a group's rewards, by name. @source ours: names of what is here */
export const advantageRecipeNames = deepFreeze(Object.keys(advantageRecipes) as AdvantageRecipe[]);

/**
 * Advantage of each answer of a group: its reward against that of the group.
 *
 * Where all rewards are equal the deviation is 0 and the formula undefined; as in every trainer the advantages are then 0.
 *
 * @param rewards  [groupSize], in any unit
 * @returns [groupSize]
 * @throws RangeError if `rewards` is empty or has an entry that is not finite, or the recipe is unknown
 * @source §5.2.2, eq. 28; the recipes name their own
 */
export function groupAdvantages(rewards: ArrayLike<number>, options: { recipe?: AdvantageRecipe } = {}): Float64Array {
  requireNumbers({ rewards });
  if (rewards.length === 0) refuse("rewards", "have at least 1 entry", "none");
  requireObject({ options });
  const { recipe = "population" } = options;
  requireOneOf({ recipe }, advantageRecipeNames);
  const advantages = new Float64Array(rewards.length);
  writeAdvantages(rewards, advantages, recipe);
  return advantages;
}

/** `groupAdvantages` without its checks, into an array of the caller's, for loops that run a million times. */
export function writeAdvantages(rewards: ArrayLike<number>, advantages: Float64Array, recipe: AdvantageRecipe): void {
  const { deviation, added, baseline } = advantageRecipes[recipe];
  const size = rewards.length;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < size; i++) {
    sum += rewards[i];
    largest = Math.max(largest, Math.abs(rewards[i]));
  }
  if (baseline === "others") {
    for (let i = 0; i < size; i++) advantages[i] = size === 1 ? 0 : rewards[i] - (sum - rewards[i]) / (size - 1);
    return;
  }
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    advantages[i] = rewards[i] - mean;
    squares += advantages[i] * advantages[i];
  }
  if (deviation === "none") return;
  const degrees = deviation === "population" ? size : size - 1;
  const spread = degrees === 0 ? 0 : Math.sqrt(squares / degrees);
  // Rounding of the mean must not pass for a signal.
  const scale = spread <= largest * 2 ** -50 ? 0 : 1 / (spread + added);
  for (let i = 0; i < size; i++) advantages[i] *= scale;
}

/**
 * Share of groups that teach nothing since all their answers get the same reward, where each is right with one probability.
 *
 * @param groupSize  G, answers of a group
 * @param passRate  probability that an answer is right, 0 to 1
 * @returns p^G + (1 − p)^G
 * @throws RangeError if `groupSize` is not a positive integer or `passRate` lies outside
 * @source follows from eq. 28: an all-equal group has no deviation
 */
export function shareWithoutSignal(options: { groupSize: number; passRate: number }): number {
  requireObject({ options });
  const { groupSize, passRate } = options;
  requirePositiveInteger({ groupSize });
  requireInRange({ passRate }, 0, 1);
  return passRate ** groupSize + (1 - passRate) ** groupSize;
}
