/**
 * @file What becomes of a notebook that was changed in two places: by cell, against the state that both began with.
 *
 * ```
 *            ┌─ mine ───┐
 *   base ────┤          ├──→ cells, and the names of those that both changed
 *            └─ theirs ─┘
 * ```
 *
 * A cell that one side changed is taken from that side, also where the other side deleted it. Where both sides wrote
 * different code into a cell, mine stays in it and the caller keeps theirs under another name: nothing is dropped.
 */
import { isCellId } from "../formats/cell-list.ts";
import { freshIds } from "../formats/fresh-ids.ts";
import { sameContent, type KeptCell } from "./notebook.ts";

export type Merged = {
  cells: KeptCell[];
  /** Keys of the cells whose code both sides changed, each in its own way. */
  conflicts: string[];
};

/** `mine` and `theirs` as one list; both began as `base`. */
export function merge(base: readonly KeptCell[], mine: readonly KeptCell[], theirs: readonly KeptCell[]): Merged {
  const [ofBase, ofMine, ofTheirs] = [base, mine, theirs].map(
    (cells) => new Map(cells.map((cell) => [cell.key, cell])),
  );
  const conflicts: string[] = [];
  const result = (key: string): KeptCell | null => {
    const [before, here, there] = [ofBase.get(key), ofMine.get(key), ofTheirs.get(key)];
    if (!here || !there) {
      const left = here ?? there!;
      return before && sameContent(before, left) ? null : left; // deleted on one side, unless the other went on writing
    }
    if (before && sameContent(before, here)) return there;
    const [typedHere, typedThere] = [here.source !== before?.source, there.source !== before?.source];
    if (typedHere && typedThere && here.source !== there.source) conflicts.push(key);
    // Where a control stands is worth no copy: the last to move it is right.
    return typedThere && !typedHere ? there : { ...here, id: there.id };
  };
  const reordered = !sameOrder(base, mine);
  const keys = reordered ? joined(mine, theirs) : joined(theirs, mine);
  const cells = keys.flatMap((key) => result(key) ?? []);
  return { cells: withOwnIds(cells, ofTheirs), conflicts };
}

/** The keys of `first`, and those that only `second` has, each after the one that stands before it there. */
function joined(first: readonly KeptCell[], second: readonly KeptCell[]): string[] {
  const keys = first.map(({ key }) => key);
  const known = new Set(keys);
  second.forEach(({ key }, i) => {
    if (known.has(key)) return;
    known.add(key);
    keys.splice(i === 0 ? 0 : keys.indexOf(second[i - 1].key) + 1, 0, key);
  });
  return keys;
}

/** Whether the cells that both have stand in the same order. */
function sameOrder(one: readonly KeptCell[], other: readonly KeptCell[]): boolean {
  const inBoth = (from: readonly KeptCell[], to: readonly KeptCell[]): string => {
    const keys = new Set(to.map(({ key }) => key));
    return from
      .map(({ key }) => key)
      .filter((key) => keys.has(key))
      .join(" ");
  };
  return inBoth(one, other) === inBoth(other, one);
}

/** Of cells that were given one name in two places, those that are stored already keep it. */
function withOwnIds(cells: readonly KeptCell[], stored: ReadonlyMap<string, KeptCell>): KeptCell[] {
  const taken = new Set<string>();
  const keeps = new Set<string>();
  for (const known of [true, false]) {
    for (const { key, id } of cells) {
      if (stored.has(key) !== known || taken.has(id) || !isCellId(id)) continue;
      taken.add(id);
      keeps.add(key);
    }
  }
  const fresh = freshIds(taken);
  return cells.map((cell) => (keeps.has(cell.key) ? cell : { ...cell, id: fresh() }));
}
