import {
  cacheFormats,
  deepseekV2Lite,
  deepseekV3,
  devices,
  smallestDeployment,
  weightFormats,
} from "v3-companion/compute";

const parameters = {
  model: "v3",
  weights: "int4",
  device: "h800",
  context: 32768,
  requests: 100,
  layout: "onEach",
  cache: "bf16",
  reserve: 0.1,
  gpusPerNode: 8,
} as const;

const served = devices.filter(({ memoryBytes }) => memoryBytes !== null);

const compute = ({
  model,
  weights,
  device,
  context,
  requests,
  layout,
  cache,
  reserve,
  gpusPerNode,
}: typeof parameters) => {
  const shape = model === "v3" ? deepseekV3 : deepseekV2Lite;
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
};

globalThis.print(compute(parameters));
