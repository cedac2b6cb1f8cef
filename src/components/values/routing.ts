/** @file Numbers about routing: seeded examples that chapters speak of. */
import {
  balanceRun,
  bf16,
  deepseekV3,
  expertLoad,
  gateOf,
  groupHistogram,
  groupsPerToken,
  maxViolation,
  meanGroupsPerToken,
  publishedBalance,
  roundTo,
  route,
  syntheticLogits,
  v3Links,
} from "../../compute/index.ts";
import { formatBytes, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import { initialValues } from "../../kit/declare/widget.ts";
import fineGrained from "../../widgets/fine-grained-experts.tsx";
import playground from "../../widgets/router-playground.tsx";
import { times, type Values } from "./entry.ts";
import { figureResult } from "./figure-value.ts";

type PlaygroundValues = ReturnType<typeof initialValues<typeof playground.params>>;

/** The example that chapter 2.2 speaks of: the playground's own defaults at V3's size. */
const batch = { tokens: 1024, routedExperts: 256, skew: 0.8, seed: 1 };
const gate = gateOf(deepseekV3.moe!);
const share = { unit: "", format: (value: number) => formatPercent(value, 3) };

/** Of the figure of chapter 2.2, at rest and at V3's size, before any update. */
const violations = (): number[] => figureResult(playground, {}).map(({ maxViolation }) => maxViolation);
const large = { ...playground.presets["As published"], step: 0 } as const;
const nodes = (state: Partial<PlaygroundValues>): number => {
  const { routedExperts, activatedExperts, expertGroups } = { ...initialValues(playground), ...state };
  const [{ routing }] = figureResult(playground, state);
  return meanGroupsPerToken(
    groupHistogram(
      groupsPerToken(routing.expertOfSlot, { routedExperts, activatedExperts, expertGroups }),
      expertGroups,
    ),
  );
};
const nodesOf = {
  unit: "nodes for each token",
  format: (value: number) => formatNumber(value),
  source: "the figure, before any update",
};

/** MaxVio after `steps` updates. */
function violationAfter(steps: number, biasUpdateSpeed: number): number {
  let done = 0;
  for (const step of balanceRun(batch, gate, { biasUpdateSpeed })) if (done++ === steps) return step.maxViolation;
  throw new Error("unreachable: the run does not end");
}

/** MaxVio before any update, and idle experts, at V3's size: what the limit on nodes does in one batch. */
function withLimit(seed: number): Values {
  const loadOf = (limitedGroups: number): Uint32Array =>
    expertLoad(
      route(syntheticLogits({ ...batch, seed }), null, { ...gate, limitedGroups }).expertOfSlot,
      batch.routedExperts,
    );
  return {
    [`routing.limit.seed${seed}.with`]: {
      unit: "",
      format: (value) => formatNumber(value, 3),
      value: () => maxViolation(loadOf(gate.limitedGroups)),
      source: `MaxVio of our batch of seed ${seed}, limit of 4 nodes, no bias`,
    },
    [`routing.limit.seed${seed}.without`]: {
      unit: "",
      format: (value) => formatNumber(value, 3),
      value: () => maxViolation(loadOf(gate.expertGroups)),
      source: `the same batch, any node`,
    },
    [`routing.limit.seed${seed}.idle`]: {
      unit: "experts",
      format: String,
      value: () => loadOf(gate.limitedGroups).filter((load) => load === 0).length,
      source: `experts without a token in our batch of seed ${seed}`,
    },
  };
}

/** A bias in BF16 that is raised by the published speed until it no longer moves. */
function stuckInBf16(): { updates: number; bias: number } {
  let bias = 0;
  let updates = 0;
  for (let next = bias; (next = roundTo(bf16, bias + publishedBalance.biasUpdateSpeed)) !== bias; updates++)
    bias = next;
  return { updates, bias };
}

export const routingValues: Values = {
  ...withLimit(1),
  ...withLimit(2),
  ...withLimit(3),
  "routing.bf16.stop": {
    unit: "",
    format: (value) => formatNumber(value),
    value: () => stuckInBf16().bias,
    source: "γ = 0.001 added in BF16 until nothing changes",
  },
  "routing.bf16.updates": {
    unit: "updates",
    format: String,
    value: () => stuckInBf16().updates,
    source: "γ = 0.001 added in BF16 until nothing changes",
  },
  "routing.example.tokens": {
    given: true,
    unit: "tokens",
    format: (value) => formatNumber(value, 5),
    value: () => batch.tokens,
    source: "our example",
  },
  "routing.example.busiest": {
    ...times,
    value: () =>
      1 + maxViolation(expertLoad(route(syntheticLogits(batch), null, gate).expertOfSlot, batch.routedExperts)),
    source: "our seeded batch, no bias",
  },
  "routing.example.busiest.after40": {
    ...times,
    value: () => 1 + violationAfter(40, 0.01),
    source: "the same after 40 updates with γ = 0.01",
  },
  "routing.example.meanLoad": {
    unit: "tokens",
    format: (value) => formatNumber(value, 4),
    value: () => (batch.tokens * gate.activatedExperts) / batch.routedExperts,
    source: "1,024 × 8 / 256",
  },
  "routing.small.maxViolation": { ...share, value: () => violations()[0], source: "the figure at rest, step 0" },
  "routing.small.later.least": {
    ...share,
    value: () => Math.min(...violations().slice(20)),
    source: "the figure at rest, least of steps 20 to 40",
  },
  "routing.small.later.most": {
    ...share,
    value: () => Math.max(...violations().slice(20)),
    source: "the figure at rest, most of steps 20 to 40",
  },
  "routing.small.maxViolation.anyNode": {
    ...share,
    value: () => figureResult(playground, { limitedGroups: 4 })[0].maxViolation,
    source: "the same without a limit on nodes",
  },
  "routing.small.nodes": { ...nodesOf, value: () => nodes({}) },
  "routing.small.nodes.any": { ...nodesOf, value: () => nodes({ limitedGroups: 4 }) },
  "routing.large.nodes": { ...nodesOf, value: () => nodes(large) },
  "routing.large.nodes.any": { ...nodesOf, value: () => nodes({ ...large, limitedGroups: 8 }) },
  "routing.gamma": {
    given: true,
    unit: "",
    format: (value) => formatNumber(value),
    value: () => publishedBalance.biasUpdateSpeed,
    source: "§4.2, for the first 14.3T tokens",
  },
  "routing.alpha": {
    given: true,
    unit: "",
    format: (value) => formatNumber(value),
    value: () => publishedBalance.balanceFactor,
    source: "§4.2",
  },
  "routing.nvlink": {
    given: true,
    unit: "bytes/s",
    format: (value) => `${formatNumber(value / 1e9)} GB/s`,
    value: () => v3Links.nvlinkBytesPerSecond,
    source: "§3.2.2",
  },
  "routing.infiniband": {
    given: true,
    unit: "bytes/s",
    format: (value) => `${formatNumber(value / 1e9)} GB/s`,
    value: () => v3Links.infinibandBytesPerSecond,
    source: "§3.2.2",
  },
  "routing.freeExperts": {
    unit: "experts",
    format: (value) => formatNumber(value),
    value: () => (deepseekV3.moe!.limitedGroups * v3Links.nvlinkBytesPerSecond) / v3Links.infinibandBytesPerSecond,
    source: "4 nodes × 160 / 50",
  },
  "routing.nvlinkOverIb": {
    unit: "",
    format: (value) => formatNumber(value),
    value: () => v3Links.nvlinkBytesPerSecond / v3Links.infinibandBytesPerSecond,
    source: "160 GB/s NVLink over 50 GB/s InfiniBand, §3.2.2",
  },
  "granularity.coarse.ways": {
    unit: "choices",
    format: (value) => formatNumber(value),
    value: () => Number(figureResult(fineGrained, {})[0].combinations),
    source: "1 of 32",
  },
  "granularity.fine.digits": {
    unit: "digits",
    format: (value) => formatNumber(value),
    value: () => figureResult(fineGrained, {}).at(-1)!.digits + 1,
    source: "64 of 2,048, the figure at rest",
  },
  "granularity.v3.copies": {
    unit: "bytes",
    format: (value) => formatBytes(value),
    value: () => figureResult(fineGrained, {})[3].copyBytes,
    source: "8 × (7,168 + 56 × 4), FP8 with scales",
  },
};
