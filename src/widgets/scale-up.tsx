/** @file One layout on more and more GPUs: speed of each, with a batch that grows along and with one that does not. */
import {
  deepseekV3,
  layoutIsPossible,
  memoryPerGpu,
  scaleUp,
  scheduleNames,
  v3Layout,
  type ScalePoint,
} from "../compute/index.ts";
import { choice, defineWidget, Fold, formatExact, formatPercent, number, Readout, Table } from "../kit/index.ts";
import { SpeedBySize, SpeedBySizeLegend } from "./drawings/speed-by-size.tsx";

export default defineWidget({
  id: "scale-up",
  title: "The same layout on more GPUs",
  source: "§3.2, §4.2",
  caption:
    "Speeds are estimates, from the assumptions of the figure of a training step. More GPUs are more pipelines side by side. If the batch grows along, each pipeline has as much to do as before; if it does not, each gets fewer micro-batches, and DualPipe stops where it would have fewer than two for each rank. Links are as fast at any size, which real networks are not. Hollow: more than the 80 GB of an H800, by our estimate of memory. Only 2,048 GPUs, with this layout and batch, are the report’s.",
  params: {
    pipelineRanks: choice({
      label: "Pipeline ranks",
      options: [4, 8, 16, [32, "32", { schedule: { not: "DualPipeV" } }]],
      initial: 16,
      report: true,
    }),
    expertRanks: choice({
      label: "Expert ranks",
      options: [8, 16, 32, 64, [128, "128", { pipelineRanks: { atMost: 16 } }]],
      initial: 64,
      report: true,
    }),
    schedule: choice({
      label: "Schedule",
      options: scheduleNames.filter((name) => name !== "Interleaved"),
      initial: "DualPipe",
      report: true,
    }),
    batchSequences: choice({
      label: "Sequences of a batch on 2,048 GPUs",
      // Each pipeline needs whole micro-batches; DualPipe an even number, two for each rank.
      options: [
        [3840, "3840", { schedule: { not: ["DualPipe", "DualPipeV"] }, pipelineRanks: { atLeast: 8 } }],
        [7680, "7680", [{ schedule: { not: "DualPipe" } }, { pipelineRanks: { atLeast: 8 } }]],
        v3Layout.batchSequences,
        30_720,
      ],
      initial: v3Layout.batchSequences,
      report: true,
    }),
    infinibandBytesPerSecond: number({
      mine: "scaleOutBytesPerSecond",
      label: "InfiniBand in all-to-all",
      range: [5e9, 100e9],
      scale: "log",
      initial: 40e9,
      shown: ["si", 3, "B/s"],
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "Few expert ranks": { expertRanks: 16 },
    "1F1B": { schedule: "1F1B" },
    "Half the batch": { batchSequences: 7680 },
    "Short pipelines": { pipelineRanks: 8 },
  },
  *compute({ pipelineRanks, expertRanks, schedule, batchSequences, infinibandBytesPerSecond }) {
    const layout = { ...v3Layout, pipelineRanks, expertRanks, schedule, batchSequences };
    const points: Point[] = [];
    for (const fixedBatch of [false, true]) {
      for (const gpus of gpuCounts) {
        const [point] = scaleUp(deepseekV3, layout, {
          gpuCounts: [gpus],
          fixedBatch,
          assume: { infinibandBytesPerSecond },
        });
        const scaled = { ...layout, gpus, batchSequences: point.batchSequences };
        const memoryBytes = layoutIsPossible(deepseekV3, scaled)
          ? memoryPerGpu(deepseekV3, scaled, { how: "formula" }).most
          : null;
        points.push({ ...point, fixedBatch, memoryBytes });
        yield points.slice();
      }
    }
  },
  view: (points) => {
    const drawn = points.filter(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu !== null);
    const at = (gpus: number, fixedBatch: boolean) =>
      points.find((point) => point.gpus === gpus && point.fixedBatch === fixedBatch);
    const base = baseOf(points);
    const lastFixed = drawn.findLast(({ fixedBatch }) => fixedBatch);
    return (
      <>
        <Readout
          items={[
            { label: "On 2,048 GPUs", ...speedOf(base), note: "a GPU, by this estimate" },
            {
              label: "On 16,384, batch grown",
              ...shareOf(at(16_384, false)?.tokensPerSecondPerGpu ?? null, base),
              note: "of the speed on 2,048",
            },
            {
              label: "Batch as it is: most GPUs",
              ...(lastFixed
                ? {
                    text: formatExact(lastFixed.gpus),
                    note: `${formatPercent(lastFixed.tokensPerSecondPerGpu! / (base ?? lastFixed.tokensPerSecondPerGpu!))} of the speed on 2,048`,
                  }
                : { text: "none" }),
            },
          ]}
        />
        <SpeedBySize points={drawn} sizes={gpuCounts} />
        <SpeedBySizeLegend />
        <Fold label="The same, point by point">
          <Table
            label="The same, point by point"
            columns={[
              { key: "gpus", label: "GPUs", as: "exact" },
              { key: "batch", label: "Batch" },
              { key: "batchSequences", label: "Sequences", as: "exact" },
              { key: "tokensPerSecondPerGpu", label: "Tokens/s a GPU", as: ["number", 4] },
              { key: "efficiency", label: "Of 2,048", as: "percent" },
              { key: "bubbleShare", label: "Idle", as: "percent" },
              { key: "memoryBytes", label: "Fullest GPU", as: "bytes" },
            ]}
            rows={rowsOf(points)}
          />
        </Fold>
      </>
    );
  },
  summary: (points) => {
    const base = baseOf(points);
    const possible = points.filter(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu !== null);
    const [grown, fixed] = [false, true].map((fixedBatch) =>
      possible.filter((point) => point.fixedBatch === fixedBatch),
    );
    if (base === null || grown.length === 0 || fixed.length === 0) return "This layout is not possible on 2,048 GPUs.";
    return `With a batch that grows along, ${formatExact(grown[0].gpus)} to ${formatExact(grown.at(-1)!.gpus)} GPUs keep ${formatPercent(Math.min(...grown.map(({ tokensPerSecondPerGpu }) => tokensPerSecondPerGpu! / base)))} or more of the speed on 2,048; with the batch as it is, ${formatExact(fixed.at(-1)!.gpus)} GPUs have ${formatPercent(fixed.at(-1)!.tokensPerSecondPerGpu! / base)} of it${fixed.at(-1)!.gpus === gpuCounts.at(-1) ? "" : ", and more are not possible"}.`;
  },
  table: (points) => ({
    columns: [
      { key: "gpus", label: "GPUs" },
      { key: "batch", label: "Batch" },
      { key: "batchSequences", label: "Sequences of a batch" },
      { key: "tokensPerSecondPerGpu", label: "Tokens/s for each GPU" },
      { key: "efficiency", label: "Share of the speed on 2,048" },
      { key: "bubbleShare", label: "Idle share" },
      { key: "memoryBytes", label: "Bytes on the fullest GPU" },
    ],
    rows: rowsOf(points),
  }),
});

type Point = ScalePoint & { fixedBatch: boolean; memoryBytes: number | null };

const gpuCounts = [256, 512, 1024, 2048, 4096, 8192, 16_384];

/** Speed on the report's 2,048 GPUs, if the layout is possible there. */
function baseOf(points: readonly Point[]): number | null {
  return points.find(({ gpus, fixedBatch }) => gpus === 2048 && !fixedBatch)?.tokensPerSecondPerGpu ?? null;
}

function rowsOf(points: readonly Point[]) {
  const base = baseOf(points);
  return points.map((point) => ({
    ...point,
    batch: point.fixedBatch ? "as it is" : "grows",
    efficiency: base === null || point.tokensPerSecondPerGpu === null ? null : point.tokensPerSecondPerGpu / base,
  }));
}

function speedOf(
  tokensPerSecond: number | null,
): { value: number; as: ["number", number]; unit: string } | { text: string } {
  return tokensPerSecond === null
    ? { text: "not possible" }
    : { value: tokensPerSecond, as: ["number", 4], unit: "tokens/s" };
}

function shareOf(value: number | null, base: number | null): { value: number; as: "percent" } | { text: string } {
  return value === null || base === null ? { text: "not possible" } : { value: value / base, as: "percent" };
}
