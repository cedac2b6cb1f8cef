/** @file Loads of GPUs with each expert once and with replicas: of all GPUs at one time, and of the busiest through the day. */
import * as Plot from "@observablehq/plot";
import { rebalanceSeconds } from "../../compute/index.ts";
import { Chart, color, formatNumber, Legend } from "../../kit/index.ts";

type Load = { gpu: number; before: number; after: number };
type Moment = { hours: number; interval: number; before: number; after: number };

/**
 * Both loads of each GPU, one bar in front of the other.
 *
 * @param before  with each expert once, [gpus]
 * @param after  with replicas, [gpus]
 * @param fair  load of each in perfect balance
 */
export function GpuLoads({
  before,
  after,
  fair,
  gpusPerNode,
}: {
  before: ArrayLike<number>;
  after: ArrayLike<number>;
  fair: number;
  gpusPerNode: number;
}) {
  const rows = Array.from(after, (load, gpu): Load => ({ gpu, before: before[gpu] / fair, after: load / fair }));
  return (
    <Chart
      label="Load of each GPU over the mean, with each expert once and with the chosen replicas"
      tips={(row: Load) =>
        `GPU ${row.gpu}, node ${Math.floor(row.gpu / gpusPerNode)}\nwith each expert once ${formatNumber(row.before)}\nwith replicas ${formatNumber(row.after)}`
      }
      options={({ narrow }) => ({
        height: 190,
        marginLeft: 36,
        x: {
          label: "GPU",
          type: "band",
          padding: 0.1,
          ticks: Array.from({ length: narrow ? 4 : 8 }, (_, i) => i * (narrow ? 8 : 4)),
        },
        y: { label: "Load over the mean", grid: true, domain: [0, 2.5], clamp: true },
        marks: [
          Plot.barY(rows, { x: "gpu", y: "before", fill: color("neutral") }),
          Plot.barY(rows, { x: "gpu", y: "after", fill: color("accent"), insetLeft: 2.5, insetRight: 2.5 }),
          Plot.ruleY([1], { stroke: "var(--ink-soft)", strokeDasharray: "4 3" }),
        ],
      })}
    />
  );
}

/** What the marks of `GpuLoads` mean. */
export function GpuLoadsLegend() {
  return (
    <Legend
      items={[
        ["Each expert once, in order", "neutral"],
        ["With replicas", "accent"],
      ]}
    >
      The dashed line is the mean, which every GPU would have in perfect balance.
    </Legend>
  );
}

/** The busiest GPU over the mean, in each interval. */
export function BusiestOfDay({ before, after }: { before: ArrayLike<number>; after: ArrayLike<number> }) {
  const points = Array.from(after, (value, i): Moment => ({
    hours: (i * rebalanceSeconds) / 3600,
    interval: i,
    before: before[i],
    after: value,
  }));
  return (
    <Chart
      label="Load of the busiest GPU over the mean, through the day"
      scrub="interval"
      tips={(row: Moment) =>
        `${formatNumber(row.hours)} h\nwith each expert once ${formatNumber(row.before)}\nwith replicas ${formatNumber(row.after)}`
      }
      options={() => ({
        height: 150,
        marginLeft: 36,
        x: { label: "Interval of ten minutes", domain: [0, after.length - 1] },
        y: { label: "Busiest over mean", grid: true, domain: [1, 3], clamp: true },
        marks: [
          Plot.line(points, { x: "interval", y: "before", stroke: color("neutral"), strokeWidth: 1.5 }),
          Plot.line(points, { x: "interval", y: "after", stroke: color("accent"), strokeWidth: 2 }),
        ],
      })}
    />
  );
}
