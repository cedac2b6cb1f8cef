/** @file Redundant experts over a day of drifting loads: each GPU before and after, and what an old choice is worth. */
import {
  deepseekV3,
  deploymentUnit,
  driftingLoads,
  gpuLoads,
  mean,
  plainPlacement,
  redundancyDay,
  unitSizes,
} from "../compute/index.ts";
import { choice, defineWidget, formatNumber, integer, number, Readout, seed, timeline } from "../kit/index.ts";
import { BusiestOfDay, GpuLoads, GpuLoadsLegend } from "./drawings/replica-loads.tsx";

const unit = deploymentUnit("prefill-report");
const { gpus, redundantExperts } = unitSizes(deepseekV3, unit);
const { routedExperts, expertGroups } = deepseekV3.moe!;
const intervals = 144;

export default defineWidget({
  id: "redundant-experts",
  title: "Redundant experts over a day",
  source: "§3.4.1",
  caption:
    "One layer of 256 experts on the report’s prefill unit, 32 GPUs in 4 nodes. Loads are invented: the report prints none. Their logarithms drift. At rest the released balancer (deepseek-ai/EPLB) chooses again every ten minutes, the report’s example of an interval, from what was counted before. Replicas of an expert share its tokens evenly. At a drift of 5% an interval, a load has forgotten half of itself after about two hours.",
  params: {
    redundant: integer({
      label: "Redundant experts",
      range: [0, 256],
      step: 32,
      initial: redundantExperts,
      report: true,
    }),
    skew: number({
      label: "Spread of the loads",
      range: [0, 1.5],
      step: 0.05,
      initial: 0.6,
      help: "Standard deviation of the logarithm of an expert’s load.",
    }),
    drift: number({
      label: "Drift in ten minutes",
      range: [0, 0.5],
      step: 0.01,
      initial: 0.05,
      shown: "percent",
      help: "Share of the variance that is new.",
    }),
    every: choice({
      label: "Chosen anew every",
      options: [
        [1, "10 minutes"],
        [6, "hour"],
        [36, "6 hours"],
        [144, "day"],
      ],
      initial: 1,
      report: 1,
    }),
    from: choice({
      label: "Chosen from",
      options: [
        ["before", "The last ten minutes"],
        ["mean", "The mean so far"],
        ["itself", "What is to come"],
      ],
      initial: "before",
      secondary: true,
      help: "What is to come is known to nobody: a bound.",
    }),
    mode: choice({
      label: "Balancer",
      options: [
        ["hierarchical", "Groups stay on their node"],
        ["global", "Nodes do not count"],
      ],
      initial: "hierarchical",
      report: "hierarchical",
      secondary: true,
    }),
    interval: timeline({ label: "Time", unit: "× 10 minutes", from: 0, to: intervals - 1, rate: 8, speeds: [1, 4] }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "No redundancy": { redundant: 0 },
    "Twice the redundancy": { redundant: 64 },
    "Chosen once a day": { every: 144, interval: 100 },
    "Loads that never change": { drift: 0 },
    "Nodes do not count": { mode: "global" },
  },
  compute: ({ redundant, skew, drift, every, from, mode, seed: from32 }) => {
    const loads = driftingLoads({ experts: routedExperts, intervals, skew, drift, seed: from32 });
    const day = redundancyDay(loads, {
      experts: routedExperts,
      replicas: routedExperts + redundant,
      groups: expertGroups,
      nodes: unit.nodes,
      gpus,
      mode,
      from,
      every,
    });
    const plain = plainPlacement({ experts: routedExperts, gpus });
    const ofInterval = (interval: number) => loads.subarray(interval * routedExperts, (interval + 1) * routedExperts);
    const bars = Array.from({ length: intervals }, (_, interval) => ({
      before: gpuLoads(ofInterval(interval), plain),
      after: gpuLoads(ofInterval(interval), day.placements[interval]),
    }));
    return {
      bars,
      before: day.before,
      after: day.after,
      moved: day.moved,
      meanBefore: mean(day.before),
      meanAfter: mean(day.after),
      fair: routedExperts / gpus,
      movedPerChoice:
        day.moved.reduce((sum, places) => sum + places, 0) / Math.max(1, Math.ceil(intervals / every) - 1),
      places: routedExperts + redundant,
    };
  },
  view: ({ bars, before, after, meanBefore, meanAfter, fair, movedPerChoice, places }, { values: { interval } }) => (
    <>
      <Readout
        items={[
          {
            label: "Busiest GPU now",
            value: after[interval],
            as: "ratio",
            note: `of the mean; ${formatNumber(before[interval])} without`,
          },
          { label: "Over the day", value: meanAfter, as: "ratio", note: `${formatNumber(meanBefore)} without` },
          {
            label: "A choice moves",
            value: movedPerChoice,
            as: "number",
            unit: "experts",
            note: `of ${places} places, on average`,
          },
        ]}
      />
      <GpuLoads
        before={bars[interval].before}
        after={bars[interval].after}
        fair={fair}
        gpusPerNode={unit.gpusPerNode}
      />
      <GpuLoadsLegend />
      <BusiestOfDay before={before} after={after} />
    </>
  ),
  summary: ({ meanBefore, meanAfter }, { redundant }) =>
    `With ${redundant} redundant experts the busiest GPU has ${formatNumber(meanAfter)} times the mean load on average over the day, against ${formatNumber(meanBefore)} with each expert once and in order.`,
  table: ({ before, after, moved }) => ({
    columns: [
      { key: "interval", label: "Interval of ten minutes" },
      { key: "before", label: "Busiest over mean, each expert once" },
      { key: "after", label: "… with replicas" },
      { key: "moved", label: "Places that took another expert" },
    ],
    rows: Array.from(after, (value, interval) => ({
      interval,
      before: before[interval],
      after: value,
      moved: moved[interval],
    })),
  }),
});
