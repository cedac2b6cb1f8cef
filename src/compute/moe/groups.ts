/** @file Limiting a token to the best groups of experts (nodes, in training): §2.1.2, node-limited routing. */
import { highest } from "./highest.ts";

/**
 * Writes the sum of the best `terms` scores of each group into `groupScores`.
 *
 * @param scores  [routedExperts]; groups are neighbors of equal number
 */
export function scoreGroups(groupScores: Float64Array, scores: Float64Array, terms: number): void {
  const groupSize = scores.length / groupScores.length;
  if (terms === 2) {
    scoreByBestTwo(groupScores, scores, groupSize);
    return;
  }
  const best = new Int32Array(terms);
  for (let group = 0; group < groupScores.length; group++) {
    const own = scores.subarray(group * groupSize, (group + 1) * groupSize);
    highest(own, null, 1, best);
    let sum = 0;
    for (const i of best) sum += own[i];
    groupScores[group] = sum;
  }
}

/** Writes the groups with the highest scores into `openGroups`, in rising order; equal ones go to the lower index. */
export function openBest(groupScores: Float64Array, openGroups: Int32Array): void {
  highest(groupScores, null, 1, openGroups);
  openGroups.sort(); // the experts of open groups are then met in rising order, so that ties fall to the lower index
}

/** The published case, without a list to keep. */
function scoreByBestTwo(groupScores: Float64Array, scores: Float64Array, groupSize: number): void {
  for (let group = 0, at = 0; group < groupScores.length; group++) {
    let first = -Infinity;
    let second = -Infinity;
    for (const end = at + groupSize; at < end; at++) {
      const score = scores[at];
      if (score <= second) continue;
      if (score > first) {
        second = first;
        first = score;
      } else second = score;
    }
    groupScores[group] = first + second;
  }
}
