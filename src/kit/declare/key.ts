/** @file Keys of parameters in an address. */
import type { Params } from "./params.ts";

/** The key of a parameter of a figure: that of all who share it, or its own. */
export function keyOf({ id, params }: { id: string; params: Params }, name: string): string {
  return params[name].shared ?? `${id}.${name}`;
}
