/** @file Text for the training race: a seeded source of symbols whose next one depends on the last, and a little on the one before. */
import { createRandom, type Random } from "../compute/index.ts";

export const raceVocabulary = 32;

/** Chances of the four symbols that may follow. */
const chances = [0.6, 0.25, 0.1, 0.05];
/** Of the symbol before the last, only this much counts. */
const kinds = 4;

export type TextSource = {
  /** The next `length` symbols. */
  next(length: number): Uint8Array;
};

/**
 * A source with its own grammar: for each last symbol, and each of four kinds of the one before, four that may follow. Its entropy is that of the chances, 1.03 nats
 * a symbol: no network can fall below it in the long run.
 *
 * @param seeds  of the grammar, and of the text drawn from it
 */
export function createTextSource(seeds: { grammar: number; text: number }): TextSource {
  const grammar = createRandom(seeds.grammar);
  const followers = Uint8Array.from({ length: raceVocabulary * kinds * chances.length }, () =>
    grammar.integer(raceVocabulary),
  );
  const random = createRandom(seeds.text);
  let [before, last] = [random.integer(raceVocabulary), random.integer(raceVocabulary)];
  return {
    next: (length) =>
      Uint8Array.from({ length }, () => {
        const symbol = followers[(last * kinds + (before % kinds)) * chances.length + chosen(random)];
        [before, last] = [last, symbol];
        return symbol;
      }),
  };
}

function chosen(random: Random): number {
  let rest = random.uniform();
  for (let i = 0; i < chances.length - 1; i++) {
    rest -= chances[i];
    if (rest < 0) return i;
  }
  return chances.length - 1;
}
