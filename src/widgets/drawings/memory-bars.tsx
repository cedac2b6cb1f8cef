/** @file Memory of a GPU as bars: rank by rank by what it holds, and the fullest with and without what saves. */
import * as Plot from "@observablehq/plot";
import { memoryParts, type MemoryPart } from "../../compute/index.ts";
import { Bars, Chart, color, formatBytes, Legend, type Color } from "../../kit/index.ts";

type Bar = { rank: number; part: MemoryPart; bytes: number };
type Variant = { way: string; most: number; isThis: boolean };

/** What each part is called. */
export const partNames: Record<MemoryPart, string> = {
  parameters: "Parameters",
  gradients: "Gradients",
  masterWeights: "Master weights",
  moments: "Moments",
  activations: "Activations",
  logits: "Logits",
  workspace: "Buffers and libraries",
};
const partColors: Record<MemoryPart, Color> = {
  parameters: "series-1",
  gradients: "series-2",
  masterWeights: "series-3",
  moments: "series-4",
  activations: "series-5",
  logits: "series-6",
  workspace: "series-8",
};
const limitLine = { stroke: color("loss-5"), strokeWidth: 1.5, strokeDasharray: "5 3" };

/**
 * Memory of a GPU in each pipeline rank, part by part.
 *
 * @param parts  bytes of each part, rank by rank
 * @param total  their sums
 * @param limit  of a GPU, in bytes
 */
export function MemoryOfRanks({
  parts,
  total,
  limit,
}: {
  parts: Record<MemoryPart, Float64Array>;
  total: Float64Array;
  limit: number;
}) {
  return (
    <Chart
      label="Memory of a GPU in each pipeline rank, by what it holds"
      tips={(row: Bar) =>
        `Rank ${row.rank}, ${partNames[row.part].toLowerCase()}: ${formatBytes(row.bytes)} of ${formatBytes(total[row.rank])}`
      }
      options={({ narrow }) => ({
        height: 230,
        marginLeft: 44,
        x: {
          label: "Pipeline rank",
          type: "band",
          padding: 0.15,
          ticks: narrow && total.length > 12 ? Array.from({ length: 8 }, (_, i) => 4 * i) : undefined,
        },
        y: { label: "GB", grid: true, domain: [0, Math.max(1.1 * limit, ...total)].map((bytes) => bytes / 1e9) },
        marks: [
          Plot.barY(barsOf(parts), {
            x: "rank",
            y: (row: Bar) => row.bytes / 1e9,
            fill: (row: Bar) => color(partColors[row.part]),
          }),
          Plot.ruleY([limit / 1e9], limitLine),
        ],
      })}
    />
  );
}

/** What the colors of `MemoryOfRanks` mean. */
export function MemoryLegend() {
  return (
    <Legend items={memoryParts.map((part) => [partNames[part], partColors[part]])}>
      The dashed line is the memory of a GPU.
    </Legend>
  );
}

/** The fullest GPU of several ways to save. */
export function FullestGpus({ variants, limit }: { variants: readonly Variant[]; limit: number }) {
  return (
    <Bars
      label="Fullest GPU with and without recomputation and FP8 caching"
      rows={variants}
      name={({ way }) => way}
      value={({ most }) => most / 1e9}
      fill={({ isThis }) => color(isThis ? "accent" : "neutral")}
      tips={({ way, most }) => `${way}: ${formatBytes(most)} on the fullest GPU`}
      axis={() => ({ label: "GB on the fullest GPU" })}
      height={150}
      left={[150, 110]}
      right={52}
      gap={3}
      marks={[
        Plot.ruleX([limit / 1e9], limitLine),
        Plot.text(variants, {
          x: ({ most }: Variant) => most / 1e9,
          y: "way",
          text: ({ most }: Variant) => formatBytes(most),
          textAnchor: "start",
          dx: 3,
          stroke: "var(--paper)",
          strokeWidth: 5,
          fill: "currentColor",
        }),
      ]}
    />
  );
}

function barsOf(parts: Record<MemoryPart, Float64Array>): Bar[] {
  return memoryParts.flatMap((part) => Array.from(parts[part], (bytes, rank) => ({ rank, part, bytes })));
}
