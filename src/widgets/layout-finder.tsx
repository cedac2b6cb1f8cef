/** @file All layouts of a cluster for V3, by speed and memory; one of them as arguments of Megatron-LM. */
import { deepseekV3, layoutSearch, megatronArguments, v3Cluster, v3Layout } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatBytes,
  formatExact,
  formatNumber,
  integer,
  Legend,
  number,
  Readout,
  Table,
  text,
} from "../kit/index.ts";
import { LayoutMap } from "./drawings/layout-map.tsx";
import { layoutParams } from "./layout-params.ts";
import { byFormula, keyOf, nameOf, rowOf, speedOf } from "./layout-names.ts";

export default defineWidget({
  id: "layout-finder",
  title: "Layouts of a cluster, ranked",
  source: "§3.2",
  caption:
    "All ways to spread V3 and its batch of 15,360 sequences over a cluster, by pipeline, expert and tensor ranks, schedule, sequences per micro-batch and recomputation. V3 has no tensor ranks. Those here split all but the routed experts inside a node, each with its part of the sequence, and nothing hides what they exchange over NVLink. Speed by formula for all and simulated for the best; memory and rates as in the figures of one GPU and of a step, with their assumptions. The figure does not know what no formula here knows: which kernels exist, how much slower smaller products are, or how a network behaves under load.",
  params: {
    gpus: choice({ mine: "gpus", label: "GPUs", options: [256, 512, 1024, 2048, 4096], initial: 2048, report: true }),
    memory: number({
      mine: "memoryBytes",
      label: "Memory of a GPU",
      range: [40e9, 300e9],
      step: 1e9,
      initial: v3Cluster.memoryBytes,
      shown: "bytes",
    }),
    infinibandBytesPerSecond: number({
      mine: "scaleOutBytesPerSecond",
      label: "InfiniBand in all-to-all",
      range: [5e9, 400e9],
      scale: "log",
      shown: ["si", 3, "B/s"],
      initial: 40e9,
    }),
    imbalance: number({ label: "Imbalance of experts", range: [1, 3], step: 0.05, initial: 1.1 }),
    mostTensorRanks: choice({
      label: "Tensor ranks, at most",
      options: [1, 2, 4, 8],
      initial: 8,
      help: "With 1, matrices are not split, as in V3’s training.",
    }),
    nvlinkBytesPerSecond: number({
      mine: "scaleUpBytesPerSecond",
      label: "NVLink",
      range: [20e9, 2e12],
      scale: "log",
      shown: ["si", 3, "B/s"],
      initial: v3Cluster.nvlinkBytesPerSecond,
      report: true,
      secondary: true,
    }),
    batchSequences: integer({
      label: "Sequences of a batch",
      range: [256, 65_536],
      initial: v3Layout.batchSequences,
      report: true,
      fieldOnly: true,
      secondary: true,
    }),
    workspace: layoutParams.workspace,
    picked: text({ label: "Layout", initial: "", inView: true }),
  },
  presets: {
    "As published": {},
    "Half the GPUs": { gpus: 1024 },
    "Twice the GPUs": { gpus: 4096 },
    "141 GB of memory": { memory: 141e9 },
    "Slow InfiniBand": { infinibandBytesPerSecond: 10e9 },
    "No tensor ranks": { mostTensorRanks: 1 },
  },
  *compute(
    {
      gpus,
      memory,
      infinibandBytesPerSecond,
      nvlinkBytesPerSecond,
      imbalance,
      mostTensorRanks,
      batchSequences,
      workspace,
    },
    { progress },
  ) {
    const cluster = { ...v3Cluster, gpus, memoryBytes: memory };
    const search = layoutSearch(deepseekV3, cluster, {
      batchSequences,
      sequenceLength: v3Layout.sequenceLength,
      assume: { infinibandBytesPerSecond, nvlinkBytesPerSecond, expertImbalance: imbalance },
      memory: { workspaceBytes: workspace },
      mostTensorRanks,
    });
    let step = search.next();
    while (!step.done) {
      progress(step.value.done / step.value.total);
      yield;
      step = search.next();
    }
    yield { ranked: step.value };
  },
  view: ({ ranked }, { values: { memory, picked } }) => {
    const fitting = ranked.filter(({ fits }) => fits);
    const chosen = ranked.find((entry) => keyOf(entry) === picked) ?? fitting[0] ?? ranked[0];
    const published = ranked.find((entry) => keyOf(entry) === publishedKey);
    const megatron = chosen && megatronArguments(deepseekV3, chosen.layout, { recompute: chosen.recompute });
    const unsplit = fitting.find(({ layout: { tensorRanks = 1 } }) => tensorRanks === 1);
    const place = published ? fitting.indexOf(published) : -1;
    return (
      <>
        <Readout
          items={[
            {
              label: "Layouts",
              text: formatNumber(ranked.length, 6),
              note: `${formatExact(fitting.length)} fit ${formatBytes(memory)}`,
            },
            {
              label: "Best that fits",
              text: fitting.length === 0 ? "none" : `${formatNumber(speedOf(fitting[0]), 4)} tokens/s`,
              note: fitting.length === 0 ? "every layout needs more memory" : nameOf(fitting[0]),
            },
            {
              label: "Best without tensor ranks",
              text: unsplit ? `${formatNumber(speedOf(unsplit), 4)} tokens/s` : "none",
              note: unsplit ? `${nameOf(unsplit)}${byFormula(unsplit)}` : "none of them fits",
            },
            {
              label: "The published layout",
              text: published ? `${formatNumber(speedOf(published), 4)} tokens/s` : "not possible",
              note: !published
                ? "on this cluster"
                : place < 0
                  ? `does not fit: ${formatBytes(published.memoryBytes)}`
                  : `place ${place + 1} of those that fit${byFormula(published)}`,
            },
          ]}
        />
        <LayoutMap ranked={ranked} fitting={fitting} published={published} chosen={chosen} memory={memory} />
        <Legend
          items={[
            ["Fits", "series-1"],
            ["Fits with tensor ranks", "series-3"],
            ["Does not fit", "neutral"],
            ["Published layout", "series-4"],
            ["Picked layout", "series-2"],
            ["Memory of a GPU", "loss-5"],
          ]}
        />
        <Table
          label="The best layouts that fit; a press picks one"
          rows={fitting.slice(0, mostRows).map(rowOf)}
          height="9.5rem"
          pick="picked"
          pickOf={(row) => row.key}
          columns={[
            { key: "schedule", label: "Schedule" },
            { key: "pp", label: "PP" },
            { key: "ep", label: "EP" },
            { key: "tp", label: "TP" },
            { key: "sequences", label: "Seq." },
            { key: "recompute", label: "Recompute" },
            { key: "memory", label: "Memory", as: "bytes" },
            { key: "formula", label: "By formula", unit: "tokens/s", as: ["number", 4] },
            { key: "simulated", label: "Simulated", unit: "tokens/s", as: ["number", 4] },
          ]}
        />
        <Fold label="The chosen layout as arguments of Megatron-LM">
          {megatron ? (
            <div>
              <p>
                <b>{nameOf(chosen)}</b>, for Megatron-LM’s pretrain_gpt.py:
              </p>
              <pre>
                <code>{megatron.arguments.join(" \\\n")}</code>
              </pre>
              <p>What these arguments do not capture:</p>
              <ul>
                {megatron.notCaptured.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ) : (
            <p>No layout is possible on this cluster.</p>
          )}
        </Fold>
      </>
    );
  },
  summary: ({ ranked }, { gpus, memory }) => {
    const fitting = ranked.filter(({ fits }) => fits);
    if (fitting.length === 0)
      return `None of ${formatNumber(ranked.length, 6)} layouts on ${formatNumber(gpus, 5)} GPUs fits ${formatBytes(memory)}.`;
    return `Of ${formatNumber(ranked.length, 6)} layouts on ${formatNumber(gpus, 5)} GPUs ${formatExact(fitting.length)} fit ${formatBytes(memory)}; the fastest, ${nameOf(fitting[0])}, does ${formatNumber(speedOf(fitting[0]), 4)} tokens a second on each GPU.`;
  },
  table: ({ ranked }) => ({
    columns: [
      { key: "schedule", label: "Schedule" },
      { key: "pp", label: "Pipeline ranks" },
      { key: "ep", label: "Expert ranks" },
      { key: "tp", label: "Tensor ranks" },
      { key: "sequences", label: "Sequences of a micro-batch" },
      { key: "recompute", label: "Recompute" },
      { key: "memory", label: "Memory", unit: "bytes" },
      { key: "fits", label: "Fits" },
      { key: "formula", label: "By formula", unit: "tokens/s" },
      { key: "simulated", label: "Simulated", unit: "tokens/s" },
    ],
    rows: ranked.map((entry) => ({ ...rowOf(entry), fits: entry.fits ? "yes" : "no" })),
  }),
});

const mostRows = 24;
const publishedKey = "DualPipe-16-64-1-r";
