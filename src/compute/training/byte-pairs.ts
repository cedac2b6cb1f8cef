/**
 * @file Byte-level byte-pair encoding: trained on a text, applied to another. Tokens 0 to 255 are the bytes of UTF-8, and
 * each merge of two tokens makes the next one. §4.1
 */
import { refuse, requireIntegers, requireNonNegativeInteger, requireObject } from "../check.ts";

/** A vocabulary: the bytes, and what was merged. */
export type BytePairs = {
  /** [merges × 2]: the two tokens that make token 256, then those of 257, … */
  readonly merges: Uint32Array;
};

const mostMerges = 2 ** 20;
const mostTrainedMerges = 4096;
const longestTraining = 2 ** 20;

/**
 * Cuts a text into the stretches within which tokens are merged: digits by threes, runs of Chinese or Japanese, words with
 * the character before them, and punctuation together with the line breaks after it.
 *
 * @returns stretches that joined give the text
 * @throws RangeError if `text` is not a text
 * @source §4.1 has the idea; the three patterns are those of tokenizer.json of deepseek-ai/DeepSeek-V3
 */
export function pretokenize(text: string): string[] {
  requireText({ text });
  return patterns
    .reduce<string[]>((stretches, pattern) => stretches.flatMap((stretch) => isolate(stretch, pattern)), [text])
    .filter((stretch) => stretch !== "");
}

/**
 * Learns merges: again and again the pair of neighboring tokens that is found most often becomes a token. Of equally
 * frequent pairs the one with the smaller first token is taken, then the one with the smaller second.
 *
 * @param text  at most 2²⁰ characters
 * @param options.merges  0 to 4096; fewer are made if no pair is found twice
 * @throws RangeError if `text` is not a text of that length, or `merges` lies outside
 * @source §4.1; byte pairs: Shibata et al. 1999, which it cites; over the stretches of `pretokenize`
 */
export function trainBytePairs(text: string, options: { merges: number }): BytePairs {
  requireText({ text });
  if (text.length > longestTraining) refuse("text", `have at most ${longestTraining} characters`, text.length);
  requireObject({ options });
  requireNonNegativeInteger({ merges: options.merges });
  if (options.merges > mostTrainedMerges) refuse("merges", `be at most ${mostTrainedMerges}`, options.merges);
  const timesOfWord = new Map<string, number>();
  for (const word of pretokenize(text)) timesOfWord.set(word, (timesOfWord.get(word) ?? 0) + 1);
  const words = Array.from(timesOfWord, ([word, times]) => ({ tokens: bytesOf(word), times }));
  const merges: number[] = [];
  while (merges.length / 2 < options.merges) {
    const timesOfPair = new Map<number, number>();
    for (const { tokens, times } of words) {
      for (let i = 1; i < tokens.length; i++) {
        const pair = keyOf(tokens[i - 1], tokens[i]);
        timesOfPair.set(pair, (timesOfPair.get(pair) ?? 0) + times);
      }
    }
    let [best, most] = [-1, 1];
    for (const [pair, times] of timesOfPair)
      if (times > most || (times === most && times > 1 && pair < best)) [best, most] = [pair, times];
    if (best < 0) break;
    const token = 256 + merges.length / 2;
    const [left, right] = [Math.floor(best / keyStep), best % keyStep];
    merges.push(left, right);
    for (const word of words) word.tokens = merged(word.tokens, left, right, token);
  }
  return { merges: Uint32Array.from(merges) };
}

/**
 * Tokens of a text: in each stretch of `pretokenize` the merge that was learned first is made first.
 *
 * @throws RangeError if `text` is not a text, or a merge names a token that is not made before it
 * @source §4.1
 */
export function encodeBytePairs(text: string, bytePairs: BytePairs): Uint32Array {
  requireText({ text });
  const merges = checked(bytePairs);
  const tokenOfPair = new Map<number, number>();
  for (let i = merges.length / 2 - 1; i >= 0; i--) tokenOfPair.set(keyOf(merges[2 * i], merges[2 * i + 1]), 256 + i);
  const encoded: number[] = [];
  for (const word of pretokenize(text)) {
    let tokens = bytesOf(word);
    for (;;) {
      let first = Infinity;
      for (let i = 1; i < tokens.length; i++)
        first = Math.min(first, tokenOfPair.get(keyOf(tokens[i - 1], tokens[i])) ?? Infinity);
      if (first === Infinity) break;
      tokens = merged(tokens, merges[2 * (first - 256)], merges[2 * (first - 256) + 1], first);
    }
    for (const token of tokens) encoded.push(token);
  }
  return Uint32Array.from(encoded);
}

/**
 * The text of some tokens; bytes that are no UTF-8 become �.
 *
 * @param tokens  at most 2²⁰ bytes in all
 * @throws RangeError if there is no such token, or they are longer
 * @source §4.1
 */
export function decodeBytePairs(tokens: ArrayLike<number>, bytePairs: BytePairs): string {
  const merges = checked(bytePairs);
  const tokenList = { tokens };
  requireIntegers(tokenList, 255 + merges.length / 2);
  // Bytes of each token: those of its two halves, which are made before it.
  const lengthOfToken = new Float64Array(256 + merges.length / 2).fill(1);
  for (let i = 0; i < merges.length / 2; i++)
    lengthOfToken[256 + i] = lengthOfToken[merges[2 * i]] + lengthOfToken[merges[2 * i + 1]];
  let length = 0;
  for (let i = 0; i < tokens.length; i++) length += lengthOfToken[tokens[i]];
  if (length > longestTraining) refuse("tokens", `have at most ${longestTraining} bytes`, length);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < tokens.length; i++) {
    const waiting = [tokens[i]];
    while (waiting.length > 0) {
      const token = waiting.pop()!;
      if (token < 256) bytes[at++] = token;
      else waiting.push(merges[2 * (token - 256) + 1], merges[2 * (token - 256)]);
    }
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Each is applied to what the one before it left: what it matches, and what lies between, are stretches of their own. */
const patterns: readonly RegExp[] = [
  /\p{N}{1,3}/gu,
  /[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+/gu,
  /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu,
];

function isolate(text: string, pattern: RegExp): string[] {
  const stretches: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    stretches.push(text.slice(end, match.index), match[0]);
    end = match.index + match[0].length;
  }
  stretches.push(text.slice(end));
  return stretches;
}

/** Tokens are below 2²¹, so a pair is one number, and smaller numbers are smaller pairs. */
const keyStep = 2 ** 21;

function keyOf(left: number, right: number): number {
  return left * keyStep + right;
}

function merged(tokens: readonly number[], left: number, right: number, token: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      result.push(token);
      i++;
    } else result.push(tokens[i]);
  }
  return result;
}

function bytesOf(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}

function requireText(texts: Record<string, unknown>): void {
  for (const [name, text] of Object.entries(texts)) if (typeof text !== "string") refuse(name, "be a text", text);
}

function checked(bytePairs: BytePairs): Uint32Array {
  requireObject({ bytePairs });
  const { merges } = bytePairs;
  requireIntegers({ merges });
  if (merges.length % 2 !== 0 || merges.length > 2 * mostMerges)
    refuse("merges", `have an even number of entries, at most ${2 * mostMerges}`, merges.length);
  for (let i = 0; i < merges.length; i++)
    if (merges[i] >= 256 + Math.floor(i / 2)) refuse(`merges[${i}]`, `be below ${256 + Math.floor(i / 2)}`, merges[i]);
  return merges;
}
