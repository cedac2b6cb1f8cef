/** @file What a request's cache takes: models, contexts and formats, and how many requests fit into a GPU's memory. */
import * as Plot from "@observablehq/plot";
import {
  cacheBytesPerLayer,
  cacheBytesPerRequest,
  cacheFormats,
  deviceMemories,
  largestBatch,
  modelFromConfig,
  models,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatBytes,
  formatCount,
  formatNumber,
  formatRatio,
  integer,
  Legend,
  number,
  Readout,
  Table,
  text,
} from "../kit/index.ts";
import { contextParam } from "./context-param.ts";

const formatIds = cacheFormats.map(({ id, name }) => [id, name] as const);
const memoryIds = deviceMemories.map(({ id, name }) => [id, name] as const);

export default defineWidget({
  id: "kv-cache",
  title: "What the cache of a request takes",
  source: "§2.1.1, eq. 1 and 3",
  caption:
    "Shapes are those of the published models; the report prints no sizes in bytes. Scales and formats other than BF16 are those that serving uses, not the report’s. One GPU holds a model’s whole cache here, and of its memory the share that is set for it: weights take the rest, and large models need many GPUs for them.",
  params: {
    context: contextParam,
    format: choice({ label: "Cached as", options: formatIds, initial: "bf16" }),
    memory: choice({
      mine: "device",
      label: "GPU",
      options: memoryIds,
      initial: "h800",
      renamed: { h100: "h800" },
      secondary: true,
    }),
    share: number({ label: "Memory for the cache", range: [0.01, 1], step: 0.01, initial: 0.5, shown: "percent" }),
    tensorRanks: integer({
      label: "GPUs that share the heads",
      range: [1, 16],
      initial: 1,
      secondary: true,
      help: "Key-value heads are split among them; a latent belongs to all heads, so each needs a copy.",
    }),
    sort: text({ label: "Order", initial: "-perRequest", inView: true }),
    search: text({ label: "Search models", placeholder: "DeepSeek", secondary: true }),
    config: text({
      mine: "config",
      label: "config.json of your model",
      placeholder: '{ "model_type": …',
      maxLength: 6000,
      viewOnly: false,
      secondary: true,
      help: "Paste the whole file, as Hugging Face keeps it beside the weights; the model joins the others.",
    }),
  },
  presets: {
    "As published": {},
    "A short chat": { context: 4096 },
    "A million tokens": { context: 2 ** 20 },
    "FP8, as served": { format: "fp8-scaled" },
    "Heads on 8 GPUs": { tensorRanks: 8 },
  },
  compute: ({ context, format, memory, share, tensorRanks, config }) => {
    const cacheFormat = cacheFormats.find(({ id }) => id === format)!;
    const { bytes } = deviceMemories.find(({ id }) => id === memory)!;
    const rows = [...models, ...(config.trim() === "" ? [] : [modelFromConfig(config)])].map((model) => ({
      id: model.id,
      name: model.name,
      kind: model.attention.kind,
      perToken: model.layers * cacheBytesPerLayer(model, cacheFormat),
      perRequest: cacheBytesPerRequest(model, { format: cacheFormat, context, tensorRanks }),
      requests: largestBatch(model, { format: cacheFormat, context, tensorRanks, memoryBytes: share * bytes }),
    }));
    return { rows, memoryBytes: share * bytes };
  },
  view: ({ rows, memoryBytes }, { values }) => {
    const v3 = rows[0];
    const largest = rows.reduce((most, row) => (row.perToken > most.perToken ? row : most));
    return (
      <>
        <Readout
          items={[
            { label: "V3, each token", value: v3.perToken, as: "bytes", note: "over all layers" },
            {
              label: "V3, this context",
              value: v3.perRequest,
              as: "bytes",
              note: `${formatRatio(largest.perRequest / v3.perRequest)} for ${largest.name}`,
            },
            { label: "V3, requests at once", value: v3.requests, note: `in ${formatBytes(memoryBytes)}` },
          ]}
        />
        <Chart
          label="Cache of one request by context, for each model"
          scrub="context"
          tips={({ name, tokens, bytes }: Point) => `${name}\n${formatCount(tokens)} tokens: ${formatBytes(bytes)}`}
          options={({ narrow }) => ({
            height: 250,
            marginLeft: 62,
            marginRight: 16,
            x: {
              label: "Context (tokens)",
              type: "log",
              domain: [1, 2 ** 20],
              ticks: narrow ? 4 : 7,
              tickFormat: (value: number) => formatCount(value),
            },
            y: {
              label: "Cache of one request",
              type: "log",
              grid: true,
              domain: [1e4, 1e12],
              ticks: [1e4, 1e6, 1e8, 1e10, 1e12],
              tickFormat: (value: number) => formatBytes(value),
            },
            marks: [
              Plot.line(rows.slice(1).flatMap(pointsOf), {
                x: "tokens",
                y: "bytes",
                z: "name",
                stroke: "var(--neutral)",
                strokeWidth: 1.5,
                clip: true,
              }),
              Plot.line(pointsOf(v3), {
                x: "tokens",
                y: "bytes",
                stroke: "var(--accent)",
                strokeWidth: 2.5,
                clip: true,
              }),
              Plot.ruleY([memoryBytes], { stroke: "var(--loss-5)", strokeDasharray: "4 3" }),
              Plot.text([memoryBytes], {
                y: (bytes: number) => bytes,
                frameAnchor: "left",
                dx: 6,
                dy: -7,
                textAnchor: "start",
                text: () => "memory for the cache",
                fill: "var(--loss-5)",
              }),
            ],
          })}
        />
        <Legend
          items={[
            ["DeepSeek-V3", "accent"],
            ["Other models", "neutral"],
            ["Memory for the cache", "loss-5"],
          ]}
        />
        <Table
          label={`Caches of models at ${formatCount(values.context)} tokens`}
          sort="sort"
          filter="search"
          height="17rem"
          columns={[
            { key: "name", label: "Model" },
            { key: "perToken", label: "Each token", as: "bytes" },
            { key: "perRequest", label: "This context", as: "bytes", bar: true },
            { key: "requests", label: "Requests at once", as: ["number", 6] },
          ]}
          rows={rows}
        />
      </>
    );
  },
  summary: ({ rows: [v3, ...others], memoryBytes }, { context }) => {
    const llama = others.find(({ id }) => id === "llama-3.1-405b")!;
    return `At ${formatCount(context)} tokens V3 keeps ${formatBytes(v3.perRequest)} for a request, Llama 3.1 405B ${formatBytes(llama.perRequest)}; ${formatBytes(memoryBytes)} hold ${formatNumber(v3.requests, 6)} requests of V3 at once and ${llama.requests === 0 ? "none" : formatNumber(llama.requests, 6)} of Llama’s.`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "name", label: "Model" },
      { key: "kind", label: "Attention" },
      { key: "perToken", label: "Each token", unit: "bytes" },
      { key: "perRequest", label: "This context", unit: "bytes" },
      { key: "requests", label: "Requests at once" },
    ],
    rows,
  }),
});

type Point = { id: string; name: string; tokens: number; bytes: number };

/** A straight line on both logarithmic axes, a point at each power of two. */
function pointsOf({ id, name, perToken }: { id: string; name: string; perToken: number }): Point[] {
  return Array.from({ length: 21 }, (_, power) => ({ id, name, tokens: 2 ** power, bytes: 2 ** power * perToken }));
}
