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
} from "v3-companion/compute";

const parameters = {
  context: 131072,
  batch: 32,
  heads: 16,
  queryTokens: 1,
  all: false,
  format: "bf16",
  memory: "h800",
  keyValueHeads: 8,
} as const;

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

const compute = ({ context, batch, heads, queryTokens, all, format, memory, keyValueHeads }: typeof parameters) => {
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
};

globalThis.print(compute(parameters));
