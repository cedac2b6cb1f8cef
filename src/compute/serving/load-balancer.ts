/**
 * @file The load balancer of experts that DeepSeek released: which experts get a second copy, and which GPU hosts which.
 *
 * It packs heaviest first, each thing into the lightest place that still has room, and gives every further replica to the
 * expert with the most load per replica. As the released code does, it works in single precision. Where loads tie, the
 * released code leaves the order to the sort of its library; here the lower index comes first.
 */
import {
  refuse,
  requireIntegerInRange,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  type Numbers,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/**
 * `hierarchical` keeps the experts of a routing group on one node, and replicates within nodes: for prefill. `global` knows
 * neither nodes nor groups: for decode.
 *
 * @source deepseek-ai/EPLB, README.md
 */
export const balancerModes = deepFreeze(["hierarchical", "global"] as const);
export type BalancerMode = (typeof balancerModes)[number];

export type BalancerOptions = {
  /** Logical experts of a layer. */
  experts: number;
  /** Places for experts on all GPUs together. */
  replicas: number;
  /** Groups that routing is limited by; each has equally many experts, in order. */
  groups: number;
  nodes: number;
  gpus: number;
  /** Left out, it is hierarchical where the groups divide evenly among the nodes, as in the released code. */
  mode?: BalancerMode;
};

/** Where experts lie. GPU g has the places from g · replicas / gpus on, equally many each. */
export type ExpertPlacement = {
  mode: BalancerMode;
  layers: number;
  experts: number;
  replicas: number;
  gpus: number;
  /** [layers × replicas]: the expert in each place. */
  expertOfReplica: Uint16Array;
  /** [layers × replicas]: which of its expert's replicas it is, from 0. */
  rankOfReplica: Uint16Array;
  /** [layers × experts] */
  replicasOfExpert: Uint16Array;
};

/**
 * Places the experts of each layer, and their copies, by their loads: the result of `rebalance_experts`.
 *
 * @param loads  [layers × experts]: tokens, or anything in proportion; 0 or above
 * @throws RangeError if a load is negative, or sizes do not divide
 * @source §3.4.1; deepseek-ai/EPLB, eplb.py
 */
export function balanceExperts(loads: Numbers, options: BalancerOptions): ExpertPlacement {
  const { experts, replicas, gpus, groups, nodes, mode, layers } = requireBalancer(loads, options);
  const placement: ExpertPlacement = {
    mode,
    layers,
    experts,
    replicas,
    gpus,
    expertOfReplica: new Uint16Array(layers * replicas),
    rankOfReplica: new Uint16Array(layers * replicas),
    replicasOfExpert: new Uint16Array(layers * experts),
  };
  const packed = mode === "global" ? { groups: 1, nodes: 1 } : { groups, nodes };
  for (let layer = 0; layer < layers; layer++) {
    const own = Float32Array.from({ length: experts }, (_, expert) => loads[layer * experts + expert]);
    placeLayer(
      own,
      { ...packed, replicas, gpus },
      {
        expertOfReplica: placement.expertOfReplica.subarray(layer * replicas, (layer + 1) * replicas),
        rankOfReplica: placement.rankOfReplica.subarray(layer * replicas, (layer + 1) * replicas),
        replicasOfExpert: placement.replicasOfExpert.subarray(layer * experts, (layer + 1) * experts),
      },
    );
  }
  return placement;
}

type Places = Pick<ExpertPlacement, "expertOfReplica" | "rankOfReplica" | "replicasOfExpert">;

/** The three steps of `rebalance_experts_hierarchical`, for one layer. */
function placeLayer(
  loads: Float32Array,
  sizes: { groups: number; nodes: number; replicas: number; gpus: number },
  places: Places,
): void {
  const { groups, nodes, replicas, gpus } = sizes;
  const groupSize = loads.length / groups;
  const groupsPerNode = groups / nodes;
  const loadOfGroup = new Float32Array(groups);
  for (let expert = 0; expert < loads.length; expert++) loadOfGroup[Math.floor(expert / groupSize)] += loads[expert];
  const ofGroup = packEvenly(loadOfGroup, nodes);
  const groupInOrder = new Uint16Array(groups);
  for (let group = 0; group < groups; group++)
    groupInOrder[ofGroup.pack[group] * groupsPerNode + ofGroup.rank[group]] = group;

  const expertsPerNode = loads.length / nodes;
  const replicasPerNode = replicas / nodes;
  const gpusPerNode = gpus / nodes;
  const placesPerGpu = replicas / gpus;
  for (let node = 0; node < nodes; node++) {
    const expertAt = (place: number): number =>
      groupInOrder[node * groupsPerNode + Math.floor(place / groupSize)] * groupSize + (place % groupSize);
    const own = Float32Array.from({ length: expertsPerNode }, (_, place) => loads[expertAt(place)]);
    const { ofReplica, rank, counts } = replicate(own, replicasPerNode);
    const loadOfReplica = Float32Array.from(ofReplica, (place) => own[place] / counts[place]);
    const packed = packEvenly(loadOfReplica, gpusPerNode);
    for (let replica = 0; replica < replicasPerNode; replica++) {
      const place = node * replicasPerNode + packed.pack[replica] * placesPerGpu + packed.rank[replica];
      places.expertOfReplica[place] = expertAt(ofReplica[replica]);
      places.rankOfReplica[place] = rank[replica];
    }
    for (let place = 0; place < expertsPerNode; place++) places.replicasOfExpert[expertAt(place)] = counts[place];
  }
}

/** Heaviest first, each into the lightest pack that still has room: as many items in each pack. */
function packEvenly(weights: Float32Array, packs: number): { pack: Uint16Array; rank: Uint16Array } {
  const items = weights.length;
  const perPack = items / packs;
  const pack = new Uint16Array(items);
  const rank = new Uint16Array(items);
  if (perPack === 1) return { pack: pack.map((_, item) => item), rank };
  const order = Uint16Array.from({ length: items }, (_, item) => item).sort((a, b) => weights[b] - weights[a] || a - b);
  const weightOf = new Float32Array(packs);
  const itemsOf = new Uint16Array(packs);
  for (const item of order) {
    let lightest = -1;
    for (let p = 0; p < packs; p++) {
      if (itemsOf[p] < perPack && (lightest < 0 || weightOf[p] < weightOf[lightest])) lightest = p;
    }
    pack[item] = lightest;
    rank[item] = itemsOf[lightest]++;
    weightOf[lightest] += weights[item];
  }
  return { pack, rank };
}

/** One replica for each, then each further one to the expert with the most load per replica. */
function replicate(
  loads: Float32Array,
  replicas: number,
): { ofReplica: Uint16Array; rank: Uint16Array; counts: Uint16Array } {
  const experts = loads.length;
  const ofReplica = Uint16Array.from({ length: replicas }, (_, replica) => replica);
  const rank = new Uint16Array(replicas);
  const counts = new Uint16Array(experts).fill(1);
  const perReplica = loads.slice();
  for (let replica = experts; replica < replicas; replica++) {
    let busiest = 0;
    for (let expert = 1; expert < experts; expert++) if (perReplica[expert] > perReplica[busiest]) busiest = expert;
    ofReplica[replica] = busiest;
    rank[replica] = counts[busiest]++;
    perReplica[busiest] = loads[busiest] / counts[busiest];
  }
  return { ofReplica, rank, counts };
}

const mostReplicas = 65_535;

function requireBalancer(loads: Numbers, options: BalancerOptions): Required<BalancerOptions> & { layers: number } {
  requireObject({ options });
  const { experts, replicas, groups, nodes, gpus } = options;
  requireIntegerInRange({ experts }, 1, mostReplicas);
  requireIntegerInRange({ replicas }, experts, mostReplicas);
  requirePositiveInteger({ groups, nodes, gpus });
  const mode = options.mode ?? (groups % nodes === 0 ? "hierarchical" : "global");
  requireOneOf({ mode }, balancerModes);
  if (experts % groups !== 0) refuse("experts", `be a multiple of the ${groups} groups`, experts);
  if (mode === "hierarchical" && gpus % nodes !== 0)
    refuse("gpus", `be a multiple of the ${nodes} nodes in the hierarchical mode`, gpus);
  if (replicas % gpus !== 0) refuse("replicas", `be a multiple of the ${gpus} GPUs`, replicas);
  if (mode === "hierarchical" && groups % nodes !== 0)
    refuse("groups", `be a multiple of the ${nodes} nodes in the hierarchical mode`, groups);
  requireNumbers({ loads });
  if (loads.length === 0 || loads.length % experts !== 0)
    refuse("loads", `have a multiple of ${experts} entries`, loads.length);
  for (let i = 0; i < loads.length; i++) if (loads[i] < 0) refuse(`loads[${i}]`, "be 0 or above", loads[i]);
  return { experts, replicas, groups, nodes, gpus, mode, layers: loads.length / experts };
}
