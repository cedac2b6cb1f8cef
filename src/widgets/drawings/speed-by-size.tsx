/** @file Speed of one GPU against their number, with a batch that grows along and with one that does not. */
import * as Plot from "@observablehq/plot";
import { v3Cluster, type ScalePoint } from "../../compute/index.ts";
import {
  Chart,
  color,
  formatBytes,
  formatExact,
  formatNumber,
  formatPercent,
  Legend,
  type Color,
} from "../../kit/index.ts";

type Point = ScalePoint & { fixedBatch: boolean; memoryBytes: number | null };

/** Of the batch that grows, and of the one that does not. */
const hues: readonly [Color, Color] = ["accent", "neutral"];

/**
 * A line for each kind of batch; hollow dots need more memory than a GPU has.
 *
 * @param points  those that are possible
 * @param sizes  numbers of GPUs that are named on the axis
 */
export function SpeedBySize({ points, sizes }: { points: readonly Point[]; sizes: readonly number[] }) {
  return (
    <Chart
      label="Speed of one GPU against the number of GPUs"
      tips={(point: Point) =>
        `${formatExact(point.gpus)} GPUs, batch of ${formatExact(point.batchSequences)}\n${formatNumber(point.tokensPerSecondPerGpu!, 4)} tokens/s, ${formatPercent(point.bubbleShare!)} idle${point.memoryBytes === null ? "" : `\n${formatBytes(point.memoryBytes)} on the fullest GPU`}`
      }
      options={({ narrow }) => ({
        height: 240,
        marginLeft: 56,
        x: {
          label: "GPUs",
          type: "log",
          base: 2,
          domain: [200, 20_000],
          ticks: narrow ? sizes.filter((_, i) => i % 2 === 0) : sizes,
          tickFormat: (gpus: number) => formatExact(gpus),
        },
        y: {
          label: "Tokens a second, for each GPU",
          domain: [0, Math.max(2000, ...points.map(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu!))],
          grid: true,
        },
        marks: [true, false].flatMap((fixedBatch) => {
          const stroke = color(hues[fixedBatch ? 1 : 0]);
          const line = points.filter((point) => point.fixedBatch === fixedBatch);
          return [
            Plot.line(line, {
              x: "gpus",
              y: "tokensPerSecondPerGpu",
              stroke,
              strokeWidth: 2,
            }),
            Plot.dot(line, {
              x: "gpus",
              y: "tokensPerSecondPerGpu",
              r: 4,
              stroke,
              strokeWidth: 2,
              fill: (point: Point) => ((point.memoryBytes ?? 0) > v3Cluster.memoryBytes ? "var(--paper)" : stroke),
            }),
          ];
        }),
      })}
    />
  );
}

/** What the marks of `SpeedBySize` mean. */
export function SpeedBySizeLegend() {
  return (
    <Legend
      items={[
        ["Batch grows with the GPUs", hues[0]],
        ["Batch as it is", hues[1]],
      ]}
    >
      Hollow: does not fit into 80 GB.
    </Legend>
  );
}
