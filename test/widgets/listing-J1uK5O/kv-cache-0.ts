import {
  cacheBytesPerLayer,
  cacheBytesPerRequest,
  cacheFormats,
  deviceMemories,
  largestBatch,
  modelFromConfig,
  models,
} from "v3-companion/compute";

const parameters = {
  context: 131072,
  format: "bf16",
  memory: "h800",
  share: 0.5,
  tensorRanks: 1,
  config: "",
} as const;

const compute = ({ context, format, memory, share, tensorRanks, config }: typeof parameters) => {
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
};

globalThis.print(compute(parameters));
