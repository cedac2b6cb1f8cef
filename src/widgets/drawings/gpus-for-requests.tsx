/** @file GPUs that a model needs to be served: what fills the fullest of them, and how many there must be for more requests. */
import * as Plot from "@observablehq/plot";
import { weightFormats, type Deployment } from "../../compute/index.ts";
import { Chart, color, formatBytes, formatCount, formatNumber, Legend, type Color } from "../../kit/index.ts";

type Part = keyof typeof partColors;
type Filled = { part: Part; bytes: number };
type Needed = { format: string; id: string; requests: number; gpus: number | null };

const partColors = { Weights: "accent", Caches: "series-2", Reserve: "neutral" } satisfies Record<string, Color>;
const limit: Color = "loss-5";
const formatColors = ["series-1", "series-2", "series-3"] as const;

/**
 * The memory of the fullest GPU as one bar; empty where no number of GPUs is enough.
 *
 * @param memoryBytes  of a GPU
 */
export function FullestGpu({
  deployment,
  memoryBytes,
  reservedBytes,
}: {
  deployment: Deployment | null;
  memoryBytes: number;
  reservedBytes: number;
}) {
  return (
    <Chart
      label="Memory of the fullest GPU, by what it is for"
      tips={(row: Filled) => `${row.part}: ${formatBytes(row.bytes)} of ${formatBytes(memoryBytes)}`}
      options={() => ({
        height: 80,
        marginLeft: 10,
        marginRight: 24,
        x: { label: "GB on the fullest GPU", domain: [0, (1.02 * memoryBytes) / 1e9], ticks: 6 },
        y: { axis: null },
        marks: [
          Plot.barX(deployment ? partsOf(deployment, reservedBytes) : [], {
            x: (row: Filled) => row.bytes / 1e9,
            y: () => "",
            fill: (row: Filled) => color(partColors[row.part]),
          }),
          Plot.ruleX([memoryBytes / 1e9], { stroke: color(limit), strokeWidth: 1.5, strokeDasharray: "5 3" }),
        ],
      })}
    />
  );
}

/** What the colors of `FullestGpu` mean. */
export function FullestGpuLegend() {
  const parts = Object.entries(partColors) as [Part, Color][];
  return <Legend items={[...parts, ["Memory of a GPU", limit]]} />;
}

/**
 * GPUs against requests, a line for each format of the weights.
 *
 * @param rows  `gpus` is null where no number is enough
 * @param chosen  id of the format that is drawn thicker
 */
export function GpusByRequests({ rows, chosen }: { rows: readonly Needed[]; chosen: string }) {
  return (
    <Chart
      label="GPUs needed by requests at the same time, for each format of the weights"
      scrub="requests"
      tips={(row: Needed) => `${row.format}, ${formatCount(row.requests)} requests: ${row.gpus} GPUs`}
      options={() => ({
        height: 170,
        marginLeft: 44,
        marginRight: 20,
        x: {
          label: "Requests at the same time",
          type: "log",
          domain: [1, 10_000],
          ticks: [1, 10, 100, 1000, 10_000],
          tickFormat: (value: number) => formatCount(value),
        },
        y: {
          label: "GPUs",
          type: "log",
          base: 2,
          grid: true,
          domain: [1, 4096],
          ticks: [1, 8, 64, 512, 4096],
          tickFormat: (value: number) => formatNumber(value, 4),
        },
        marks: weightFormats.flatMap(({ id }, i) => {
          const own = rows.filter((row) => row.id === id && row.gpus !== null);
          const stroke = color(formatColors[i]);
          return [
            Plot.line(own, { x: "requests", y: "gpus", stroke, strokeWidth: id === chosen ? 2.5 : 1.2 }),
            Plot.dot(own, { x: "requests", y: "gpus", r: 3, fill: stroke }),
          ];
        }),
      })}
    />
  );
}

/** What the colors of `GpusByRequests` mean. */
export function FormatsLegend() {
  return (
    <Legend items={weightFormats.map(({ name }, i) => [name, formatColors[i]] as const)}>
      Between the dots, lines only connect.
    </Legend>
  );
}

function partsOf({ weightBytes, bytesPerGpu, gpus }: Deployment, reservedBytes: number): Filled[] {
  const weights = weightBytes / gpus;
  return [
    { part: "Weights", bytes: weights },
    { part: "Caches", bytes: bytesPerGpu - reservedBytes - weights },
    { part: "Reserve", bytes: reservedBytes },
  ];
}
