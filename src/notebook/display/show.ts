/** @file Display trees in the page. `html.ts` makes the same as text, when the site is built. */
import { build } from "./build.ts";
import { controlKey } from "./control-markup.ts";
import { markup, placeOf } from "./markup.ts";
import { unreadable } from "./read-tree.ts";
import { costOf } from "./room.ts";
import type { DisplayTree } from "./tree.ts";

/** The element that shows `tree`; one that cannot be shown says so. */
export function buildTree(tree: DisplayTree, place: string): Element {
  try {
    return build(markup(tree, place));
  } catch {
    // A tree that someone has tampered with.
    return build(markup(unreadable, place));
  }
}

/** What each output of the page shows. */
const shows = new WeakMap<Element, DisplayTree>();

/**
 * Shows these outputs in `host`. What is there already stays; so does a control that is the same but for its value, if a
 * hand is on it or `keep` says so.
 *
 * @param keep  whether the control of this number stays
 * @returns how many elements were built, about
 */
export function showOutputs(host: Element, id: string, outputs: readonly DisplayTree[], keep: (view: number) => boolean = () => false): number {
  const before = [...host.children];
  let built = 0;
  const after = outputs.map((tree, i) => {
    const old = before[i] as HTMLElement | undefined;
    if (old && shows.get(old) === tree) return old;
    const key = tree.kind === "control" ? controlKey(tree) : null;
    if (old && tree.kind === "control" && old.dataset.control === key && (keep(tree.view) || old.contains(document.activeElement) || old.querySelector(":active"))) return old;
    const output = document.createElement("div");
    output.className = "output";
    output.dataset.kind = tree.kind;
    if (key !== null) output.dataset.control = key;
    output.append(buildTree(tree, placeOf(id, i)));
    shows.set(output, tree);
    built += costOf(tree).elements;
    return output;
  });
  const kept = new Set(after);
  for (const output of before) if (!kept.has(output as HTMLElement)) output.remove();
  for (const [i, output] of after.entries()) if (host.children[i] !== output) host.insertBefore(output, host.children[i] ?? null);
  return built;
}
