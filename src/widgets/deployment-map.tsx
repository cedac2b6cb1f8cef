/** @file The published units of prefill and decode, GPU by GPU: which experts each hosts, and what its memory is for. */
import {
  deepseekV3,
  deploymentUnit,
  deviceById,
  driftingLoads,
  gpuLoads,
  mean,
  placeUnit,
  unitMemory,
  unitSizes,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  EachWidth,
  formatBytes,
  formatNumber,
  HeatMap,
  integer,
  number,
  Readout,
  seed,
  Table,
} from "../kit/index.ts";
import { servingParams } from "./serving-params.ts";

const { routedExperts } = deepseekV3.moe!;
const shades = 8;
const h800 = deviceById("h800").memoryBytes!.value;

export default defineWidget({
  id: "deployment-map",
  title: "The units that serve V3, GPU by GPU",
  source: "§3.4.1, §3.4.2",
  caption:
    "Sizes are published; which expert lies where is the released balancer’s choice (deepseek-ai/EPLB) for loads that we invent. Not said in the report, and ours: that every GPU of prefill has the shared expert, that in decode 32 of the 64 extra GPUs host it, that embedding and head are whole on every GPU, and 10 GB for activations and the runtime. Memory is that of the H800 in the published trace. Weights are FP8 with scales, caches BF16.",
  params: {
    unit: choice({
      label: "Unit",
      initial: "decode-report",
      options: [
        ["prefill-report", "Prefill, report"],
        ["decode-report", "Decode, report"],
        ["prefill-overview", "Prefill, overview"],
        ["decode-overview", "Decode, overview"],
        ["decode-profile", "Decode, profile"],
      ],
    }),
    gpu: integer({
      label: "GPU",
      range: [0, 319],
      initial: 0,
      viewOnly: true,
      help: "Which GPU is described; counted from zero, node by node.",
    }),
    skew: number({ label: "Spread of the loads", range: [0, 1.5], step: 0.05, initial: 0.6 }),
    context: servingParams.context,
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Prefill, report": { unit: "prefill-report" },
    "Prefill, overview": { unit: "prefill-overview" },
    "Decode, overview": { unit: "decode-overview" },
    "Equal loads": { skew: 0 },
  },
  compute: ({ unit, skew, context, seed: from }) => {
    const deployment = deploymentUnit(unit);
    const sizes = unitSizes(deepseekV3, deployment);
    const loads = driftingLoads({ experts: routedExperts, intervals: 1, skew, drift: 0, seed: from });
    const placement = placeUnit(deepseekV3, deployment, loads);
    const all = placement.experts > routedExperts ? Float64Array.of(...loads, sizes.sharedOverMeanLoad) : loads;
    const load = gpuLoads(all, placement);
    const meanLoad = mean(load);
    const { expertOfReplica, rankOfReplica, replicasOfExpert } = placement;
    return {
      deployment,
      sizes,
      load: load.map((value) => value / meanLoad),
      expertOfReplica,
      rankOfReplica,
      replicasOfExpert,
      memory: unitMemory(deepseekV3, deployment, { memoryBytes: h800, context }),
    };
  },
  view: (result, { values }) => {
    const { deployment, sizes, load, memory } = result;
    const gpu = Math.min(values.gpu, sizes.gpus - 1);
    const rows = Array.from({ length: sizes.placesPerGpu }, (_, i) => placeOf(result, gpu * sizes.placesPerGpu + i));
    const parts = [
      { part: "Routed experts", bytes: memory.routedExperts },
      { part: "Shared expert", bytes: memory.sharedExperts },
      { part: "Attention", bytes: memory.attention },
      { part: "Dense layers, routers", bytes: memory.denseFfn },
      { part: "Embedding and head", bytes: memory.embeddingAndHead },
      { part: "Left for caches", bytes: memory.free },
    ];
    return (
      <>
        <Readout
          items={[
            {
              label: "GPUs",
              value: sizes.gpus,
              as: "number",
              note: `${deployment.nodes} nodes; ${deployment.attentionTensorRanks === 1 ? "heads whole" : `${deployment.attentionTensorRanks} share heads`}`,
            },
            {
              label: "Experts on a GPU",
              value: sizes.placesPerGpu,
              as: "number",
              note: deployment.sharedReplicas > 0 ? "the shared one among them" : "and the shared one",
            },
            { label: "Weights on it", value: memory.weights, as: "bytes", note: `of ${formatBytes(h800)}` },
            {
              label: "Requests on it",
              value: memory.requestsPerGpu,
              as: "number",
              note: `of ${formatBytes(memory.cachePerRequest)} each`,
            },
          ]}
        />
        <p class="columns-label">Nodes →, their GPUs ↓; the stronger the color, the more load</p>
        <EachWidth>
          {({ width }) => (
            <HeatMap
              label="GPUs: a column is a node, a row the place in it; the stronger its color, the more load"
              rows={deployment.gpusPerNode}
              columns={deployment.nodes}
              width={width}
              height={160}
              marked={gpu % deployment.gpusPerNode}
              markedColumn={Math.floor(gpu / deployment.gpusPerNode)}
              shades={shades}
              shadeOf={(row, node) =>
                Math.max(1, Math.min(shades, Math.round(load[node * deployment.gpusPerNode + row] * (shades / 2))))
              }
              tips={(row, node) => describe(result, node * deployment.gpusPerNode + row)}
            />
          )}
        </EachWidth>
        <p class="said">{describe(result, gpu).replaceAll("\n", "; ")}.</p>
        <Table
          label="Experts of the chosen GPU in this layer"
          height="8rem"
          still
          rows={rows}
          columns={[
            { key: "expert", label: "Expert" },
            { key: "copy", label: "Copy" },
            { key: "group", label: "Routing group" },
          ]}
        />
        <Table
          label="Memory of a GPU of this unit"
          rows={parts}
          columns={[
            { key: "part", label: "For" },
            { key: "bytes", label: "Bytes", as: "bytes", bar: true },
          ]}
        />
      </>
    );
  },
  summary: ({ deployment, sizes, memory }) =>
    `${deployment.name}: ${sizes.gpus} GPUs with ${sizes.placesPerGpu} ${sizes.placesPerGpu === 1 ? "expert" : "experts"} of each layer, ${formatBytes(memory.weights)} of weights and room for ${formatNumber(memory.requestsPerGpu)} requests on each.`,
  table: (result) => ({
    columns: [
      { key: "gpu", label: "GPU" },
      { key: "node", label: "Node" },
      { key: "expert", label: "Expert" },
      { key: "copy", label: "Copy" },
      { key: "group", label: "Routing group" },
    ],
    rows: Array.from(result.expertOfReplica, (_, place) => ({
      gpu: Math.floor(place / result.sizes.placesPerGpu),
      node: Math.floor(place / result.sizes.placesPerGpu / result.deployment.gpusPerNode),
      ...placeOf(result, place),
    })),
  }),
});

type Result = {
  deployment: ReturnType<typeof deploymentUnit>;
  sizes: ReturnType<typeof unitSizes>;
  load: Float64Array;
  expertOfReplica: Uint16Array;
  rankOfReplica: Uint16Array;
  replicasOfExpert: Uint16Array;
};

function placeOf({ expertOfReplica, rankOfReplica, replicasOfExpert }: Result, place: number) {
  const expert = expertOfReplica[place];
  const isShared = expert >= routedExperts;
  return {
    expert: isShared ? "shared" : `${expert}`,
    copy: `${rankOfReplica[place] + 1} of ${replicasOfExpert[expert]}`,
    group: isShared ? "–" : `${Math.floor(expert / (routedExperts / deepseekV3.moe!.expertGroups))}`,
  };
}

function describe(result: Result, gpu: number): string {
  const { deployment, sizes, load } = result;
  const names = Array.from(
    { length: sizes.placesPerGpu },
    (_, i) => placeOf(result, gpu * sizes.placesPerGpu + i).expert,
  );
  const group =
    deployment.attentionTensorRanks === 1
      ? "requests of its own"
      : `requests of group ${Math.floor(gpu / deployment.attentionTensorRanks)}, heads of rank ${gpu % deployment.attentionTensorRanks}`;
  return `GPU ${gpu} on node ${Math.floor(gpu / deployment.gpusPerNode)}\n${group}\n${names.length === 1 ? "expert" : "experts"} ${names.join(", ")}\n${formatNumber(load[gpu])} of the mean load`;
}
