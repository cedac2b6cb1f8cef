/** @file How many copies of a token go over the links if experts are chosen by chance. */
import type { ModelConfig } from "../model/configs.ts";
import type { Layout } from "./layout.ts";

/**
 * Copies of a token over the links, if experts are chosen by chance among the nodes that it may use and tokens lie on all
 * nodes alike: each of the allowed nodes stays without an expert with probability C(rest, K)/C(all, K).
 */
export function expectedCopies(
  model: ModelConfig,
  layout: Layout,
  options: { gpusPerNode: number; limitedNodes?: number },
): { ibPerToken: number; nvlinkPerToken: number } {
  const { moe } = model;
  if (!moe || layout.expertRanks === 1) return { ibPerToken: 0, nvlinkPerToken: 0 };
  const gpusOfNode = Math.min(options.gpusPerNode, layout.expertRanks);
  const nodes = layout.expertRanks / gpusOfNode;
  const allowed = Math.min(nodes, options.limitedNodes ?? moe.limitedGroups);
  const experts = (moe.routedExperts / nodes) * allowed;
  /** Of places with `size` experts each, `places` of them: how many have at least one of the chosen ones. */
  const used = (places: number, size: number): number => {
    let none = 1;
    for (let i = 0; i < moe.activatedExperts; i++) none *= Math.max(0, experts - size - i) / (experts - i);
    return places * (1 - none);
  };
  const ibPerToken = (used(allowed, moe.routedExperts / nodes) * (nodes - 1)) / nodes;
  const gpusUsed = used(allowed * gpusOfNode, moe.routedExperts / layout.expertRanks);
  return { ibPerToken, nvlinkPerToken: (gpusUsed * (gpusOfNode - 1)) / gpusOfNode };
}
