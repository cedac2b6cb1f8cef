import {
  deepseekV3,
  deploymentUnit,
  deviceById,
  driftingLoads,
  gpuLoads,
  placeUnit,
  unitMemory,
  unitSizes,
} from "v3-companion/compute";

const parameters = {
  unit: "decode-overview",
  skew: 0.6,
  context: 4989,
  seed: 1,
} as const;

const { routedExperts } = deepseekV3.moe!;

const h800 = deviceById("h800").memoryBytes!.value;

const compute = ({ unit, skew, context, seed: from }: typeof parameters) => {
  const deployment = deploymentUnit(unit);
  const sizes = unitSizes(deepseekV3, deployment);
  const loads = driftingLoads({ experts: routedExperts, intervals: 1, skew, drift: 0, seed: from });
  const placement = placeUnit(deepseekV3, deployment, loads);
  const all = placement.experts > routedExperts ? Float64Array.of(...loads, sizes.sharedOverMeanLoad) : loads;
  const load = gpuLoads(all, placement);
  const mean = load.reduce((sum, value) => sum + value, 0) / load.length;
  const { expertOfReplica, rankOfReplica, replicasOfExpert } = placement;
  return {
    deployment,
    sizes,
    load: load.map((value) => value / mean),
    expertOfReplica,
    rankOfReplica,
    replicasOfExpert,
    memory: unitMemory(deepseekV3, deployment, { memoryBytes: h800, context }),
  };
};

globalThis.print(compute(parameters));
