/** @file On how many nodes the experts of a token may lie: one parameter, which figures of dispatch and of a step have alike. */
import { deepseekV3 } from "../compute/index.ts";
import { integer } from "../kit/index.ts";

export const limitedNodesParam = integer({
  label: "Nodes per token",
  range: [1, 8],
  initial: deepseekV3.moe!.limitedGroups,
  report: true,
});
