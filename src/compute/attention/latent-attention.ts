/** @file Multi-head latent attention (§2.1.1, eq. 1 to 11), forward, the straightforward way and the absorbed one. */
import { refuse, requireObject, requireOneOf, requireReals } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { softmaxOfScores } from "./causal-softmax.ts";
import { requireLatentWeights, type LatentWeights } from "./latent-weights.ts";
import { dot, newReals, project, requireNoOverflow, storages, type Reals, type Storage } from "./project.ts";
import { normed } from "./rms-norm.ts";
import { turned } from "./rope.ts";

/**
 * How scores and sums are taken. `expanded`: keys and values of all heads are rebuilt from the latents, as eq. 2 to 5
 * read. `absorbed`: W^UK is multiplied into the query and W^UV onto the sum, so that heads work on the latents
 * themselves and nothing is rebuilt.
 *
 * @source §2.1.1; arXiv:2405.04434, §2.1.2 and Appendix C, for absorbing
 */
export const attentionWays = deepFreeze(["expanded", "absorbed"] as const);
export type AttentionWay = (typeof attentionWays)[number];

/** Every intermediate value of one forward pass, named for what it is; row-major in the order of the brackets. */
export type LatentPass = {
  tokens: number;
  /** c^KV, eq. 1, after its norm: cached. [tokens × kvLoraRank] */
  kvLatent: Reals;
  /** k^R, eq. 3: cached. [tokens × ropeHeadDim] */
  ropeKey: Reals;
  /** k, eq. 2 and 4. [tokens × heads × (nopeHeadDim + ropeHeadDim)]; `null` if absorbed. */
  keys: Reals | null;
  /** v^C, eq. 5. [tokens × heads × valueHeadDim]; `null` if absorbed. */
  values: Reals | null;
  /** c^Q, eq. 6, after its norm. [tokens × qLoraRank]; `null` where queries are not compressed. */
  queryLatent: Reals | null;
  /** q, eq. 7 to 9. [tokens × heads × (nopeHeadDim + ropeHeadDim)] */
  queries: Reals;
  /** W^UK^T q^C: queries that latents answer to. [tokens × heads × kvLoraRank]; `null` if expanded. */
  absorbedQueries: Reals | null;
  /** q^T k / √(d_h + d_h^R), of query, head and key. [tokens × heads × tokens], 0 for later keys. */
  scores: Reals;
  /** Their softmax, eq. 10. Same shape. */
  weights: Reals;
  /** Weighted sums of latents. [tokens × heads × kvLoraRank]; `null` if expanded. */
  latentSums: Reals | null;
  /** o, eq. 10. [tokens × heads × valueHeadDim] */
  headOutputs: Reals;
  /** u, eq. 11. [tokens × hiddenDim] */
  output: Reals;
};

export type LatentOptions = {
  way?: AttentionWay;
  /** How every intermediate array is kept. */
  storage?: Storage;
};

/**
 * Forward pass of one attention block over one sequence.
 *
 * Both ways give the same up to rounding: q^T (W^UK c) is (W^UK^T q)^T c, and a sum of W^UV c is W^UV times the sum.
 * The released code has both. RoPE pairs neighbors, as there; YaRN is left out.
 *
 * @param hidden  h, [tokens × hiddenDim], after the block's norm
 * @throws RangeError if `hidden` does not fit, or an option is not allowed
 * @source §2.1.1, eq. 1 to 11; deepseek-ai/DeepSeek-V3, inference/model.py, `MLA`
 */
export function latentAttention(weights: LatentWeights, hidden: Reals, options: LatentOptions = {}): LatentPass {
  requireObject({ options });
  const { way = "expanded", storage = "float32" } = options;
  requireOneOf({ way }, attentionWays);
  requireOneOf({ storage }, storages);
  requireLatentWeights(weights);
  requireReals({ hidden });
  const pass = latentPass(weights, hidden, way, storage);
  requireNoOverflow(pass.output, "weights");
  return pass;
}

/** `latentAttention` of weights and hidden states that were looked at. */
export function latentPass(weights: LatentWeights, hidden: Reals, way: AttentionWay, storage: Storage): LatentPass {
  const { attention, hiddenDim } = weights;
  const { attentionHeads: heads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  if (hidden.length === 0 || hidden.length % hiddenDim !== 0)
    refuse("hidden", `have a multiple of ${hiddenDim} entries`, hidden.length);
  if (ropeHeadDim % 2 !== 0) refuse("attention.ropeHeadDim", "be even, since RoPE turns pairs", ropeHeadDim);
  const tokens = hidden.length / hiddenDim;
  const keyDim = nopeHeadDim + ropeHeadDim;
  const afterNorm = (latent: Reals, norm: Reals | null) => (norm ? normed(latent, norm, storage) : latent);

  const kvLatent = afterNorm(project(weights.keyValueDown, kvLoraRank, hidden, storage), weights.keyValueNorm); // eq. 1
  const ropeKey = turned(project(weights.ropeKey, ropeHeadDim, hidden, storage), { width: ropeHeadDim, storage }); // eq. 3
  const queryLatent =
    qLoraRank === null ? null : afterNorm(project(weights.queryDown!, qLoraRank, hidden, storage), weights.queryNorm); // eq. 6
  const queryInput = queryLatent ?? hidden;
  const nopeQueries = project(weights.queryUp, heads * nopeHeadDim, queryInput, storage); // eq. 7
  const ropeQueries = turned(project(weights.ropeQuery, heads * ropeHeadDim, queryInput, storage), {
    width: ropeHeadDim,
    vectorsPerToken: heads,
    storage,
  }); // eq. 8
  const queries = joinHeads(nopeQueries, nopeHeadDim, ropeQueries, ropeHeadDim, 1, storage); // eq. 9

  const shape = { tokens, heads, storage };
  const scale = 1 / Math.sqrt(keyDim);
  const summed = way === "expanded" ? expanded() : absorbed();
  const output = project(weights.output, hiddenDim, summed.headOutputs, storage); // eq. 11
  return { tokens, kvLatent, ropeKey, queryLatent, queries, ...summed, output };

  function expanded() {
    const nopeKeys = project(weights.keyUp, heads * nopeHeadDim, kvLatent, storage); // eq. 2
    const keys = joinHeads(nopeKeys, nopeHeadDim, ropeKey, ropeHeadDim, heads, storage); // eq. 4
    const values = project(weights.valueUp, heads * valueHeadDim, kvLatent, storage); // eq. 5
    const scores = eachPair(
      shape,
      (query, head, key) =>
        scale * dot(queries, (query * heads + head) * keyDim, keys, (key * heads + head) * keyDim, keyDim),
    );
    const attended = softmaxOfScores(scores, shape);
    const headOutputs = weightedSums(shape, attended, values, valueHeadDim, heads); // eq. 10
    return { keys, values, absorbedQueries: null, scores, weights: attended, latentSums: null, headOutputs };
  }

  function absorbed() {
    const absorbedQueries = newReals(storage, tokens * heads * kvLoraRank);
    for (let vector = 0; vector < tokens * heads; vector++) {
      const firstRow = (vector % heads) * nopeHeadDim;
      for (let column = 0; column < kvLoraRank; column++) {
        let sum = 0;
        for (let row = 0; row < nopeHeadDim; row++)
          sum += weights.keyUp[(firstRow + row) * kvLoraRank + column] * nopeQueries[vector * nopeHeadDim + row];
        absorbedQueries[vector * kvLoraRank + column] = sum;
      }
    }
    const scores = eachPair(shape, (query, head, key) => {
      const vector = query * heads + head;
      return (
        scale *
        (dot(absorbedQueries, vector * kvLoraRank, kvLatent, key * kvLoraRank, kvLoraRank) +
          dot(ropeQueries, vector * ropeHeadDim, ropeKey, key * ropeHeadDim, ropeHeadDim))
      );
    });
    const attended = softmaxOfScores(scores, shape);
    const latentSums = weightedSums(shape, attended, kvLatent, kvLoraRank, 1);
    const headOutputs = newReals(storage, tokens * heads * valueHeadDim);
    for (let vector = 0; vector < tokens * heads; vector++) {
      for (let entry = 0; entry < valueHeadDim; entry++) {
        const row = (vector % heads) * valueHeadDim + entry;
        headOutputs[vector * valueHeadDim + entry] = dot(
          weights.valueUp,
          row * kvLoraRank,
          latentSums,
          vector * kvLoraRank,
          kvLoraRank,
        );
      }
    }
    return { keys: null, values: null, absorbedQueries, scores, weights: attended, latentSums, headOutputs };
  }
}

type Shape = { tokens: number; heads: number; storage: Storage };

/** [first; second] for each token and head; `second` may be common to `shared` heads. */
function joinHeads(
  first: Reals,
  firstDim: number,
  second: Reals,
  secondDim: number,
  shared: number,
  storage: Storage,
): Reals {
  const count = first.length / firstDim;
  const joined = newReals(storage, count * (firstDim + secondDim));
  for (let vector = 0; vector < count; vector++) {
    const start = vector * (firstDim + secondDim);
    const other = Math.floor(vector / shared) * secondDim;
    joined.set(first.subarray(vector * firstDim, (vector + 1) * firstDim), start);
    joined.set(second.subarray(other, other + secondDim), start + firstDim);
  }
  return joined;
}

/** [tokens × heads × tokens]: a score for each query, head and key that is not later than the query. */
export function eachPair(
  { tokens, heads, storage }: Shape,
  score: (query: number, head: number, key: number) => number,
): Reals {
  const scores = newReals(storage, tokens * heads * tokens);
  for (let query = 0; query < tokens; query++) {
    for (let head = 0; head < heads; head++) {
      for (let key = 0; key <= query; key++) scores[(query * heads + head) * tokens + key] = score(query, head, key);
    }
  }
  return scores;
}

/**
 * Sums of vectors by attention weights.
 *
 * @param weights  [tokens × heads × tokens]
 * @param vectors  [tokens × vectorHeads × width]; heads divide evenly among `vectorHeads`
 * @returns [tokens × heads × width]
 */
export function weightedSums(
  { tokens, heads, storage }: Shape,
  weights: Reals,
  vectors: Reals,
  width: number,
  vectorHeads: number,
): Reals {
  const sums = newReals(storage, tokens * heads * width);
  const sum = new Float64Array(width);
  const perVector = heads / vectorHeads;
  for (let query = 0; query < tokens; query++) {
    for (let head = 0; head < heads; head++) {
      sum.fill(0);
      for (let key = 0; key <= query; key++) {
        const weight = weights[(query * heads + head) * tokens + key];
        const from = (key * vectorHeads + Math.floor(head / perVector)) * width;
        for (let i = 0; i < width; i++) sum[i] += weight * vectors[from + i];
      }
      sums.set(sum, (query * heads + head) * width);
    }
  }
  return sums;
}
