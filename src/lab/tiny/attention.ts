/** @file Where a tiny V3 looks: the softmax of each attention over a sequence. */
import { refuse, requireIntegers } from "../../compute/check.ts";
import { createTape } from "../tape.ts";
import { judgingPass, runMain } from "./forward.ts";
import type { TinyRun } from "./run.ts";
import { tinySymbols } from "./text.ts";

export type TinyAttention = {
  /** "layer 1", … */
  layer: string;
  heads: number;
  length: number;
  /** [length × heads × length]: of each position, head and position looked at; 0 for what is later. */
  shares: Float64Array;
};

/**
 * Attention of every layer of the main model over one sequence.
 *
 * @param symbols  ids, from 1 to 256 of them
 * @throws RangeError if there are none, too many, or an id that is no symbol
 */
export function attentionOf(
  run: Pick<TinyRun, "settings" | "network" | "biases">,
  symbols: readonly number[],
): TinyAttention[] {
  requireIntegers({ symbols }, tinySymbols.length - 1);
  if (symbols.length === 0 || symbols.length > 256) refuse("symbols", "have 1 to 256 entries", symbols);
  const heads = run.settings.attentionHeads;
  const layers: TinyAttention[] = [];
  const watchAttention = (shares: Float64Array): void =>
    void layers.push({ layer: `layer ${layers.length + 1}`, heads, length: symbols.length, shares });
  runMain({ ...judgingPass(createTape(), run), watchAttention }, symbols, symbols.length);
  return layers;
}
