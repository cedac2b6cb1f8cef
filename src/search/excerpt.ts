/** @file The part of a text that a result shows, with what was found in it marked. */
import type { Piece } from "./entry.ts";
import { tokensOf, type Token } from "./tokens.ts";

const width = 180;

/** About 180 characters around the place where the most of `words` stand. */
export function excerptOf(text: string, words: ReadonlySet<string>): Piece[] {
  const tokens = tokensOf(text);
  const matches = tokens.filter((token) => token.words.some((word) => words.has(word)));
  const start = matches.length === 0 ? 0 : beginning(tokens, densest(matches));
  const end = Math.min(text.length, start + width);
  const stop = end === text.length ? end : (tokens.findLast((token) => token.end <= end)?.end ?? end);
  const pieces: Piece[] = start > 0 ? [{ text: "… ", isMatch: false }] : [];
  let at = start;
  for (const match of matches) {
    if (match.start < start || match.end > stop) continue;
    if (match.start > at) pieces.push({ text: text.slice(at, match.start), isMatch: false });
    pieces.push({ text: text.slice(match.start, match.end), isMatch: true });
    at = match.end;
  }
  const rest = text.slice(at, stop) + (stop < text.length ? " …" : "");
  return rest ? [...pieces, { text: rest, isMatch: false }] : pieces;
}

/** The match from which the most different words follow within an excerpt. */
function densest(matches: readonly Token[]): Token {
  let best = matches[0];
  let most = 0;
  matches.forEach((match, i) => {
    const near = new Set<string>();
    for (let j = i; j < matches.length && matches[j].end - match.start < width - 40; j++) near.add(matches[j].words[0]);
    if (near.size > most) [best, most] = [match, near.size];
  });
  return best;
}

/** A few words before it. */
function beginning(tokens: readonly Token[], match: Token): number {
  if (match.start < 60) return 0;
  return tokens.find(({ start }) => start >= match.start - 40)?.start ?? match.start;
}
