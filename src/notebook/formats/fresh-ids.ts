/** @file Names for cells that have none. */

/** Gives `cell-1`, `cell-2`, …, each once, without those of `taken`; asked n times, it looks at n + taken names. */
export function freshIds(taken: Iterable<string>): () => string {
  const all = new Set(taken);
  let n = 1;
  return () => {
    while (all.has(`cell-${n}`)) n++;
    return `cell-${n++}`;
  };
}
