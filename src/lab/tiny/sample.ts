/** @file Writing with a tiny V3: plain decoding, and speculative decoding with drafts of the prediction module (§5.4.3). */
import {
  refuse,
  requireBoolean,
  requireIntegerInRange,
  requireIntegers,
  requireNonNegative,
  requireObject,
} from "../../compute/check.ts";
import { createRandom, maxSeed, verifyDrafts, type Random } from "../../compute/index.ts";
import { createTape } from "../tape.ts";
import { judgingPass, runMain, runModule } from "./forward.ts";
import type { TinyRun } from "./run.ts";
import { tinySymbols } from "./text.ts";
import { sharesOf } from "./validation.ts";

export type TinySampleOptions = {
  /** Symbols to go on from, at least one. */
  prompt: readonly number[];
  /** Symbols to write. */
  tokens: number;
  seed: number;
  /** 0 always takes the likeliest. */
  temperature: number;
  /** Whether the module drafts, and the main model judges. Needs a module. */
  speculative: boolean;
};

/** How a symbol came about: drawn by the main model, drafted and kept, or drawn where a draft was refused. */
export type TinySymbolKind = "own" | "accepted" | "replacement";

export type TinySample = {
  /** Written, without the prompt. */
  symbols: number[];
  kinds: TinySymbolKind[];
  /** The draft that was refused in each place. */
  refused: (number | null)[];
  /** Of the main model: one for each symbol without drafts. */
  passes: number;
  drafts: number;
  accepted: number;
};

/**
 * Writes so many symbols, with the products in single precision. The draft is the module's likeliest symbol q; the main model keeps it with the chance p(q) that
 * it gives it, and else draws from what is left of p: what is written has the main model's distribution either way
 * (`verifyDrafts` of `compute`). What a symbol is drawn from depends on the symbols before it in a window whose start is
 * set by its place alone, so plain and speculative decoding see the same.
 *
 * @throws RangeError if an option is not allowed, or drafts are asked of a model without a module
 * @source §5.4.3; arXiv:2211.17192
 */
export function sampleTiny(
  run: Pick<TinyRun, "settings" | "network" | "biases">,
  options: TinySampleOptions,
): TinySample {
  requireObject({ options });
  const { prompt, tokens, seed, temperature, speculative } = options;
  requireIntegers({ prompt }, tinySymbols.length - 1);
  if (prompt.length === 0) refuse("prompt", "have at least one symbol", prompt);
  requireIntegerInRange({ tokens }, 1, 10_000);
  requireIntegerInRange({ seed }, 0, maxSeed);
  requireNonNegative({ temperature });
  requireBoolean({ speculative });
  if (speculative && !run.network.module) refuse("speculative", "be false without a prediction module", speculative);
  const random = createRandom(seed);
  const model = createDecoder(run, temperature);
  const all = [...prompt];
  const sample: TinySample = { symbols: [], kinds: [], refused: [], passes: 0, drafts: 0, accepted: 0 };
  const write = (symbol: number, kind: TinySymbolKind, refused: number | null = null): void => {
    all.push(symbol);
    sample.kinds.push(kind);
    sample.refused.push(refused);
  };
  let next = model.after(all);
  sample.passes++;
  write(drawn(next, random), "own");
  while (all.length < prompt.length + tokens) {
    sample.passes++;
    const draft = speculative ? model.draft(all) : null;
    const shares = model.after(all);
    if (draft === null) {
      write(drawn(shares, random), "own");
      continue;
    }
    sample.drafts++;
    const { acceptance, residual } = verifyDrafts(
      shares,
      Float64Array.from(shares, (_, symbol) => (symbol === draft ? 1 : 0)),
    );
    if (random.uniform() >= acceptance) {
      write(drawn(residual, random), "replacement", draft);
      continue;
    }
    sample.accepted++;
    write(draft, "accepted");
    if (all.length === prompt.length + tokens) break;
    // The same pass has judged the draft and says what comes after it.
    next = model.after(all);
    write(drawn(next, random), "own");
  }
  sample.symbols = all.slice(prompt.length);
  return sample;
}

type Decoder = {
  /** p of the symbol after these. */
  after(symbols: readonly number[]): Float64Array;
  /** The module's likeliest symbol after these, from the hidden state before the last one and that one's embedding. */
  draft(symbols: readonly number[]): number;
};

/** A pass for each question: a decoder that keeps latents and reads two places of one pass would give the same numbers sooner. */
function createDecoder(
  { settings, network, biases }: Pick<TinyRun, "settings" | "network" | "biases">,
  temperature: number,
): Decoder {
  const tape = createTape();
  const half = Math.floor(settings.sequenceLength / 2);
  /** Where the window of the symbol at `place` begins: it moves by half a sequence at a time. */
  const startAt = (place: number): number => half * Math.max(0, Math.floor(place / half) - 1);
  const shown = (symbols: readonly number[]): readonly number[] => symbols.slice(startAt(symbols.length));
  const likely = (shares: Float64Array): Float64Array => {
    tape.reset();
    return shares;
  };
  return {
    after(symbols) {
      const seen = shown(symbols);
      const { logits } = runMain(judgingPass(tape, { settings, network, biases }), seen, seen.length);
      return likely(sharesOf(logits, logits.rows - 1, temperature));
    },
    draft(symbols) {
      const seen = shown(symbols);
      const pass = judgingPass(tape, { settings, network, biases });
      const { hidden } = runMain(pass, seen.slice(0, -1), seen.length - 1);
      const logits = runModule(pass, hidden, seen.slice(1), { length: seen.length - 1, kept: seen.length - 1 });
      return likely(sharesOf(logits, logits.rows - 1, 0)).indexOf(1);
    },
  };
}

function drawn(shares: Float64Array, random: Random): number {
  let rest = random.uniform();
  let last = 0;
  for (let symbol = 0; symbol < shares.length; symbol++) {
    if (shares[symbol] === 0) continue;
    last = symbol;
    rest -= shares[symbol];
    if (rest < 0) break;
  }
  return last;
}
