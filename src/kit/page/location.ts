/** @file Keeps the state of figures in the address bar, and tells figures when the address asks for another state. */
import { writeAddress, writePin } from "../declare/address.ts";
import { keyOf } from "../declare/key.ts";
import { printValue } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

/** Browsers limit how often the address may change, so it follows once a hand rests for so many milliseconds. */
const betweenWrites = 250;

/** States that are not yet in the address, by figure, oldest first. */
const waiting = new Map<string, { face: WidgetFace; values: Values; pinned: Values | null }>();
const readers = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
/** The query that the figures of the page show, but for what waits. */
let known = location.search;

/** A parameter that figures share was set: its key, its text as in an address, and the figure that set it. */
export type SharedChange = { key: string; text: string; by: string };
/** Event of the window with a `SharedChange`; figures at rest wake by it (`components/figures/load.ts`). */
export const sharedEvent = "figure-shared";
/** Event of the window: the address was set by a link, and figures are to follow it. */
const linkedEvent = "figure-linked";

addEventListener("popstate", () => {
  // A link to a place in the page is a step of the history too, with the same query: what is shown stays, and goes there.
  if (location.search === known) writeAll("replace");
  else readAgain();
});
addEventListener(linkedEvent, readAgain);

/** Calls `read` when the address asks for another state. */
export function onOtherAddress(read: () => void): void {
  readers.add(read);
}

/** The query of the page, with what is not yet written. */
export function currentQuery(): string {
  let query = location.search.slice(1);
  for (const { face, values, pinned } of waiting.values())
    query = writePin(face, pinned, writeAddress(face, values, query));
  return query;
}

/**
 * Writes the state of a figure, and the one that is pinned beside it: in place of the current entry of the history, soon; or
 * as a new one, at once.
 */
export function writeLocation(face: WidgetFace, values: Values, pinned: Values | null, how: "replace" | "push"): void {
  clearTimeout(timer);
  waiting.delete(face.id);
  waiting.set(face.id, { face, values, pinned });
  if (how === "push") writeAll("push");
  else timer = setTimeout(() => writeAll("replace"), betweenWrites);
}

/** Tells other figures which of the parameters that they share were set. */
export function tellShared(face: WidgetFace, names: readonly string[], values: Values): void {
  for (const name of names) {
    const param = face.params[name];
    if (param?.shared === undefined) continue;
    const detail: SharedChange = { key: keyOf(face, name), text: printValue(param, values[name]), by: face.id };
    dispatchEvent(new CustomEvent(sharedEvent, { detail }));
  }
}

function writeAll(how: "replace" | "push"): void {
  clearTimeout(timer);
  const query = currentQuery();
  waiting.clear();
  const address = location.pathname + (query && `?${query}`) + location.hash;
  if (address !== location.pathname + location.search + location.hash) {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }
  known = location.search;
}

function readAgain(): void {
  clearTimeout(timer);
  waiting.clear();
  known = location.search;
  for (const read of readers) read();
}
