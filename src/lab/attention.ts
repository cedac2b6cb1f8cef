/** @file Causal attention over short sequences, and the turning of queries and keys by their position, with fixed bits. */
import { exponential } from "../compute/exponential.ts";
import type { Tape, Tensor } from "./tape.ts";

/** Rows of all sequences one below the other, `length` rows each. */
export type AttentionShape = {
  heads: number;
  length: number;
  /** Told the softmax: [tokens × heads × length], 0 for what is later. */
  watch?: (shares: Float64Array) => void;
};

/**
 * softmax(q kᵀ / √width) v for each head and sequence; a position sees itself and what is before it.
 *
 * @param query  [tokens × (heads · width)]
 * @param key  the same shape
 * @param value  [tokens × (heads · valueDim)]
 * @returns [tokens × (heads · valueDim)]
 * @source §2.1.1, eq. 10
 */
export function causalAttention(
  tape: Tape,
  inputs: { query: Tensor; key: Tensor; value: Tensor },
  shape: AttentionShape,
): Tensor {
  const { query, key, value } = inputs;
  const { heads, length } = shape;
  const tokens = query.rows;
  const width = query.columns / heads;
  const valueDim = value.columns / heads;
  const scale = 1 / Math.sqrt(width);
  const y = tape.tensor(tokens, value.columns);
  const shares = new Float64Array(tokens * heads * length);
  for (let token = 0; token < tokens; token++) {
    const first = token - (token % length);
    for (let head = 0; head < heads; head++) {
      const at = (token * heads + head) * length;
      let largest = -Infinity;
      for (let other = first; other <= token; other++) {
        const score = scale * dot(query, token, key, other, head, width);
        shares[at + other - first] = score;
        if (score > largest) largest = score;
      }
      let sum = 0;
      for (let i = at; i <= at + token - first; i++) sum += shares[i] = exponential(shares[i] - largest);
      for (let other = first; other <= token; other++) {
        const share = (shares[at + other - first] /= sum);
        addScaled(
          y.values,
          token * value.columns + head * valueDim,
          value.values,
          other * value.columns + head * valueDim,
          share,
          valueDim,
        );
      }
    }
  }
  shape.watch?.(shares);
  tape.onBackward(() => {
    const toShares = new Float64Array(length);
    for (let token = 0; token < tokens; token++) {
      const first = token - (token % length);
      for (let head = 0; head < heads; head++) {
        const at = (token * heads + head) * length;
        const from = token * value.columns + head * valueDim;
        let mean = 0;
        for (let other = first; other <= token; other++) {
          const to = other * value.columns + head * valueDim;
          let gradient = 0;
          for (let i = 0; i < valueDim; i++) gradient += y.gradient[from + i] * value.values[to + i];
          const share = shares[at + other - first];
          addScaled(value.gradient, to, y.gradient, from, share, valueDim);
          toShares[other - first] = gradient;
          mean += share * gradient;
        }
        for (let other = first; other <= token; other++) {
          const toScore = scale * shares[at + other - first] * (toShares[other - first] - mean);
          addScaled(
            query.gradient,
            token * query.columns + head * width,
            key.values,
            other * key.columns + head * width,
            toScore,
            width,
          );
          addScaled(
            key.gradient,
            other * key.columns + head * width,
            query.values,
            token * query.columns + head * width,
            toScore,
            width,
          );
        }
      }
    }
  });
  return y;
}

/**
 * Both parts of each head side by side: [tokens × heads · (a's width + b's width)]. `b` may have one part for all heads, as
 * the decoupled key of latent attention has.
 *
 * @param a  [tokens × (heads · width)]
 * @param b  [tokens × (heads · width)], or [tokens × width] where `isShared`
 */
export function joinHeads(tape: Tape, a: Tensor, b: Tensor, options: { heads: number; isShared: boolean }): Tensor {
  const { heads, isShared } = options;
  const ofA = a.columns / heads;
  const ofB = isShared ? b.columns : b.columns / heads;
  const y = tape.tensor(a.rows, heads * (ofA + ofB));
  eachPart((to, fromA, fromB) => {
    for (let i = 0; i < ofA; i++) y.values[to + i] = a.values[fromA + i];
    for (let i = 0; i < ofB; i++) y.values[to + ofA + i] = b.values[fromB + i];
  });
  tape.onBackward(() =>
    eachPart((to, fromA, fromB) => {
      for (let i = 0; i < ofA; i++) a.gradient[fromA + i] += y.gradient[to + i];
      for (let i = 0; i < ofB; i++) b.gradient[fromB + i] += y.gradient[to + ofA + i];
    }),
  );
  return y;

  function eachPart(visit: (to: number, fromA: number, fromB: number) => void): void {
    for (let row = 0; row < y.rows; row++) {
      for (let head = 0; head < heads; head++)
        visit(
          row * y.columns + head * (ofA + ofB),
          row * a.columns + head * ofA,
          row * b.columns + (isShared ? 0 : head * ofB),
        );
    }
  }
}

/**
 * Each of a few heads several times, one after the other, for attention in groups: [tokens × heads · width].
 *
 * @param x  [tokens × keyValueHeads · width]
 */
export function repeatHeads(
  tape: Tape,
  x: Tensor,
  { heads, keyValueHeads }: { heads: number; keyValueHeads: number },
): Tensor {
  if (heads === keyValueHeads) return x;
  const width = x.columns / keyValueHeads;
  const y = tape.tensor(x.rows, heads * width);
  const perHead = heads / keyValueHeads;
  const from = (at: number): number => {
    const head = Math.floor(at / width) % heads;
    return Math.floor(at / y.columns) * x.columns + Math.floor(head / perHead) * width + (at % width);
  };
  for (let i = 0; i < y.values.length; i++) y.values[i] = x.values[from(i)];
  tape.onBackward(() => {
    for (let i = 0; i < y.gradient.length; i++) x.gradient[from(i)] += y.gradient[i];
  });
  return y;
}

/**
 * Rotary embedding: numbers 2i and 2i + 1 of each head are turned by position · 10,000^(−2i/width).
 *
 * @param x  [tokens × (heads · width)], width even; the position of a row is its place in its sequence
 * @source §2.1.1; arXiv 2104.09864
 */
export function rotate(tape: Tape, x: Tensor, shape: AttentionShape): Tensor {
  const { heads, length } = shape;
  const width = x.columns / heads;
  const y = tape.tensor(x.rows, x.columns);
  const turns = turnsOf(length, width);
  turn(x.values, y.values, 1);
  tape.onBackward(() => turn(y.gradient, x.gradient, -1));
  return y;

  function turn(from: ArrayLike<number>, to: Float32Array | Float64Array, sign: number): void {
    for (let row = 0; row < x.rows; row++) {
      for (let head = 0; head < heads; head++) {
        for (let pair = 0; pair < width / 2; pair++) {
          const at = row * x.columns + head * width + 2 * pair;
          const { cosine, sine } = turns[(row % length) * (width / 2) + pair];
          to[at] += from[at] * cosine - sign * from[at + 1] * sine;
          to[at + 1] += sign * from[at] * sine + from[at + 1] * cosine;
        }
      }
    }
  }
}

type Turn = { cosine: number; sine: number };
/** ln 10,000. */
const logarithmOfBase = 4 * Math.LN10;

/** Turns by length and width: every step of a run asks for the same few. */
const knownTurns = new Map<string, readonly Turn[]>();

function turnsOf(length: number, width: number): readonly Turn[] {
  const key = `${length} × ${width}`;
  let turns = knownTurns.get(key);
  if (!turns) knownTurns.set(key, (turns = makeTurns(length, width)));
  return turns;
}

function makeTurns(length: number, width: number): Turn[] {
  return Array.from({ length: (length * width) / 2 }, (_, i) =>
    turnBy(Math.floor(i / (width / 2)) * exponential((-2 * (i % (width / 2)) * logarithmOfBase) / width)),
  );
}

/** Cosine and sine with the same bits everywhere: a series for a small part of the angle, then the angle doubled. */
export function turnBy(angle: number): Turn {
  let doublings = 0;
  while (angle / 2 ** doublings > 1 / 32) doublings++;
  const x = angle / 2 ** doublings;
  const square = x * x;
  let sine = x * (1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - square / 72))));
  // 1 − cosine, which loses nothing while the angle is small.
  let rest = (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - square / 56)));
  for (; doublings > 0; doublings--) {
    const doubled = 2 * sine * (1 - rest);
    rest = 2 * sine * sine;
    sine = doubled;
  }
  return { cosine: 1 - rest, sine };
}

function dot(a: Tensor, rowOfA: number, b: Tensor, rowOfB: number, head: number, width: number): number {
  const fromA = rowOfA * a.columns + head * width;
  const fromB = rowOfB * b.columns + head * width;
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a.values[fromA + i] * b.values[fromB + i];
  return sum;
}

function addScaled(
  to: Float32Array | Float64Array,
  toAt: number,
  from: Float32Array | Float64Array,
  fromAt: number,
  factor: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) to[toAt + i] += factor * from[fromAt + i];
}
