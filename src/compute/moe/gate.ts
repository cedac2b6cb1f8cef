/** @file The gate: which experts work on a token, and with what weight (§2.1.2, eq. 12 to 16). */
import { refuse, requireFinite, requireIntegerInRange, requireLength, requireOneOf, requirePositiveInteger } from "../check.ts";
import type { MoeConfig } from "../model/configs.ts";

export const affinityKinds = ["sigmoid", "softmax"] as const;
export type AffinityKind = (typeof affinityKinds)[number];

export type GateOptions = {
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
  groupScore: "biased" | "affinity";
  /** Affinities summed for a group. The report: K_r/M, which is 2 for V3. V2 takes the best one. */
  groupScoreTerms: number;
  normalizedGates: boolean;
  routeScale: number;
};

/** Experts and gate values of many tokens, K_r slots each. Slots of a token fall in the score that chose them. */
export type Routing = {
  /** [tokens × activatedExperts] */
  expertOfSlot: Uint16Array;
  /** [tokens × activatedExperts]: g_{i,t} of eq. 13, times the route scale. */
  gateOfSlot: Float64Array;
};

/** The gate of a published model, as its released code has it. */
export function gateOf({ routedExperts, activatedExperts, expertGroups, limitedGroups, affinity, normalizedGates, routeScale, routingBias }: MoeConfig): GateOptions {
  return {
    routedExperts, activatedExperts, expertGroups, limitedGroups, affinity, normalizedGates, routeScale,
    groupScore: "biased",
    groupScoreTerms: routingBias ? Math.max(1, Math.floor(activatedExperts / limitedGroups)) : 1,
  };
}

/**
 * Affinity of each token to each expert.
 *
 * Sigmoid judges each expert by itself (V3, eq. 15), softmax against the others (V2).
 *
 * @param logits  [tokens × routedExperts]: u_t^T e_i
 * @returns s_{i,t}, same shape
 */
export function affinities(logits: Float32Array | Float64Array, routedExperts: number, kind: AffinityKind): Float64Array {
  requireOneOf({ affinity: kind }, affinityKinds);
  const result = new Float64Array(logits.length);
  if (kind === "sigmoid") {
    for (let i = 0; i < logits.length; i++) result[i] = 1 / (1 + Math.exp(-logits[i]));
    return result;
  }
  for (let start = 0; start < logits.length; start += routedExperts) {
    let largest = -Infinity;
    for (let i = start; i < start + routedExperts; i++) if (logits[i] > largest) largest = logits[i];
    let sum = 0;
    for (let i = start; i < start + routedExperts; i++) sum += result[i] = Math.exp(logits[i] - largest);
    for (let i = start; i < start + routedExperts; i++) result[i] /= sum;
  }
  return result;
}

/**
 * Routes tokens to experts.
 *
 * A token's groups are ranked, all but the best M closed; of what is left the K_r experts with the highest s + b are
 * taken, and gate values come from s alone: the bias steers the choice and never the weight (eq. 16). Equal scores go
 * to the lower index. Should every chosen affinity be 0, the gate values are equal shares; the released code gives NaN.
 *
 * @param logits  [tokens × routedExperts]
 * @param bias  b_i, [routedExperts]; `null` for none
 * @throws RangeError if sizes do not fit, or an option is not allowed
 * @source §2.1.2, eq. 13 to 16; deepseek-ai/DeepSeek-V3, inference/model.py, `Gate`
 */
export function route(logits: Float32Array | Float64Array, bias: ArrayLike<number> | null, options: GateOptions): Routing {
  requireGate(options, bias);
  const { routedExperts, activatedExperts, expertGroups, limitedGroups, affinity } = options;
  if (logits.length % routedExperts !== 0) refuse("logits", `have a multiple of ${routedExperts} entries`, logits.length);
  const tokens = logits.length / routedExperts;
  const scores = affinities(logits, routedExperts, affinity);
  const biased = new Float64Array(routedExperts);
  const groupScores = new Float64Array(expertGroups);
  const openGroups = new Int32Array(limitedGroups);
  const chosen = new Int32Array(activatedExperts);
  const expertOfSlot = new Uint16Array(tokens * activatedExperts);
  const gateOfSlot = new Float64Array(tokens * activatedExperts);
  const groupSize = routedExperts / expertGroups;
  for (let token = 0; token < tokens; token++) {
    const start = token * routedExperts;
    for (let i = 0; i < routedExperts; i++) biased[i] = scores[start + i] + (bias ? bias[i] : 0);
    if (limitedGroups === expertGroups) for (let i = 0; i < expertGroups; i++) openGroups[i] = i;
    else {
      scoreGroups(groupScores, options.groupScore === "biased" ? biased : scores.subarray(start, start + routedExperts), options.groupScoreTerms);
      highest(groupScores, null, 1, openGroups);
      openGroups.sort(); // so that equal scores go to the lower index
    }
    highest(biased, openGroups, groupSize, chosen);
    weigh(scores, start, chosen, options, gateOfSlot, token * activatedExperts);
    expertOfSlot.set(chosen, token * activatedExperts);
  }
  return { expertOfSlot, gateOfSlot };
}

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

/** Follows one token through the gate. Same choices as `route`. */
export function traceToken(logits: Float32Array | Float64Array, bias: ArrayLike<number> | null, options: GateOptions): TokenTrace {
  requireLength({ logits }, options.routedExperts);
  const { expertOfSlot, gateOfSlot } = route(logits, bias, options);
  const affinity = affinities(logits, options.routedExperts, options.affinity);
  const biased = affinity.map((score, i) => score + (bias ? bias[i] : 0));
  const groupScores = new Float64Array(options.expertGroups);
  scoreGroups(groupScores, options.groupScore === "biased" ? biased : affinity, options.groupScoreTerms);
  const openGroups = new Int32Array(options.limitedGroups);
  highest(groupScores, null, 1, openGroups);
  const unnormalized = Array.from(expertOfSlot, (expert) => affinity[expert]);
  return {
    affinity, biased, groupScores,
    openGroups: [...openGroups].sort((a, b) => a - b),
    chosen: [...expertOfSlot],
    unnormalized,
    sum: unnormalized.reduce((sum, value) => sum + value, 0),
    gates: [...gateOfSlot],
  };
}

function requireGate(options: GateOptions, bias: ArrayLike<number> | null): void {
  const { routedExperts, activatedExperts, expertGroups, limitedGroups, groupScoreTerms, routeScale, groupScore } = options;
  requirePositiveInteger({ routedExperts, expertGroups });
  requireIntegerInRange({ routedExperts }, 1, 65_536);
  requireIntegerInRange({ limitedGroups }, 1, expertGroups);
  if (routedExperts % expertGroups !== 0) refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  const groupSize = routedExperts / expertGroups;
  requireIntegerInRange({ activatedExperts }, 1, limitedGroups * groupSize);
  requireIntegerInRange({ groupScoreTerms }, 1, groupSize);
  requireOneOf({ groupScore }, ["biased", "affinity"]);
  requireFinite({ routeScale });
  if (bias) {
    requireLength({ bias }, routedExperts);
    for (let i = 0; i < bias.length; i++) requireFinite({ [`bias[${i}]`]: bias[i] });
  }
}

/** Sum of the best `terms` scores of each group. */
function scoreGroups(groupScores: Float64Array, scores: Float64Array, terms: number): void {
  const groupSize = scores.length / groupScores.length;
  if (terms === 2) {
    for (let group = 0, at = 0; group < groupScores.length; group++) {
      let first = -Infinity;
      let second = -Infinity;
      for (const end = at + groupSize; at < end; at++) {
        const score = scores[at];
        if (score > first) {
          second = first;
          first = score;
        } else if (score > second) second = score;
      }
      groupScores[group] = first + second;
    }
    return;
  }
  const best = new Int32Array(terms);
  for (let group = 0; group < groupScores.length; group++) {
    highest(scores.subarray(group * groupSize, (group + 1) * groupSize), null, 1, best);
    groupScores[group] = best.reduce((sum, i) => sum + scores[group * groupSize + i], 0);
  }
}

/**
 * Indices of the highest scores, falling; equal ones in rising order. `into` says how many.
 *
 * @param groups  groups of `groupSize` neighbors to look at, in rising order; `null` for all scores
 */
function highest(scores: Float64Array, groups: Int32Array | null, groupSize: number, into: Int32Array): void {
  const wanted = into.length;
  let found = 0;
  let least = -Infinity;
  const spans = groups ? groups.length : 1;
  for (let span = 0; span < spans; span++) {
    const from = groups ? groups[span] * groupSize : 0;
    const end = groups ? from + groupSize : scores.length;
    for (let i = from; i < end; i++) {
      const score = scores[i];
      if (found === wanted && !(score > least)) continue;
      // Insertion from the end: the list is short, and most scores do not get here.
      let at = found < wanted ? found++ : wanted - 1;
      for (; at > 0 && scores[into[at - 1]] < score; at--) into[at] = into[at - 1];
      into[at] = i;
      least = scores[into[found - 1]];
    }
  }
}

function weigh(scores: Float64Array, start: number, chosen: Int32Array, { normalizedGates, routeScale }: GateOptions, into: Float64Array, at: number): void {
  let sum = 0;
  for (let slot = 0; slot < chosen.length; slot++) sum += scores[start + chosen[slot]];
  for (let slot = 0; slot < chosen.length; slot++) {
    const score = scores[start + chosen[slot]];
    const share = !normalizedGates ? score : sum === 0 ? 1 / chosen.length : score / sum;
    into[at + slot] = share * routeScale;
  }
}
