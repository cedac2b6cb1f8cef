/** @file Suggestions for names that do not exist. */

/** "Did you mean …?" with the name that takes the fewest changes to reach, or the list if none is near. */
export function nearest(wrong: string, names: readonly string[]): string {
  const [best] = names
    .map((name) => ({ name, distance: editDistance(wrong, name) }))
    .sort((a, b) => a.distance - b.distance);
  if (!best) return "There are none yet.";
  if (best.distance <= Math.max(3, wrong.length / 2)) return `Did you mean "${best.name}"?`;
  return `There are: ${names.join(", ")}.`;
}

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
