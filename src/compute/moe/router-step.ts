/** @file The laboratory's inner loops: affinities of one token, and a router's step against a gradient. */
import { exponential } from "../exponential.ts";

/*
 * Both loops run over a million pairs of token and expert in each step. They are written out for vectors of twelve
 * entries, `tokenDim`, which keeps a token's vector in registers: three times as fast as a loop over its entries.
 */

/** Writes sigmoid(u^T e_i) into `scores` from `start` on; u begins at `at`. */
export function affinitiesOfToken(
  router: Float64Array,
  vectors: Float64Array,
  at: number,
  scores: Float64Array,
  start: number,
): void {
  const u0 = vectors[at],
    u1 = vectors[at + 1],
    u2 = vectors[at + 2],
    u3 = vectors[at + 3],
    u4 = vectors[at + 4],
    u5 = vectors[at + 5];
  const u6 = vectors[at + 6],
    u7 = vectors[at + 7],
    u8 = vectors[at + 8],
    u9 = vectors[at + 9],
    u10 = vectors[at + 10],
    u11 = vectors[at + 11];
  for (let j = 0, to = start; j < router.length; j += 12, to++) {
    const logit =
      router[j] * u0 +
      router[j + 1] * u1 +
      router[j + 2] * u2 +
      router[j + 3] * u3 +
      router[j + 4] * u4 +
      router[j + 5] * u5 +
      router[j + 6] * u6 +
      router[j + 7] * u7 +
      router[j + 8] * u8 +
      router[j + 9] * u9 +
      router[j + 10] * u10 +
      router[j + 11] * u11;
    scores[to] = 1 / (1 + exponential(-logit));
  }
}

/** Adds the gradient on the router that a token's gradient on its logits gives: d_i u^T for each expert i; u begins at `at`. */
export function addRouterGradient(
  gradient: Float64Array,
  ofLogits: Float64Array,
  vectors: Float64Array,
  at: number,
): void {
  const u0 = vectors[at],
    u1 = vectors[at + 1],
    u2 = vectors[at + 2],
    u3 = vectors[at + 3],
    u4 = vectors[at + 4],
    u5 = vectors[at + 5];
  const u6 = vectors[at + 6],
    u7 = vectors[at + 7],
    u8 = vectors[at + 8],
    u9 = vectors[at + 9],
    u10 = vectors[at + 10],
    u11 = vectors[at + 11];
  for (let i = 0, j = 0; i < ofLogits.length; i++, j += 12) {
    const d = ofLogits[i];
    gradient[j] += d * u0;
    gradient[j + 1] += d * u1;
    gradient[j + 2] += d * u2;
    gradient[j + 3] += d * u3;
    gradient[j + 4] += d * u4;
    gradient[j + 5] += d * u5;
    gradient[j + 6] += d * u6;
    gradient[j + 7] += d * u7;
    gradient[j + 8] += d * u8;
    gradient[j + 9] += d * u9;
    gradient[j + 10] += d * u10;
    gradient[j + 11] += d * u11;
  }
}
