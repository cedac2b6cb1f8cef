/** @file One token on its way through the gate: every intermediate value of eq. 13 to 16. */
import { requireArray, requireLength, type Numbers } from "../check.ts";
import { affinities, type Logits } from "./affinity.ts";
import { completeGate, route, type GateOptions } from "./gate.ts";
import { openBest, scoreGroups } from "./groups.ts";

/** Everything on the way from one token's logits to its gate values, in the order of the equations. */
export type TokenTrace = {
  /** s_i, eq. 15. */
  affinity: Float64Array;
  /** s_i + b_i, eq. 16. */
  biased: Float64Array;
  /** One for each group. */
  groupScores: Float64Array;
  /** Groups that stay open, in rising order. */
  openGroups: number[];
  /** Chosen experts, the best first. */
  chosen: number[];
  /** g′ of the chosen ones: their affinities, without bias. */
  unnormalized: number[];
  /** Σ g′ */
  sum: number;
  /** g of the chosen ones, route scale included. */
  gates: number[];
};

/**
 * Follows one token through the gate. Same choices as `route`.
 *
 * @param logits  [routedExperts]
 * @param bias  b_i, [routedExperts]; `null` for none
 * @param gate  as `route` takes it
 * @throws RangeError for what `route` refuses, and for logits of more than one token
 * @source §2.1.2, eq. 13 to 16
 */
export function traceToken(logits: Logits, bias: Numbers | null, gate: GateOptions): TokenTrace {
  const {
    routedExperts,
    expertGroups,
    limitedGroups,
    affinity: kind,
    groupScore,
    groupScoreTerms,
  } = completeGate(gate);
  requireArray({ logits });
  requireLength({ logits }, routedExperts);
  const { expertOfSlot, gateOfSlot } = route(logits, bias, gate);
  const affinity = affinities(logits, { routedExperts, affinity: kind });
  const biased = affinity.map((score, expert) => score + (bias ? bias[expert] : 0));
  const groupScores = new Float64Array(expertGroups);
  scoreGroups(groupScores, groupScore === "biased" ? biased : affinity, groupScoreTerms);
  const openGroups = new Int32Array(limitedGroups);
  openBest(groupScores, openGroups);
  const unnormalized = Array.from(expertOfSlot, (expert) => affinity[expert]);
  return {
    affinity,
    biased,
    groupScores,
    openGroups: [...openGroups],
    chosen: [...expertOfSlot],
    unnormalized,
    sum: unnormalized.reduce((sum, value) => sum + value, 0),
    gates: [...gateOfSlot],
  };
}
