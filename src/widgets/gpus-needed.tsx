/** @file How many GPUs a model needs to be served: the smallest possible number, and what decides it. */
import {
  cacheFormats,
  devices,
  modelById,
  modelFromConfig,
  smallestDeployment,
  weightFormats,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatBytes,
  formatCount,
  formatNumber,
  integer,
  number,
  Readout,
  withPlural,
} from "../kit/index.ts";
import { FormatsLegend, FullestGpu, FullestGpuLegend, GpusByRequests } from "./drawings/gpus-for-requests.tsx";
import { modelParams } from "./model-params.ts";

const served = devices.filter(({ memoryBytes }) => memoryBytes !== null);

export default defineWidget({
  id: "gpus-needed",
  title: "How many GPUs does it take?",
  source: "§3.4",
  caption:
    "Memory alone is counted: weights, spread over all GPUs once, caches of all requests, and a reserve for activations, buffers and the runtime. It says what is possible, not how fast it is. Possible numbers are powers of two, beyond a node whole nodes. Formats of 4 bits have a scale of 16 bits for 128 weights, ours; embedding, head and routers stay in BF16. Memories are as sold or as reported by the device.",
  params: {
    ...modelParams,
    weights: choice({
      label: "Weights",
      options: weightFormats.map(({ id, name }) => [id, name] as const),
      initial: "fp8",
      report: "fp8",
    }),
    device: choice({
      mine: "device",
      label: "GPU",
      options: served.map(({ id, name }) => [id, name] as const),
      initial: "h800",
      report: "h800",
    }),
    context: integer({
      label: "Tokens of a request",
      range: [128, 131_072],
      scale: "log",
      initial: 32_768,
      shown: "count",
    }),
    requests: integer({ label: "Requests at the same time", range: [1, 10_000], scale: "log", initial: 10 }),
    layout: choice({
      label: "Cache of a request",
      options: [
        ["onOne", "On one GPU (data-parallel attention)"],
        ["onEach", "On every GPU (tensor parallelism)"],
      ],
      initial: "onOne",
    }),
    cache: choice({
      label: "Cached as",
      options: cacheFormats.map(({ id, name }) => [id, name] as const),
      initial: "bf16",
      secondary: true,
    }),
    reserve: number({
      label: "Reserved",
      range: [0, 0.5],
      step: 0.01,
      initial: 0.1,
      shown: "percent",
      secondary: true,
      help: "Of each GPU’s memory.",
    }),
    gpusPerNode: choice({
      mine: "gpusPerNode",
      label: "GPUs of a node",
      options: [1, 2, 4, 8, 16],
      initial: 8,
      report: 8,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "4 bits, 32K, ten users": { weights: "int4" },
    BF16: { weights: "bf16" },
    "A hundred users": { requests: 100, weights: "int4" },
    "The same, cache on every GPU": { requests: 100, weights: "int4", layout: "onEach" },
    "Eight H200": { device: "h200" },
    "V2-Lite on one": { model: "deepseek-v2-lite", weights: "bf16", requests: 4 },
  },
  check: ({ model, config }) =>
    model === "own" &&
    config.trim() === "" && { at: "config", say: "Paste the config.json of a model to see how many GPUs it needs." },
  compute: ({ model, config, weights, device, context, requests, layout, cache, reserve, gpusPerNode }) => {
    const shape = model === "own" ? modelFromConfig(config) : modelById(model);
    const memoryBytes = served.find(({ id }) => id === device)!.memoryBytes!.value;
    const need = {
      weights: weightFormats.find(({ id }) => id === weights)!,
      context,
      requests,
      memoryBytes,
      gpusPerNode,
      cache: cacheFormats.find(({ id }) => id === cache)!,
      layout,
      reservedBytes: reserve * memoryBytes,
    };
    const found = smallestDeployment(shape, need);
    const byFormat = weightFormats.flatMap((format) =>
      [1, 10, 100, 1000, 10_000].map((count) => ({
        format: format.name,
        id: format.id,
        requests: count,
        gpus: smallestDeployment(shape, { ...need, weights: format, requests: count })?.gpus ?? null,
      })),
    );
    return { found, memoryBytes, byFormat, reservedBytes: need.reservedBytes };
  },
  view: ({ found, memoryBytes, byFormat, reservedBytes }, { values }) => (
    <>
      <Readout
        items={[
          {
            label: "GPUs",
            text: found ? formatNumber(found.gpus, 5) : "more than 4,096",
            note: found ? withPlural(String(found.nodes), "node") : "or no number at all",
          },
          {
            label: "Decided by",
            text: found ? bindings[found.binding] : "the reserve",
            note:
              found && found.tooFew > 0
                ? `${formatNumber(found.tooFew, 5)} do not hold ${found.binding === "cache" ? "the caches" : "the weights"}`
                : "one is enough",
          },
          {
            label: "Weights",
            text: found ? formatBytes(found.weightBytes) : "–",
            note: found ? `${formatBytes(found.weightBytes / found.gpus)} on a GPU` : "",
          },
          {
            label: "Cache of a request",
            text: found ? formatBytes(found.cachePerRequest) : "–",
            note: found ? `room for ${formatCount(found.mostRequests)} requests` : "",
          },
        ]}
      />
      <FullestGpu deployment={found} memoryBytes={memoryBytes} reservedBytes={reservedBytes} />
      <FullestGpuLegend />
      <GpusByRequests rows={byFormat} chosen={values.weights} />
      <FormatsLegend />
    </>
  ),
  summary: ({ found }, { context, requests }) =>
    found
      ? `${withPlural(formatNumber(found.gpus, 5), "GPU")} for ${withPlural(formatCount(requests), "request")} of ${formatCount(context)} tokens; ${found.binding === "nothing" ? "one is enough" : `${formatNumber(found.tooFew, 5)} would not hold ${found.binding === "cache" ? "the caches" : "the weights"}`}.`
      : `No number of GPUs up to 4,096 serves ${formatCount(requests)} requests of ${formatCount(context)} tokens: a single cache may not fit a GPU.`,
  table: ({ byFormat }) => ({
    columns: [
      { key: "format", label: "Weights" },
      { key: "requests", label: "Requests" },
      { key: "gpus", label: "GPUs" },
    ],
    rows: byFormat.map((row) => ({ ...row, gpus: row.gpus ?? "more than 4,096" })),
  }),
});

const bindings = { weights: "the weights", cache: "the caches", nothing: "nothing" } as const;
