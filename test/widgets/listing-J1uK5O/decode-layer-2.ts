import {
  closingOverhead,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  layerStages,
  publishedDay,
  runMicroBatches,
} from "v3-companion/compute";

const parameters = {
  unit: "decode-profile",
  requests: 128,
  context: 4096,
  way: "five-stages",
  infiniband: 40000000000,
  memory: 3000000000000,
  core: 580000000000000,
  queryTokens: 1,
} as const;

const shownLayers = 4;

const compute = ({ unit, requests, context, way, infiniband, memory, core, queryTokens }: typeof parameters) => {
  const deployment = deploymentUnit(unit);
  const changed = {
    infinibandBytesPerSecond: infiniband,
    nvlinkBytesPerSecond: Math.max(infiniband, 160e9),
    memoryBytesPerSecond: memory,
    decodeCoreFlopPerSecond: core,
  };
  const stages = layerStages(deepseekV3, deployment, { perGpu: requests / 2, context, queryTokens }, changed);
  const run = runMicroBatches(stages.seconds, { layers: shownLayers, way });
  const long = runMicroBatches(stages.seconds, { layers: 20, way });
  const whole = decodeServing(
    deepseekV3,
    deployment,
    { requestsPerGpu: requests, context, way, acceptance: queryTokens === 2 ? 0.85 : null },
    changed,
  );
  const publishedStepSeconds =
    2 / (publishedDay.tokensPerSecondPerRequest[0] + publishedDay.tokensPerSecondPerRequest[1]);
  return {
    stages,
    run,
    drawn: { lane: run.lane, start: run.start, end: run.end, kind: run.part },
    perLayer: long.perLayer,
    serial: long.serial / 20,
    whole,
    closing: closingOverhead({
      publishedStepSeconds,
      estimatedStepSeconds: whole.stepSeconds,
      layers: deepseekV3.layers,
    }),
  };
};

globalThis.print(compute(parameters));
