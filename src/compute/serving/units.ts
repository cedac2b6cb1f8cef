/** @file The smallest units that serve V3, as published: how many GPUs, how they split attention, what experts each hosts. */
import { refuse, requireIntegerInRange, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { CopyRule } from "../cluster/all-to-all.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";

/** The two stages of serving: reading the prompt, and writing the answer token by token. @source §3.4 */
export const servingStages = deepFreeze(["prefill", "decode"] as const);
export type ServingStage = (typeof servingStages)[number];

export type DeploymentUnit = {
  id: string;
  name: string;
  stage: ServingStage;
  nodes: number;
  gpusPerNode: number;
  /** GPUs that share the heads of a request. */
  attentionTensorRanks: number;
  /** Such groups, each with requests of its own. */
  attentionDataRanks: number;
  /** GPUs that share the experts of a layer. */
  expertRanks: number;
  /** Places for routed experts in the whole unit; a GPU has equally many. */
  routedReplicas: number;
  /** Places for the shared expert among those of the routed ones; 0 where every GPU has a copy of it besides. */
  sharedReplicas: number;
  /** How a token goes to its experts. */
  copies: CopyRule;
  /** Tokens that a GPU takes in a step, where the source says so; of decode, requests. */
  tokensPerGpu: number | null;
  /** SMs that communicate while the others compute. */
  communicationSms: number;
  source: string;
  /** What of it is ours. */
  note: string;
};

const overview = "deepseek-ai/open-infra-index, 202502OpenSourceWeek, day 6";
const profile = "deepseek-ai/profile-data, README.md";

/**
 * The report's two units, those of the later overview of the service, and those of the published profiles.
 *
 * @source §3.4.1, §3.4.2; each has its own
 */
export const deploymentUnits: readonly DeploymentUnit[] = deepFreeze([
  {
    id: "prefill-report",
    name: "Prefill, the report",
    stage: "prefill",
    nodes: 4,
    gpusPerNode: 8,
    attentionTensorRanks: 4,
    attentionDataRanks: 8,
    expertRanks: 32,
    routedReplicas: 288,
    sharedReplicas: 0,
    copies: "node",
    tokensPerGpu: null,
    communicationSms: 20,
    source: "§3.4.1",
    note: "Where the shared expert lies is not said; on every GPU, as in the overview. SMs as in training, whose all-to-all it uses.",
  },
  {
    id: "decode-report",
    name: "Decode, the report",
    stage: "decode",
    nodes: 40,
    gpusPerNode: 8,
    attentionTensorRanks: 4,
    attentionDataRanks: 80,
    expertRanks: 320,
    routedReplicas: 288,
    sharedReplicas: 32,
    copies: "expert",
    tokensPerGpu: null,
    communicationSms: 0,
    source: "§3.4.2",
    note: "How redundant and shared experts divide the 64 GPUs is not said; 32 copies of the shared one give each the load of a mean routed expert. That small portion of SMs for experts which the report mentions is not given.",
  },
  {
    id: "prefill-overview",
    name: "Prefill, the overview",
    stage: "prefill",
    nodes: 4,
    gpusPerNode: 8,
    attentionTensorRanks: 1,
    attentionDataRanks: 32,
    expertRanks: 32,
    routedReplicas: 288,
    sharedReplicas: 0,
    copies: "node",
    tokensPerGpu: null,
    communicationSms: 24,
    source: overview,
    note: "How tokens travel is the report's.",
  },
  {
    id: "decode-overview",
    name: "Decode, the overview",
    stage: "decode",
    nodes: 18,
    gpusPerNode: 8,
    attentionTensorRanks: 1,
    attentionDataRanks: 144,
    expertRanks: 144,
    routedReplicas: 288,
    sharedReplicas: 0,
    copies: "expert",
    tokensPerGpu: null,
    communicationSms: 0,
    source: overview,
    note: "How tokens travel is the report's.",
  },
  {
    id: "prefill-profile",
    name: "Prefill, the profile",
    stage: "prefill",
    nodes: 4,
    gpusPerNode: 8,
    attentionTensorRanks: 1,
    attentionDataRanks: 32,
    expertRanks: 32,
    routedReplicas: 288,
    sharedReplicas: 0,
    copies: "node",
    tokensPerGpu: 16_384,
    communicationSms: 24,
    source: profile,
    note: "Redundant experts and SMs are the overview's.",
  },
  {
    id: "decode-profile",
    name: "Decode, the profile",
    stage: "decode",
    nodes: 16,
    gpusPerNode: 8,
    attentionTensorRanks: 1,
    attentionDataRanks: 128,
    expertRanks: 128,
    routedReplicas: 256,
    sharedReplicas: 0,
    copies: "expert",
    tokensPerGpu: 128,
    communicationSms: 0,
    source: profile,
    note: "No redundant experts are mentioned, so there are none.",
  },
]);

/** Ids of the units, in their order. @source ours: names of what is here */
export const deploymentUnitIds: readonly string[] = deepFreeze(deploymentUnits.map(({ id }) => id));

/**
 * A published unit by its id.
 *
 * @throws RangeError if there is none
 * @source ours: a way to look up `deploymentUnits`
 */
export function deploymentUnit(id: string): DeploymentUnit {
  requireOneOf({ id }, deploymentUnitIds);
  return deploymentUnits.find((unit) => unit.id === id) as DeploymentUnit;
}

/** Sizes that follow from a unit and its model. */
export type UnitSizes = {
  gpus: number;
  /** Places for experts on a GPU, without the shared expert that every GPU may have besides. */
  placesPerGpu: number;
  /** Copies of routed experts beyond the first of each. */
  redundantExperts: number;
  /** Experts that a token is sent to: the shared one too where it counts as routed. */
  destinations: number;
  /** Routed experts' load that the shared one has: all tokens against K of N. */
  sharedOverMeanLoad: number;
};

/**
 * What follows from a unit: V3's prefill has 9 places on each of 32 GPUs, its decode one on each of 320.
 *
 * @throws RangeError if the model has no experts, or the unit's numbers do not fit together
 * @source §3.4.1, §3.4.2
 */
export function unitSizes(model: ModelConfig, unit: DeploymentUnit): UnitSizes {
  requireModel(model);
  requireUnit(unit);
  const { moe } = model;
  if (!moe) refuse("model", "have experts", model.name);
  const { nodes, gpusPerNode, attentionTensorRanks, attentionDataRanks, routedReplicas, sharedReplicas, expertRanks } =
    unit;
  const gpus = nodes * gpusPerNode;
  if (attentionTensorRanks * attentionDataRanks !== gpus)
    refuse("attentionDataRanks", `fill the ${gpus} GPUs with groups of ${attentionTensorRanks}`, attentionDataRanks);
  const { attentionHeads } = model.attention;
  if (attentionHeads % attentionTensorRanks !== 0)
    refuse("attentionTensorRanks", `divide the ${attentionHeads} heads`, attentionTensorRanks);
  if (expertRanks !== gpus) refuse("expertRanks", `be the ${gpus} GPUs`, expertRanks);
  if (routedReplicas < moe.routedExperts)
    refuse("routedReplicas", `be at least the ${moe.routedExperts} experts`, routedReplicas);
  const places = routedReplicas + sharedReplicas;
  if (places % gpus !== 0)
    refuse("routedReplicas", `fill ${gpus} GPUs evenly, with the places of the shared expert`, routedReplicas);
  return {
    gpus,
    placesPerGpu: places / gpus,
    redundantExperts: routedReplicas - moe.routedExperts,
    destinations: moe.activatedExperts + (sharedReplicas > 0 ? moe.sharedExperts : 0),
    sharedOverMeanLoad: moe.routedExperts / moe.activatedExperts,
  };
}

function requireUnit(unit: DeploymentUnit): void {
  requireObject({ unit });
  const {
    stage,
    nodes,
    gpusPerNode,
    attentionTensorRanks,
    attentionDataRanks,
    expertRanks,
    routedReplicas,
    sharedReplicas,
    communicationSms,
  } = unit;
  requireOneOf({ stage }, servingStages);
  requireOneOf({ copies: unit.copies }, ["node", "gpu", "expert"]);
  requirePositiveInteger({ nodes, gpusPerNode, attentionTensorRanks, attentionDataRanks, expertRanks, routedReplicas });
  requireIntegerInRange({ sharedReplicas }, 0, 65_535);
  requireIntegerInRange({ communicationSms }, 0, 1023);
}
