/** @file Where a tiny V3 looks: the softmax of each attention over a sequence. */
import { refuse, requireIntegers } from "../../compute/check.ts";
import { createTape } from "../tape.ts";
import { judgingPass, runMain } from "./forward.ts";
import type { RecordedAttention } from "./record.ts";
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

/** A recorded sequence as `attentionOf` has it, in hundredths. */
export function recordedShares({ text, heads, shares }: RecordedAttention): TinyAttention[] {
  const { length } = text;
  return shares.map((packed, layer) => {
    const all = new Float64Array(length * heads * length);
    let at = 0;
    for (let head = 0; head < heads; head++)
      for (let place = 0; place < length; place++)
        for (let seen = 0; seen <= place; seen++) all[(place * heads + head) * length + seen] = packed[at++] / 100;
    return { layer: `layer ${layer + 1}`, heads, length, shares: all };
  });
}

/** What a head gives at one position to another, or to itself; 0 for what is later. */
export function shareAt(
  { heads, length, shares }: Pick<TinyAttention, "heads" | "length" | "shares">,
  head: number,
  place: number,
  seen: number,
): number {
  return shares[(place * heads + head) * length + seen];
}

export type TinyLook = {
  /** Mean share that a position gives itself. */
  itself: number;
  /** … and the symbol right before it. */
  before: number;
  /** How many symbols back a head looks most, and the mean share there, over positions that reach so far. */
  back: number;
  share: number;
};

/** Where a head looks on average. Distances up to half of the sequence count, so that each is a mean over half of it or more. */
export function lookOf(attention: Pick<TinyAttention, "heads" | "length" | "shares">, head: number): TinyLook {
  const { length } = attention;
  const shareOfBack = Array.from({ length: Math.floor(length / 2) + 1 }, (_, back) => {
    let sum = 0;
    for (let place = back; place < length; place++) sum += shareAt(attention, head, place, place - back);
    return sum / (length - back);
  });
  const share = Math.max(...shareOfBack);
  return { itself: shareOfBack[0], before: shareOfBack[1], back: shareOfBack.indexOf(share), share };
}
