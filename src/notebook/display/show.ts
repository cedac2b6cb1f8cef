/** @file Display trees in the page. `html.ts` makes the same as text, when the site is built. */
import { buildInPieces } from "./build.ts";
import { controlKey } from "./control-markup.ts";
import { requireOwn, type OwnElement } from "./element.ts";
import { markup, placeOf } from "./markup.ts";
import { unreadable } from "./read-tree.ts";
import { costOf } from "./room.ts";
import type { DisplayTree } from "./tree.ts";

/** What each output of the page shows. */
const shows = new WeakMap<Element, DisplayTree>();

/** Elements that are built between two frames: what a frame then has to lay out is bounded, whatever a cell shows. */
const piece = 500;
/** A larger output is seen while it grows; a smaller one takes the place of what stands there when it is whole. */
const mostWhole = 2_000;

/**
 * Shows these outputs in `host`, a piece at a time. What is there already stays; so does a control that is the same but
 * for its value, if a hand is on it or `keep` says so.
 *
 * @param keep  whether the control of this number stays
 * @yields how many elements were built since the pause before, about
 */
export function* showOutputs(
  host: Element,
  id: string,
  outputs: readonly DisplayTree[],
  keep: (view: number) => boolean = () => false,
): Generator<number, void, void> {
  const before = [...host.children] as HTMLElement[];
  let built = 0;
  for (const [i, tree] of outputs.entries()) {
    const old: HTMLElement | undefined = before[i];
    if (old && shows.get(old) === tree) continue;
    const key = tree.kind === "control" ? controlKey(tree) : null;
    if (
      old &&
      tree.kind === "control" &&
      old.dataset.control === key &&
      (keep(tree.view) || old.contains(document.activeElement) || old.querySelector(":active"))
    )
      continue;
    const output = document.createElement("div");
    output.className = "output";
    output.dataset.kind = tree.kind;
    if (key !== null) output.dataset.control = key;
    const { node, elements } = drawable(tree, placeOf(id, i));
    const grows = elements > mostWhole;
    const place = (): void => (old ? old.replaceWith(output) : host.append(output));
    if (grows) place();
    const pieces = buildInPieces(node, piece / 5, (element) => output.append(element));
    for (let next = pieces.next(); ; next = pieces.next()) {
      built += next.value;
      if (next.done) break;
      if (built < piece) continue;
      yield built;
      built = 0;
    }
    if (!grows) place();
    shows.set(output, tree);
  }
  for (const output of before.slice(outputs.length)) output.remove();
  if (built > 0) yield built;
}

/** The elements that show `tree`, and about how many they are; of a tree that someone has tampered with, that it cannot be shown. */
function drawable(tree: DisplayTree, place: string): { node: OwnElement; elements: number } {
  try {
    const node = markup(tree, place);
    requireOwn(node);
    return { node, elements: costOf(tree).elements };
  } catch {
    return { node: markup(unreadable, place), elements: 1 };
  }
}
