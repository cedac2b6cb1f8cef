/** @file What the limit on nodes costs a token (§2.1.2, node-limited routing): experts, affinity, and what it saves. */
import { refuse, requireArray } from "../check.ts";
import { affinities } from "./affinity.ts";
import { completeGate, route, type GateOptions } from "./gate.ts";
import { groupHistogram, groupsPerToken, meanGroupsPerToken } from "./load.ts";

export type NodeLimitEffect = {
  /** Share of tokens that lose at least one expert to the limit. */
  tokensLosingShare: number;
  /** Experts that a token loses, on average over all tokens. */
  expertsLost: number;
  /** Affinity of the chosen experts that is lost, as a share of what it is without the limit; negative if biases made up for more. */
  affinityLostShare: number;
  /** Nodes that a token goes to, on average, with the limit and without. */
  nodes: number;
  nodesWithout: number;
  /** [expertGroups + 1]: tokens by the number of nodes, with the limit and without. */
  tokensOfNodeCount: Uint32Array;
  tokensOfNodeCountWithout: Uint32Array;
};

/**
 * Routes tokens with the limit of a gate and without, and compares.
 *
 * @param logits  [tokens × routedExperts]
 * @param bias  b_i, [routedExperts]; `null` for none
 * @throws RangeError for what `route` refuses, and for no tokens
 * @source §2.1.2, node-limited routing
 */
export function nodeLimitEffect(
  logits: Float32Array | Float64Array,
  bias: ArrayLike<number> | null,
  gate: GateOptions,
): NodeLimitEffect {
  const complete = completeGate(gate);
  const { routedExperts, activatedExperts, expertGroups, affinity: kind } = complete;
  requireArray({ logits });
  if (logits.length === 0) refuse("logits", "hold at least one token", 0);
  const withLimit = route(logits, bias, gate).expertOfSlot;
  const without = route(logits, bias, { ...complete, limitedGroups: expertGroups }).expertOfSlot;
  const tokens = withLimit.length / activatedExperts;
  const scores = affinities(logits, { routedExperts, affinity: kind });
  const kept = new Set<number>();
  let losing = 0;
  let lost = 0;
  let affinity = 0;
  let affinityWithout = 0;
  for (let token = 0; token < tokens; token++) {
    kept.clear();
    let lostHere = 0;
    for (let slot = token * activatedExperts; slot < (token + 1) * activatedExperts; slot++) {
      kept.add(withLimit[slot]);
      affinity += scores[token * routedExperts + withLimit[slot]];
    }
    for (let slot = token * activatedExperts; slot < (token + 1) * activatedExperts; slot++) {
      if (!kept.has(without[slot])) lostHere++;
      affinityWithout += scores[token * routedExperts + without[slot]];
    }
    lost += lostHere;
    if (lostHere > 0) losing++;
  }
  const histogram = (slots: Uint16Array) =>
    groupHistogram(groupsPerToken(slots, { activatedExperts, routedExperts, expertGroups }), expertGroups);
  const tokensOfNodeCount = histogram(withLimit);
  const tokensOfNodeCountWithout = histogram(without);
  return {
    tokensLosingShare: losing / tokens,
    expertsLost: lost / tokens,
    affinityLostShare: affinityWithout === 0 ? 0 : 1 - affinity / affinityWithout,
    nodes: meanGroupsPerToken(tokensOfNodeCount),
    nodesWithout: meanGroupsPerToken(tokensOfNodeCountWithout),
    tokensOfNodeCount,
    tokensOfNodeCountWithout,
  };
}
