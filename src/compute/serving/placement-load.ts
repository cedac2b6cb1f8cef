/** @file What a placement of experts makes of their loads: the load of each GPU, and how uneven it is. */
import {
  refuse,
  requireIntegerInRange,
  requireNumbers,
  requireObject,
  requirePositiveInteger,
  requireTyped,
  type Numbers,
} from "../check.ts";
import type { ExpertPlacement } from "./load-balancer.ts";

/**
 * Experts in order, equally many on each GPU, none of them twice: how they lie where nobody looks at loads.
 *
 * @throws RangeError if the GPUs do not divide the experts
 * @source ours: what balancing is compared with
 */
export function plainPlacement(options: { experts: number; gpus: number; layers?: number }): ExpertPlacement {
  requireObject({ options });
  const { experts, gpus, layers = 1 } = options;
  requireIntegerInRange({ experts }, 1, 65_535);
  requireIntegerInRange({ layers }, 1, 1024);
  requirePositiveInteger({ gpus });
  if (experts % gpus !== 0) refuse("experts", `be a multiple of the ${gpus} GPUs`, experts);
  return {
    mode: "global",
    layers,
    experts,
    replicas: experts,
    gpus,
    expertOfReplica: Uint16Array.from({ length: layers * experts }, (_, place) => place % experts),
    rankOfReplica: new Uint16Array(layers * experts),
    replicasOfExpert: new Uint16Array(layers * experts).fill(1),
  };
}

/**
 * Load of each GPU if the replicas of an expert share its load evenly.
 *
 * @param loads  [layers × experts], which need not be those that the placement was made for
 * @returns [layers × gpus]; its sum is that of the loads
 * @throws RangeError if `loads` has another length, or a load is not finite
 * @source deepseek-ai/EPLB, eplb.py
 */
export function gpuLoads(loads: Numbers, placement: ExpertPlacement): Float64Array {
  requireObject({ placement });
  const { layers, experts, replicas, gpus, expertOfReplica, replicasOfExpert } = placement;
  requireIntegerInRange({ layers, experts, replicas, gpus }, 1, 65_535);
  requireNumbers({ loads, expertOfReplica, replicasOfExpert });
  if (loads.length !== layers * experts) refuse("loads", `have ${layers * experts} entries`, loads.length);
  if (expertOfReplica.length !== layers * replicas)
    refuse("expertOfReplica", `have ${layers * replicas} entries`, expertOfReplica.length);
  if (replicasOfExpert.length !== layers * experts)
    refuse("replicasOfExpert", `have ${layers * experts} entries`, replicasOfExpert.length);
  const load = new Float64Array(layers * gpus);
  for (let layer = 0; layer < layers; layer++) {
    for (let place = 0; place < replicas; place++) {
      const expert = expertOfReplica[layer * replicas + place];
      if (expert >= experts) refuse("expertOfReplica", `hold experts below ${experts}`, expert);
      load[layer * gpus + Math.floor((place * gpus) / replicas)] +=
        loads[layer * experts + expert] / replicasOfExpert[layer * experts + expert];
    }
  }
  return load;
}

/**
 * Places of each expert, by the rank of the replica: `logical_to_physical_map` of the released code.
 *
 * @returns `placeOfReplica`, [layers × experts × most], −1 where an expert has fewer than `most` replicas
 * @throws RangeError if an array of the placement has another length than its sizes say
 * @source deepseek-ai/EPLB, eplb.py
 */
export function replicaPlaces(placement: ExpertPlacement): { placeOfReplica: Int32Array; most: number } {
  requireObject({ placement });
  const { layers, experts, replicas, expertOfReplica, rankOfReplica, replicasOfExpert } = placement;
  requireIntegerInRange({ layers, experts, replicas }, 1, 65_535);
  requireNumbers({ expertOfReplica, rankOfReplica, replicasOfExpert });
  if (expertOfReplica.length !== layers * replicas)
    refuse("expertOfReplica", `have ${layers * replicas} entries`, expertOfReplica.length);
  if (rankOfReplica.length !== layers * replicas)
    refuse("rankOfReplica", `have ${layers * replicas} entries`, rankOfReplica.length);
  const most = replicasOfExpert.reduce((top, count) => Math.max(top, count), 0);
  const placeOfReplica = new Int32Array(layers * experts * most).fill(-1);
  for (let i = 0; i < layers * replicas; i++) {
    const layer = Math.floor(i / replicas);
    placeOfReplica[(layer * experts + expertOfReplica[i]) * most + rankOfReplica[i]] = i % replicas;
  }
  return { placeOfReplica, most };
}

/**
 * Places whose expert differs between two placements: weights that a change has to bring there.
 *
 * @returns of all layers
 * @throws RangeError if the placements differ in size
 * @source ours: a count of what differs
 */
export function movedReplicas(before: ExpertPlacement, after: ExpertPlacement): number {
  requireObject({ before, after });
  requireTyped(
    { "before.expertOfReplica": before.expertOfReplica, "after.expertOfReplica": after.expertOfReplica },
    Uint16Array,
  );
  requireIntegerInRange({ "before.gpus": before.gpus }, 1, 65_535);
  if (before.gpus !== after.gpus || before.expertOfReplica.length !== after.expertOfReplica.length) {
    refuse(
      "after.expertOfReplica",
      `have ${before.expertOfReplica.length} entries on ${before.gpus} GPUs`,
      after.expertOfReplica.length,
    );
  }
  requireIntegerInRange({ "after.gpus": after.gpus, "after.replicas": after.replicas }, 1, 65_535);
  if (after.replicas % after.gpus !== 0)
    refuse("after.replicas", `be a multiple of the ${after.gpus} GPUs`, after.replicas);
  const perGpu = after.replicas / after.gpus;
  let moved = 0;
  for (let start = 0; start < after.expertOfReplica.length; start += perGpu) {
    const held = [...before.expertOfReplica.subarray(start, start + perGpu)];
    for (let place = start; place < start + perGpu; place++) {
      const at = held.indexOf(after.expertOfReplica[place]);
      if (at < 0) moved++;
      else held.splice(at, 1);
    }
  }
  return moved;
}
