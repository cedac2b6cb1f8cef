/** @file Does to an element what `worker/markup-changes.ts` found. */
import type { Change } from "../worker/markup-changes.ts";

/** The nodes of an element, by number. They stay the same until something inside is replaced. */
export function numberedNodes(element: Element): Node[] {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const nodes: Node[] = [];
  for (let node: Node | null = element; node; node = walker.nextNode()) nodes.push(node);
  return nodes;
}

/**
 * Changes nodes in place.
 *
 * @returns whether the numbers still hold
 */
export function applyChanges(nodes: readonly Node[], changes: readonly Change[]): boolean {
  let hold = true;
  for (const change of changes) {
    const node = nodes[change[1]];
    if (change[0] === "text") {
      (node as Text).data = change[2];
    } else if (change[0] === "inside") {
      (node as Element).innerHTML = change[2];
      hold = false;
    } else {
      const [, , name, value] = change;
      if (value === null) (node as Element).removeAttribute(name);
      else (node as Element).setAttribute(name, value);
    }
  }
  return hold;
}
