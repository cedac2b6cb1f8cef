import { drawnExpertLoads, drawnExperts, drawnLayers, drawnModels, loadDistance } from "v3-companion/compute";

const parameters = {} as const;

const compute = () => {
  const layers = Array.from({ length: drawnLayers }, (_, i) => i + 1);
  const models = drawnModels.map((model) => {
    const loads = layers.map((layer) => drawnExpertLoads({ model, layer }).relativeLoads);
    const of = (layer: number, domain: number) =>
      loads[layer - 1].subarray(domain * drawnExperts, (domain + 1) * drawnExperts);
    return {
      model,
      loads,
      distances: layers.map((layer) =>
        [
          [0, 1],
          [0, 2],
          [1, 2],
        ].map(([a, b]) => loadDistance(of(layer, a), of(layer, b))),
      ),
    };
  });
  return { models };
};

globalThis.print(compute(parameters));
