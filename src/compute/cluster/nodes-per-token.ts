/** @file How many nodes a token goes to, computed by routing a batch. */
import { refuse, requireIntegerInRange, requireObject, requirePositiveInteger } from "../check.ts";
import { syntheticLogits } from "../moe/batch.ts";
import { route } from "../moe/gate.ts";
import { dispatchTraffic } from "./all-to-all.ts";

export type NodesOptions = {
  routedExperts: number;
  activatedExperts: number;
  /** Nodes that the experts lie on, equally many on each. */
  nodes: number;
  /** M: nodes that a token may use. */
  limitedNodes: number;
  /** Default 4,096. */
  tokens?: number;
  /** Spread of popularity and topics in the invented batch; 0 for routing by chance. Default 0. */
  skew?: number;
  seed?: number;
};

export type NodesPerToken = {
  /** Nodes with experts of a token, on average. */
  mean: number;
  /** [nodes + 1]: tokens for each number of nodes. */
  tokensOfNodeCount: Uint32Array;
  /** Nodes other than the token's own, on average, if tokens lie on all nodes alike: copies over InfiniBand. */
  remote: number;
  /** Slots of the busiest node over the mean. */
  imbalance: number;
};

/**
 * Nodes that tokens go to under a node limit.
 *
 * A rule of thumb, that a token uses all nodes it may, is right only where it picks many experts per node: with limits
 * near the number of experts some nodes stay without.
 *
 * @throws RangeError if a size is not allowed
 * @source §2.1.2, §3.2.2; the batch is `syntheticLogits`, the gate `route`
 */
export function nodesPerToken(options: NodesOptions): NodesPerToken {
  requireObject({ options });
  const { routedExperts, activatedExperts, nodes, limitedNodes, tokens = 4096, skew = 0, seed = 1 } = options;
  requirePositiveInteger({ routedExperts, activatedExperts, nodes, limitedNodes, tokens });
  requireIntegerInRange({ limitedNodes }, 1, nodes);
  if (tokens % nodes !== 0) refuse("tokens", `be a multiple of the ${nodes} nodes`, tokens);
  const logits = syntheticLogits({ tokens, routedExperts, skew, seed });
  const { expertOfSlot } = route(logits, null, {
    routedExperts,
    activatedExperts,
    expertGroups: nodes,
    limitedGroups: limitedNodes,
    groupScoreTerms: Math.max(1, Math.floor(activatedExperts / limitedNodes)),
  });
  const {
    nodesPerToken: mean,
    slotsOfGpu,
    ibPerToken,
  } = dispatchTraffic(expertOfSlot, { activatedExperts, routedExperts, gpus: nodes, gpusPerNode: 1 });
  const tokensOfNodeCount = new Uint32Array(nodes + 1);
  const size = routedExperts / nodes;
  for (let token = 0; token < tokens; token++) {
    const used = new Set<number>();
    for (let slot = token * activatedExperts; slot < (token + 1) * activatedExperts; slot++)
      used.add(Math.floor(expertOfSlot[slot] / size));
    tokensOfNodeCount[used.size]++;
  }
  const most = slotsOfGpu.reduce((top, slots) => Math.max(top, slots), 0);
  return { mean, tokensOfNodeCount, remote: ibPerToken, imbalance: (most * nodes) / (tokens * activatedExperts) };
}
