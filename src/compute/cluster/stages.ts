/** @file Which layers a pipeline stage holds. */
import {
  refuse,
  requireIntegerInRange,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireTyped,
} from "../check.ts";

/** Layers of the stages: stage s holds those from `firstLayerOfStage[s]` to before `firstLayerOfStage[s + 1]`. */
export type StageCut = {
  /** [stages + 1] */
  firstLayerOfStage: Int32Array;
  /** [stages]: cost of a stage, extras included. */
  costOfStage: Float64Array;
};

/**
 * Cuts a row of layers into stages so that no rank has much more to do than others.
 *
 * Each stage gets one layer, and then one layer after another goes to the rank that has least to do, to its cheaper stage
 * if it holds several: no cut is better where all layers cost the same. Then, as long as that helps the busiest rank, one
 * of its layers moves to another stage, and the cuts between them by one. At last the same for the rank with the most
 * layers, for memory's sake, as long as the busiest rank has no more than a hundredth more to do.
 *
 * @param costOfLayer  [layers], any unit
 * @param options.rankOfStage  [stages]
 * @param options.behind  cost of what the last stage holds besides its layers: head and prediction modules. Default 0
 * @returns each stage has at least one layer
 * @throws RangeError if there are fewer layers than stages, or a cost is negative
 * @source ours: the report does not say how its layers are spread
 */
export function cutIntoStages(
  costOfLayer: Float64Array,
  options: { rankOfStage: Int32Array; behind?: number },
): StageCut {
  requireNumbers({ costOfLayer });
  requireObject({ options });
  const { rankOfStage, behind = 0 } = options;
  requireTyped({ rankOfStage }, Int32Array);
  const stages = rankOfStage.length;
  const layers = costOfLayer.length;
  if (stages === 0) refuse("rankOfStage", "have at least 1 entry", "none");
  requireNonNegative({ behind });
  if (layers < stages) refuse("rankOfStage", `have at most ${layers} entries, as there are layers`, stages);
  let mean = 0;
  for (let i = 0; i < layers; i++) {
    if (!(costOfLayer[i] >= 0 && costOfLayer[i] < Infinity))
      requireNonNegative({ [`costOfLayer[${i}]`]: costOfLayer[i] });
    mean += costOfLayer[i] / layers;
  }
  const costOfRank = new Float64Array(1 + rankOfStage.reduce((most, rank) => Math.max(most, rank), 0));
  const layersOfStage = new Int32Array(stages).fill(1);
  for (let stage = 0; stage < stages; stage++) {
    if (rankOfStage[stage] < 0 || rankOfStage[stage] >= stages)
      requireIntegerInRange({ [`rankOfStage[${stage}]`]: rankOfStage[stage] }, 0, stages - 1);
    costOfRank[rankOfStage[stage]] += mean;
  }
  costOfRank[rankOfStage[stages - 1]] += behind;
  const costOf = (stage: number): number => layersOfStage[stage] * mean + (stage === stages - 1 ? behind : 0);
  for (let left = layers - stages; left > 0; left--) {
    let best = 0;
    for (let stage = 1; stage < stages; stage++) {
      const difference = costOfRank[rankOfStage[stage]] - costOfRank[rankOfStage[best]];
      if (difference < 0 || (difference === 0 && costOf(stage) < costOf(best))) best = stage;
    }
    layersOfStage[best]++;
    costOfRank[rankOfStage[best]] += mean;
  }

  const costBefore = new Float64Array(layers + 1);
  for (let i = 0; i < layers; i++) costBefore[i + 1] = costBefore[i] + costOfLayer[i];
  let { busiest, most } = busiestRank();
  for (let moved = true; moved;) {
    moved = false;
    for (let from = 0; from < stages && !moved; from++) {
      if (rankOfStage[from] !== busiest || layersOfStage[from] === 1) continue;
      for (let to = 0; to < stages && !moved; to++) {
        if (to === from) continue;
        layersOfStage[from]--;
        layersOfStage[to]++;
        const tried = busiestRank();
        moved = tried.most < most;
        if (moved) ({ busiest, most } = tried);
        else {
          layersOfStage[from]++;
          layersOfStage[to]--;
        }
      }
    }
  }
  spareTheFullest(most * 1.01);
  const firstLayerOfStage = new Int32Array(stages + 1);
  const costOfStage = new Float64Array(stages);
  for (let stage = 0; stage < stages; stage++) {
    firstLayerOfStage[stage + 1] = firstLayerOfStage[stage] + layersOfStage[stage];
    costOfStage[stage] = costBefore[firstLayerOfStage[stage + 1]] - costBefore[firstLayerOfStage[stage]];
  }
  costOfStage[stages - 1] += behind;
  return { firstLayerOfStage, costOfStage };

  /** Moves layers from the rank with the most to one with at least two fewer, while no rank has more than `bound` to do. */
  function spareTheFullest(bound: number): void {
    for (;;) {
      const layersOfRank = new Int32Array(costOfRank.length);
      for (let stage = 0; stage < stages; stage++) layersOfRank[rankOfStage[stage]] += layersOfStage[stage];
      const fullest = layersOfRank.indexOf(layersOfRank.reduce((a, b) => Math.max(a, b), 0));
      if (!moveOne(fullest, layersOfRank, bound)) return;
    }
  }

  function moveOne(fullest: number, layersOfRank: Int32Array, bound: number): boolean {
    for (let from = 0; from < stages; from++) {
      if (rankOfStage[from] !== fullest || layersOfStage[from] === 1) continue;
      for (let to = 0; to < stages; to++) {
        if (layersOfRank[rankOfStage[to]] > layersOfRank[fullest] - 2) continue;
        layersOfStage[from]--;
        layersOfStage[to]++;
        if (busiestRank().most <= bound) return true;
        layersOfStage[from]++;
        layersOfStage[to]--;
      }
    }
    return false;
  }

  function busiestRank(): { busiest: number; most: number } {
    costOfRank.fill(0);
    for (let stage = 0, layer = 0; stage < stages; stage++) {
      costOfRank[rankOfStage[stage]] += costBefore[layer + layersOfStage[stage]] - costBefore[layer];
      layer += layersOfStage[stage];
    }
    costOfRank[rankOfStage[stages - 1]] += behind;
    let busiest = 0;
    for (let rank = 1; rank < costOfRank.length; rank++) if (costOfRank[rank] > costOfRank[busiest]) busiest = rank;
    return { busiest, most: costOfRank[busiest] };
  }
}
