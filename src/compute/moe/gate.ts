/** @file The gate: which experts work on a token, and with what weight (§2.1.2, eq. 12 to 16). */
import {
  refuse,
  requireBoolean,
  requireFinite,
  requireIntegerInRange,
  requireLength,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  type Numbers,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { MoeConfig } from "../model/configs.ts";
import { requireMoe } from "../model/require-model.ts";
import { affinityKinds, judge, tokensOf, type AffinityKind, type Logits } from "./affinity.ts";
import { openBest, scoreGroups } from "./groups.ts";
import { highest } from "./highest.ts";
import { mostExperts } from "./load.ts";

/** What a group can be ranked by. @source §2.1.2; deepseek-ai/DeepSeek-V3, inference/model.py, `Gate` */
export const groupScoreKinds = deepFreeze(["biased", "affinity"] as const);

/** A gate, with everything that it is made of. */
export type Gate = {
  /** N_r */
  routedExperts: number;
  /** K_r: experts for each token. */
  activatedExperts: number;
  /** Groups of equally many experts, side by side; 1 for no limit. */
  expertGroups: number;
  /** M: groups that a token may use. */
  limitedGroups: number;
  affinity: AffinityKind;
  /**
   * What a group is ranked by: the sum of its best affinities. The report sums affinities, the released model affinities
   * with bias.
   */
  groupScore: (typeof groupScoreKinds)[number];
  /** Scores summed for a group. The report: K_r/M; the released V3: 2, which is the same for it; V2 takes the best one. */
  groupScoreTerms: number;
  /** Whether the gates of a token sum to 1 (before scaling), as in eq. 13. V2's do not. */
  normalizedGates: boolean;
  /** Factor on every gate value. 2.5 in the released V3; the report does not mention it. */
  routeScale: number;
};

/** A gate with V3's rules where nothing else is said: see `completeGate`. */
export type GateOptions = Pick<Gate, "routedExperts" | "activatedExperts"> & Partial<Gate>;

/** Experts and gate values of many tokens, K_r slots each. Slots of a token fall in the score that chose them. */
export type Routing = {
  /** [tokens × activatedExperts] */
  expertOfSlot: Uint16Array;
  /** [tokens × activatedExperts]: g_{i,t} of eq. 13, times the route scale. */
  gateOfSlot: Float64Array;
};

/**
 * The gate of a published model, as its released code has it.
 *
 * For the report's own wording, `{ ...gateOf(moe), groupScore: "affinity", routeScale: 1 }`.
 *
 * @throws RangeError if a field of `moe` is not allowed
 * @source §2.1.2; deepseek-ai/DeepSeek-V3, inference/model.py, `Gate`
 */
export function gateOf(moe: MoeConfig): Gate {
  requireMoe(moe);
  const {
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    affinity,
    normalizedGates,
    routeScale,
    routingBias,
  } = moe;
  return {
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    affinity,
    normalizedGates,
    routeScale,
    groupScore: "biased",
    groupScoreTerms: routingBias ? termsOf({ routedExperts, activatedExperts, expertGroups, limitedGroups }) : 1,
  };
}

/**
 * A gate with nothing left out: sigmoid, normalized gates, no limit on groups, route scale 1; groups are ranked by their
 * best K_r/M biased affinities (rounded down, at least 1).
 *
 * @param gate  `routedExperts` and `activatedExperts`, and what differs from that
 * @throws RangeError if an option is not allowed, or does not fit the others
 * @source §2.1.2
 */
export function completeGate(gate: GateOptions): Gate {
  requireObject({ gate });
  const {
    routedExperts,
    activatedExperts,
    expertGroups = 1,
    limitedGroups = expertGroups,
    affinity = "sigmoid",
    groupScore = "biased",
    normalizedGates = true,
    routeScale = 1,
  } = gate;
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  requirePositiveInteger({ expertGroups });
  if (routedExperts % expertGroups !== 0)
    refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  const groupSize = routedExperts / expertGroups;
  requireIntegerInRange({ limitedGroups }, 1, expertGroups);
  requireIntegerInRange({ activatedExperts }, 1, limitedGroups * groupSize);
  const { groupScoreTerms = termsOf({ routedExperts, activatedExperts, expertGroups, limitedGroups }) } = gate;
  requireIntegerInRange({ groupScoreTerms }, 1, groupSize);
  requireOneOf({ affinity }, affinityKinds);
  requireOneOf({ groupScore }, groupScoreKinds);
  requireBoolean({ normalizedGates });
  requireFinite({ routeScale });
  return {
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    affinity,
    groupScore,
    groupScoreTerms,
    normalizedGates,
    routeScale,
  };
}

/** K_r/M, of which a small gate has no more than a group holds. */
function termsOf({
  routedExperts,
  activatedExperts,
  expertGroups,
  limitedGroups,
}: Pick<Gate, "routedExperts" | "activatedExperts" | "expertGroups" | "limitedGroups">): number {
  return Math.min(routedExperts / expertGroups, Math.max(1, Math.floor(activatedExperts / limitedGroups)));
}

/**
 * Routes tokens to experts.
 *
 * A token's groups are ranked, all but the best M closed; of what is left the K_r experts with the highest s + b are
 * taken, and gate values come from s alone: the bias steers the choice and never the weight (eq. 16). A closed expert is
 * out of the question, even where every open one has s + b < 0 (a mask of 0 instead of −∞ would let it in). Equal scores
 * go to the lower index. Should every chosen affinity be 0, normalized gate values are equal shares; the released code
 * gives NaN.
 *
 * @param logits  [tokens × routedExperts]
 * @param bias  b_i, [routedExperts]; `null` for none
 * @param gate  `routedExperts` and `activatedExperts`, and what differs from `completeGate`'s rules; `gateOf(moe)`
 * @throws RangeError if sizes do not fit, an option is not allowed, or a number is not finite
 * @source §2.1.2, eq. 13 to 16; deepseek-ai/DeepSeek-V3, inference/model.py, `Gate`
 */
export function route(logits: Logits, bias: Numbers | null, gate: GateOptions): Routing {
  const options = completeGate(gate);
  const { routedExperts, activatedExperts, expertGroups, limitedGroups, affinity, groupScoreTerms } = options;
  if (bias !== null) {
    requireLength({ bias }, routedExperts);
    requireNumbers({ bias });
  }
  const tokens = tokensOf(logits, routedExperts);
  const limited = limitedGroups < expertGroups;
  const groupSize = routedExperts / expertGroups;
  const biasOfExpert = bias ? Float64Array.from(bias) : new Float64Array(routedExperts);
  const scores = new Float64Array(routedExperts);
  const biased = new Float64Array(routedExperts);
  const ranked = options.groupScore === "biased" ? biased : scores;
  const scoreOfGroup = new Float64Array(expertGroups);
  const openGroups = new Int32Array(limitedGroups);
  const chosen = new Int32Array(activatedExperts);
  const expertOfSlot = new Uint16Array(tokens * activatedExperts);
  const gateOfSlot = new Float64Array(tokens * activatedExperts);
  for (let token = 0; token < tokens; token++) {
    judge(logits, token * routedExperts, affinity, scores);
    for (let i = 0; i < routedExperts; i++) biased[i] = scores[i] + biasOfExpert[i];
    if (limited) {
      scoreGroups(scoreOfGroup, ranked, groupScoreTerms);
      openBest(scoreOfGroup, openGroups);
    }
    highest(biased, limited ? openGroups : null, groupSize, chosen);
    expertOfSlot.set(chosen, token * activatedExperts);
    weigh(scores, chosen, options, gateOfSlot, token * activatedExperts);
  }
  return { expertOfSlot, gateOfSlot };
}

/** Gate values of the chosen experts, eq. 13, into the slots from `at` on. */
function weigh(
  scores: Float64Array,
  chosen: Int32Array,
  { normalizedGates, routeScale }: Gate,
  gateOfSlot: Float64Array,
  at: number,
): void {
  let sum = 0;
  for (let slot = 0; slot < chosen.length; slot++) sum += scores[chosen[slot]];
  for (let slot = 0; slot < chosen.length; slot++) {
    const score = scores[chosen[slot]];
    const gate = !normalizedGates ? score : sum === 0 ? 1 / chosen.length : score / sum;
    gateOfSlot[at + slot] = gate * routeScale;
  }
}
