/** @file What a tiny V3 reads: 64 symbols, and four domains of invented text made from a seed, so that experts have something to specialize in. */
import { requireIntegerInRange } from "../../compute/check.ts";
import { createRandom, type Random } from "../../compute/index.ts";

/** The vocabulary: a symbol's id is its place. */
export const tinySymbols = "abcdefghijklmnopqrstuvwxyz0123456789 \n.,;:!?'\"-+=*/()[]{}<>|#&%_";

/** A symbol that can be seen: space and line break have signs of their own. */
export function symbolText(id: number): string {
  requireIntegerInRange({ id }, 0, tinySymbols.length - 1);
  const symbol = tinySymbols[id];
  return symbol === " " ? "␣" : symbol === "\n" ? "↵" : symbol;
}

/** Ids of a text, in lower case; what the vocabulary lacks becomes a space. */
export function symbolsOf(text: string): number[] {
  return Array.from(text.toLowerCase(), (character) => {
    const id = tinySymbols.indexOf(character);
    return id < 0 ? tinySymbols.indexOf(" ") : id;
  });
}

/** The domains of a run, in the order of their numbers. */
export function domainsOf({ text }: { text: string }): readonly string[] {
  return text === "" ? domainNames : [...domainNames, "your text"];
}

const domainNames = ["sums", "brackets", "grammar", "copying"] as const;

/** A piece of a domain's text, which pieces follow one another make up. */
const pieceOf: Readonly<Record<(typeof domainNames)[number], (random: Random) => string>> = {
  /** 7+5=12; */
  sums: (random) => {
    const [a, b] = [random.integer(10), random.integer(10)];
    return `${a}+${b}=${String(a + b).padStart(2, "0")};`;
  },
  /** Four kinds, nested up to four deep: ([]{<>}) */
  brackets: (random) => {
    const open: number[] = [];
    let text = "";
    do {
      if (open.length === 0 || (open.length < 4 && random.uniform() < 0.5)) {
        open.push(random.integer(4));
        text += "([{<"[open.at(-1)!];
      } else text += ")]}>"[open.pop()!];
    } while (open.length > 0);
    return text;
  },
  /** Article, noun, verb, article, noun; the verb agrees with the first noun. */
  grammar: (random) => {
    const of = (words: readonly string[]): string => words[random.integer(words.length)];
    const plural = random.uniform() < 0.5;
    const noun = (many: boolean): string =>
      many ? `${of(["the", "two"])} ${of(nouns)}s` : `${of(["the", "a"])} ${of(nouns)}`;
    return `${noun(plural)} ${of(verbs)}${plural ? "" : "s"} ${noun(random.uniform() < 0.5)}. `;
  },
  /** A word and the same again: abd|abd# */
  copying: (random) => {
    const word = Array.from({ length: 3 }, () => tinySymbols[random.integer(8)]).join("");
    return `${word}|${word}#`;
  },
};

const nouns = ["cat", "dog", "bird", "tree"] as const;
const verbs = ["see", "like", "want", "hold"] as const;

export type TinyBatch = {
  /** [sequences × length] */
  symbols: Uint8Array;
  domainOfSequence: Uint8Array;
};

/**
 * Sequences for one step: domains take turns, and each sequence begins somewhere in a piece. A batch depends on seed and
 * step alone, so that a run can go on from any of its states.
 *
 * @param options  `length`: symbols of a sequence; `first`: number of the first sequence, which says whose turn it is
 */
export function tinyBatch(options: {
  seed: number;
  first: number;
  sequences: number;
  length: number;
  text: string;
}): TinyBatch {
  const { seed, first, sequences, length, text } = options;
  const domains = domainsOf({ text });
  const own = text === "" ? [] : symbolsOf(text);
  const symbols = new Uint8Array(sequences * length);
  const domainOfSequence = new Uint8Array(sequences);
  for (let sequence = 0; sequence < sequences; sequence++) {
    const random = createRandom((Math.imul(seed + 1, 0x9e37_79b1) + first + sequence) >>> 0);
    const domain = (first + sequence) % domains.length;
    domainOfSequence[sequence] = domain;
    symbols.set(
      domain < domainNames.length ? invented(domainNames[domain], random, length) : windowOf(own, random, length),
      sequence * length,
    );
  }
  return { symbols, domainOfSequence };
}

function invented(domain: (typeof domainNames)[number], random: Random, length: number): number[] {
  let text = pieceOf[domain](random);
  const start = random.integer(text.length);
  while (text.length < start + length) text += pieceOf[domain](random);
  return symbolsOf(text.slice(start, start + length));
}

/** A part of a longer text; of a text that is too short, it goes round. */
function windowOf(symbols: readonly number[], random: Random, length: number): number[] {
  const start = random.integer(Math.max(1, symbols.length - length + 1));
  return Array.from({ length }, (_, i) => symbols[(start + i) % symbols.length]);
}
