/** @file What attention reads and computes in one decoding step, for four kinds of it, on the roofline of a GPU. */
import {
  attentionIntensity,
  attentionVariants,
  cacheFormats,
  decodeCost,
  decodeFlop,
  deepseekV3,
  deviceMemories,
  h800,
  roofline,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatAs,
  formatBytes,
  formatCount,
  formatNumber,
  integer,
  Readout,
  Table,
  toggle,
  withPlural,
} from "../kit/index.ts";
import { Roofline, RooflineLegend, TimeCurves } from "./drawings/roofline.tsx";
import { contextParam } from "./context-param.ts";

export default defineWidget({
  id: "decode-roofline",
  title: "One decoding step of attention against the roofline",
  source: "§2.1.1, eq. 1–11; §3.4.2",
  caption:
    "Attention blocks of V3’s shape in all its layers, and the same with other kinds of attention of as many heads, counted and not measured. The time is a bound from below: the GPU’s peak of arithmetic (BF16, dense) or of memory, whichever takes longer. One GPU does all the heads that are set. Softmax, norms and writes are left out. The report prints no such numbers; peaks are NVIDIA’s.",
  params: {
    context: contextParam,
    batch: integer({ label: "Requests in the step", range: [1, 1024], scale: "log", initial: 32 }),
    heads: choice({ label: "Heads on the GPU", options: [8, 16, 32, 64, 128], initial: 128, report: 128 }),
    queryTokens: choice({
      label: "New tokens of a request",
      options: [1, 2, 4],
      initial: 1,
      help: "More than one where drafted tokens are verified.",
    }),
    all: toggle({ label: "Count projections and their weights too", initial: false }),
    along: choice({
      label: "Time by",
      options: [
        ["context", "Context"],
        ["batch", "Requests"],
      ],
      initial: "context",
      viewOnly: true,
    }),
    format: choice({
      label: "Cached as",
      options: cacheFormats.map(({ id, name }) => [id, name] as const),
      initial: "bf16",
      secondary: true,
    }),
    memory: choice({
      mine: "device",
      label: "Memory of the GPU",
      options: deviceMemories.map(({ id, name }) => [id, name] as const),
      initial: "h800",
      renamed: { h100: "h800" },
      secondary: true,
      help: "Arithmetic stays that of an H800.",
    }),
    keyValueHeads: choice({
      label: "Key-value heads (grouped-query)",
      options: [2, 4, 8],
      initial: 8,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "16 heads on a GPU": { heads: 16 },
    "One short request": { context: 1024, batch: 1, all: true },
    "Two tokens, one drafted": { queryTokens: 2 },
  },
  compute: ({ context, batch, heads, queryTokens, all, format, memory, keyValueHeads }) => {
    const model = { ...deepseekV3, attention: { ...deepseekV3.attention, attentionHeads: heads } };
    const variants = attentionVariants(model, { keyValueHeads });
    const cacheFormat = cacheFormats.find(({ id }) => id === format)!;
    const { bytesPerSecond } = deviceMemories.find(({ id }) => id === memory)!;
    const flopPerSecond = h800.peakBf16;
    const at = (kind: (typeof kinds)[number], step: { batch: number; context: number }) => {
      const { attention } = variants.find(({ id }) => id === kind.variant)!;
      const cost = decodeCost({ ...model, attention }, { ...step, queryTokens, way: kind.way, format: cacheFormat });
      return { cost, ...roofline({ ...counted(cost, all), flopPerSecond, bytesPerSecond }) };
    };
    const rows = kinds.map((kind) => {
      const { cost, ...bound } = at(kind, { batch, context });
      const { flop, bytes } = counted(cost, all);
      return {
        id: kind.id,
        name: kind.name,
        flop,
        bytes,
        ...bound,
        flopPerSecond: flop / bound.seconds,
        attentionIntensity: attentionIntensity(cost),
        cacheBytes: cost.cacheBytes,
      };
    });
    const curve = (steps: { batch: number; context: number }[], along: "batch" | "context") =>
      kinds.flatMap((kind) => steps.map((step) => ({ id: kind.id, at: step[along], seconds: at(kind, step).seconds })));
    return {
      rows,
      flopPerSecond,
      bytesPerSecond,
      byContext: curve(
        Array.from({ length: 21 }, (_, power) => ({ batch, context: 2 ** power })),
        "context",
      ),
      byBatch: curve(
        Array.from({ length: 11 }, (_, power) => ({ batch: 2 ** power, context })),
        "batch",
      ),
    };
  },
  view: ({ rows, flopPerSecond, bytesPerSecond, byContext, byBatch }, { values }) => {
    const [absorbed, , cached] = rows;
    const curve = values.along === "context" ? byContext : byBatch;
    return (
      <>
        <Readout
          items={[
            {
              label: "Latent, absorbed",
              value: absorbed.seconds,
              as: "seconds",
              note: `at least, all layers; bound by ${absorbed.bound === "memory" ? "memory" : "arithmetic"}`,
            },
            {
              label: "It computes",
              value: absorbed.intensity,
              as: "number",
              unit: "FLOP a byte",
              note: `the GPU balances at ${formatNumber(flopPerSecond / bytesPerSecond)}`,
            },
            {
              label: "Keys and values cached",
              value: cached.seconds,
              as: "seconds",
              note: `${formatNumber(cached.seconds / absorbed.seconds)} times as long, ${formatNumber(cached.flop / absorbed.flop, 2)} times the FLOP`,
            },
          ]}
        />
        <Roofline rows={rows} flopPerSecond={flopPerSecond} bytesPerSecond={bytesPerSecond} />
        <RooflineLegend kinds={kinds} />
        <TimeCurves points={curve} kinds={kinds} along={values.along} />
        <Fold label="The step in numbers, for each kind of attention">
          <Table
            label="The step, for each kind of attention"
            columns={[
              { key: "name", label: "Attention" },
              { key: "bytes", label: "Reads", as: "bytes", bar: true },
              { key: "flop", label: "Computes", as: ["si", 3, "FLOP"] },
              { key: "intensity", label: "FLOP a byte", as: "number" },
              { key: "seconds", label: "Time, at least", as: "seconds" },
            ]}
            rows={rows}
          />
        </Fold>
      </>
    );
  },
  summary: ({ rows }, { batch, context, all }) => {
    const [absorbed, , cached, mha] = rows;
    const what = all ? "with projections and weights" : "cache alone";
    return `${withPlural(formatNumber(batch), "request")} at ${withPlural(formatCount(context), "token")}, ${what}: latent attention absorbed reads ${formatBytes(absorbed.bytes)} at ${formatNumber(absorbed.intensity)} FLOP a byte and takes ${formatAs(absorbed.seconds, "seconds")} or more, keys and values of all heads cached ${formatAs(cached.seconds, "seconds")}, multi-head attention ${formatAs(mha.seconds, "seconds")}.`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "name", label: "Attention" },
      { key: "bytes", label: "Read", unit: "bytes" },
      { key: "cacheBytes", label: "… of it from the cache", unit: "bytes" },
      { key: "flop", label: "Computed", unit: "FLOP" },
      { key: "intensity", label: "Intensity", unit: "FLOP/byte" },
      { key: "attentionIntensity", label: "Scores and sums over cache alone", unit: "FLOP/byte" },
      { key: "computeSeconds", label: "Arithmetic", unit: "s" },
      { key: "memorySeconds", label: "Memory", unit: "s" },
      { key: "seconds", label: "Longer of the two", unit: "s" },
    ],
    rows,
  }),
});

const kinds = [
  { id: "absorbed", name: "Latent, absorbed", variant: "mla", way: "absorbed" },
  { id: "expanded", name: "Latent, rebuilt at each step", variant: "mla", way: "expanded" },
  { id: "expandedCache", name: "Latent’s keys and values cached", variant: "mla", way: "expandedCache" },
  { id: "mha", name: "Multi-head", variant: "mha", way: "absorbed" },
  { id: "gqa", name: "Grouped-query", variant: "gqa", way: "absorbed" },
  { id: "mqa", name: "Multi-query", variant: "mqa", way: "absorbed" },
] as const;

/** Scores and sums over the cache; or all that attention blocks do. */
function counted(cost: ReturnType<typeof decodeCost>, all: boolean): { flop: number; bytes: number } {
  return all
    ? { flop: decodeFlop(cost), bytes: cost.cacheBytes + cost.weightBytes }
    : { flop: cost.scoreFlop + cost.sumFlop + cost.upFlop, bytes: cost.cacheBytes };
}
