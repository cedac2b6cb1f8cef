/** @file Keeps the state of figures in the address bar. */
import { writeAddress } from "../declare/address.ts";
import type { Params, Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

/** Browsers limit how often the address may change, so it follows once a hand rests for so many milliseconds. */
const betweenWrites = 250;

/** Figures whose state is not yet in the address. */
const waiting = new Map<string, () => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Writes the state of a figure: in place of the current entry of the history, soon; or as a new one, at once. */
export function writeLocation(widget: WidgetFace, values: Values<Params>, how: "replace" | "push"): void {
  clearTimeout(timer);
  waiting.set(widget.id, () => {
    const query = writeAddress(widget, values, location.search.slice(1));
    const address = location.pathname + (query && `?${query}`) + location.hash;
    if (address === location.pathname + location.search + location.hash) return;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  });
  if (how === "push") writeAll();
  else timer = setTimeout(writeAll, betweenWrites);
}

function writeAll(): void {
  for (const write of waiting.values()) write();
  waiting.clear();
}
