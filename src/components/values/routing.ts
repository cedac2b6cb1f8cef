/** @file Numbers about routing: seeded examples that chapters speak of. */
import { balanceRun, deepseekV3, expertLoad, gateOf, maxViolation, route, syntheticLogits } from "../../compute/index.ts";
import { formatNumber, formatPercent } from "../../kit/format.ts";
import type { Values } from "./entry.ts";

/** The example that chapter 2.2 speaks of: the playground's own defaults at V3's size. */
const batch = { tokens: 1024, routedExperts: 256, skew: 0.8, seed: 1 };
const gate = gateOf(deepseekV3.moe!);
const share = { unit: "", format: (value: number) => formatPercent(value, 3) };

/** MaxVio after `steps` updates. */
function violationAfter(steps: number, biasUpdateSpeed: number): number {
  let done = 0;
  for (const step of balanceRun(batch, gate, { biasUpdateSpeed })) if (done++ === steps) return step.maxViolation;
  throw new Error("unreachable: the run does not end");
}

export const routingValues: Values = {
  "routing.example.tokens": { unit: "tokens", format: (value) => formatNumber(value, 5), value: () => batch.tokens, source: "our example" },
  "routing.example.maxViolation": { ...share, value: () => maxViolation(expertLoad(route(syntheticLogits(batch), null, gate).expertOfSlot, batch.routedExperts)), source: "our seeded batch, no bias" },
  "routing.example.maxViolation.after40": { ...share, value: () => violationAfter(40, 0.01), source: "the same after 40 updates with γ = 0.01" },
  "routing.example.meanLoad": { unit: "tokens", format: (value) => formatNumber(value, 4), value: () => (batch.tokens * gate.activatedExperts) / batch.routedExperts, source: "1,024 × 8 / 256" },
  "routing.gamma": { unit: "", format: (value) => formatNumber(value), value: () => 0.001, source: "§4.2, for the first 14.3T tokens" },
  "routing.alpha": { unit: "", format: (value) => formatNumber(value), value: () => 0.0001, source: "§4.2" },
  "routing.nvlinkOverIb": { unit: "", format: (value) => formatNumber(value), value: () => 160 / 50, source: "160 GB/s NVLink over 50 GB/s InfiniBand, §3.2.2" },
};
