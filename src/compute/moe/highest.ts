/** @file Picking the highest of many scores without sorting them. */

/**
 * Indices of the highest scores, falling; equal scores in rising order of index. `into` says how many.
 *
 * @param scores  without NaN; at least as many as `into` wants in the groups looked at
 * @param groups  groups of `groupSize` neighbors to look at, in rising order; `null` for all scores
 */
export function highest(scores: Float64Array, groups: Int32Array | null, groupSize: number, into: Int32Array): void {
  const wanted = into.length;
  let found = 0;
  let least = -Infinity;
  const spans = groups ? groups.length : 1;
  for (let span = 0; span < spans; span++) {
    const from = groups ? groups[span] * groupSize : 0;
    const end = groups ? from + groupSize : scores.length;
    for (let i = from; i < end; i++) {
      const score = scores[i];
      if (found === wanted && score <= least) continue;
      // Insertion from the end: the list is short, and most scores do not get here.
      let at = found < wanted ? found++ : wanted - 1;
      for (; at > 0 && scores[into[at - 1]] < score; at--) into[at] = into[at - 1];
      into[at] = i;
      least = scores[into[found - 1]];
    }
  }
}
