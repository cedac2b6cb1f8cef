/** @file Numbers about routing: seeded examples that chapters speak of. */
import { balanceRun, deepseekV3, expertLoad, gateOf, maxViolation, meanGroupsPerToken, publishedBalance, route, routerPlayground, syntheticLogits, v3Links, type PlaygroundStep } from "../../compute/index.ts";
import { formatNumber, formatPercent } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

/** The example that chapter 2.2 speaks of: the playground's own defaults at V3's size. */
const batch = { tokens: 1024, routedExperts: 256, skew: 0.8, seed: 1 };
const gate = gateOf(deepseekV3.moe!);
const share = { unit: "", format: (value: number) => formatPercent(value, 3) };

/** The playground at rest, and at V3's size. */
const small = { tokens: 32, routedExperts: 16, expertGroups: 4, limitedGroups: 2, activatedExperts: 4, affinity: "sigmoid", skew: 0.8, biasUpdateSpeed: 0.02, steps: 40, bias: [], token: 0, seed: 1 } as const;
const large = { ...small, tokens: 1024, routedExperts: 256, expertGroups: 8, limitedGroups: 4, activatedExperts: 8, steps: 0 } as const;
const laterViolations = (): number[] => routerPlayground(small).slice(20).map((step) => step.maxViolation);
const nodes = ([step]: readonly PlaygroundStep[]): number => meanGroupsPerToken(step.tokensOfGroupCount);
const nodesOf = { unit: "nodes for each token", format: (value: number) => formatNumber(value), source: "the figure, before any update" };

/** MaxVio after `steps` updates. */
function violationAfter(steps: number, biasUpdateSpeed: number): number {
  let done = 0;
  for (const step of balanceRun(batch, gate, { biasUpdateSpeed })) if (done++ === steps) return step.maxViolation;
  throw new Error("unreachable: the run does not end");
}

export const routingValues: Values = {
  "routing.example.tokens": { given: true, unit: "tokens", format: (value) => formatNumber(value, 5), value: () => batch.tokens, source: "our example" },
  "routing.example.maxViolation": { ...share, value: () => maxViolation(expertLoad(route(syntheticLogits(batch), null, gate).expertOfSlot, batch.routedExperts)), source: "our seeded batch, no bias" },
  "routing.example.maxViolation.after40": { ...share, value: () => violationAfter(40, 0.01), source: "the same after 40 updates with γ = 0.01" },
  "routing.example.meanLoad": { unit: "tokens", format: (value) => formatNumber(value, 4), value: () => (batch.tokens * gate.activatedExperts) / batch.routedExperts, source: "1,024 × 8 / 256" },
  "routing.small.maxViolation": { ...share, value: () => routerPlayground({ ...small, steps: 0 })[0].maxViolation, source: "the figure at rest, step 0" },
  "routing.small.later.least": { ...share, value: () => Math.min(...laterViolations()), source: "the figure at rest, least of steps 20 to 40" },
  "routing.small.later.most": { ...share, value: () => Math.max(...laterViolations()), source: "the figure at rest, most of steps 20 to 40" },
  "routing.small.maxViolation.anyNode": { ...share, value: () => routerPlayground({ ...small, limitedGroups: 4, steps: 0 })[0].maxViolation, source: "the same without a limit on nodes" },
  "routing.small.nodes": { ...nodesOf, value: () => nodes(routerPlayground({ ...small, steps: 0 })) },
  "routing.small.nodes.any": { ...nodesOf, value: () => nodes(routerPlayground({ ...small, limitedGroups: 4, steps: 0 })) },
  "routing.large.nodes": { ...nodesOf, value: () => nodes(routerPlayground(large)) },
  "routing.large.nodes.any": { ...nodesOf, value: () => nodes(routerPlayground({ ...large, limitedGroups: 8 })) },
  "routing.gamma": { given: true, unit: "", format: (value) => formatNumber(value), value: () => publishedBalance.biasUpdateSpeed, source: "§4.2, for the first 14.3T tokens" },
  "routing.alpha": { given: true, unit: "", format: (value) => formatNumber(value), value: () => publishedBalance.balanceFactor, source: "§4.2" },
  "routing.nvlink": { given: true, unit: "bytes/s", format: (value) => `${formatNumber(value / 1e9)} GB/s`, value: () => v3Links.nvlinkBytesPerSecond, source: "§3.2.2" },
  "routing.infiniband": { given: true, unit: "bytes/s", format: (value) => `${formatNumber(value / 1e9)} GB/s`, value: () => v3Links.infinibandBytesPerSecond, source: "§3.2.2" },
  "routing.freeExperts": { unit: "experts", format: (value) => formatNumber(value), value: () => (deepseekV3.moe!.limitedGroups * v3Links.nvlinkBytesPerSecond) / v3Links.infinibandBytesPerSecond, source: "4 nodes × 160 / 50" },
  "routing.nvlinkOverIb": { unit: "", format: (value) => formatNumber(value), value: () => v3Links.nvlinkBytesPerSecond / v3Links.infinibandBytesPerSecond, source: "160 GB/s NVLink over 50 GB/s InfiniBand, §3.2.2" },
};
