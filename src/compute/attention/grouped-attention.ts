/** @file Multi-head, grouped-query and multi-query attention, forward: what latent attention is compared with. */
import {
  refuse,
  requireLength,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireProductAtMost,
  requireReals,
} from "../check.ts";
import type { GroupedAttention } from "../model/configs.ts";
import { requireAttention } from "../model/require-model.ts";
import { createRandom } from "../random.ts";
import { softmaxOfScores } from "./causal-softmax.ts";
import { eachPair, weightedSums } from "./latent-attention.ts";
import { dot, mostReals, newReals, project, requireNoOverflow, storages, type Reals, type Storage } from "./project.ts";
import { turned } from "./rope.ts";

/** Weights of one block; matrices are [rows × columns]. Without biases, whatever `attention.bias` says. */
export type GroupedWeights = {
  attention: GroupedAttention;
  hiddenDim: number;
  /** [attentionHeads · headDim × hiddenDim] */
  query: Reals;
  /** [keyValueHeads · headDim × hiddenDim] */
  key: Reals;
  value: Reals;
  /** [hiddenDim × attentionHeads · headDim] */
  output: Reals;
};

/** Every intermediate value of one forward pass. */
export type GroupedPass = {
  tokens: number;
  /** [tokens × attentionHeads × headDim], turned by position. */
  queries: Reals;
  /** Cached: [tokens × keyValueHeads × headDim], turned by position. */
  keys: Reals;
  /** Cached: same shape. */
  values: Reals;
  /** [tokens × attentionHeads × tokens] */
  scores: Reals;
  weights: Reals;
  /** [tokens × attentionHeads × headDim] */
  headOutputs: Reals;
  /** [tokens × hiddenDim] */
  output: Reals;
};

/**
 * Seeded weights: normal, with a variance of 1 over the number of columns.
 *
 * @throws RangeError if a size is not allowed, or `seed` not a 32-bit one
 * @source ours: invented weights of the shapes of arXiv:2305.13245, §2.2
 */
export function sampleGroupedWeights(
  attention: GroupedAttention,
  options: { hiddenDim: number; seed: number; storage?: Storage },
): GroupedWeights {
  requireObject({ options });
  const { hiddenDim, seed, storage = "float32" } = options;
  requireGrouped(attention);
  const { attentionHeads, keyValueHeads, headDim } = attention;
  requireProductAtMost({ hiddenDim, attentionHeads, headDim }, mostReals);
  requireOneOf({ storage }, storages);
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number): Reals => {
    const entries = newReals(storage, rows * columns);
    for (let i = 0; i < entries.length; i++) entries[i] = random.normal() / Math.sqrt(columns);
    return entries;
  };
  return {
    attention,
    hiddenDim,
    query: matrix(attentionHeads * headDim, hiddenDim),
    key: matrix(keyValueHeads * headDim, hiddenDim),
    value: matrix(keyValueHeads * headDim, hiddenDim),
    output: matrix(hiddenDim, attentionHeads * headDim),
  };
}

/**
 * Forward pass of one block over one sequence. Query heads share key-value heads in runs of equal length: all have one
 * each in multi-head attention, all the same in multi-query attention. RoPE turns whole queries and keys.
 *
 * @param hidden  [tokens × hiddenDim], after the block's norm
 * @throws RangeError if `hidden` does not fit, the heads do not divide evenly, or an option is not allowed
 * @source arXiv:2305.13245, §2.2 (grouped-query); arXiv:1911.02150 (multi-query)
 */
export function groupedAttention(
  weights: GroupedWeights,
  hidden: Reals,
  options: { storage?: Storage } = {},
): GroupedPass {
  requireObject({ weights, options });
  const { attention, hiddenDim, query, key, value, output } = weights;
  requireGrouped(attention);
  requirePositiveInteger({ hiddenDim });
  requireReals({ hidden, query, key, value, output });
  requireLength({ query, output }, attention.attentionHeads * attention.headDim * hiddenDim);
  requireLength({ key, value }, attention.keyValueHeads * attention.headDim * hiddenDim);
  const { storage = "float32" } = options;
  requireOneOf({ storage }, storages);
  const { attentionHeads: heads, keyValueHeads, headDim } = attention;
  if (headDim % 2 !== 0) refuse("attention.headDim", "be even, since RoPE turns pairs", headDim);
  if (hidden.length === 0 || hidden.length % hiddenDim !== 0)
    refuse("hidden", `have a multiple of ${hiddenDim} entries`, hidden.length);
  const tokens = hidden.length / hiddenDim;
  const shape = { tokens, heads, storage };
  const queries = turned(project(weights.query, heads * headDim, hidden, storage), {
    width: headDim,
    vectorsPerToken: heads,
    storage,
  });
  const keys = turned(project(weights.key, keyValueHeads * headDim, hidden, storage), {
    width: headDim,
    vectorsPerToken: keyValueHeads,
    storage,
  });
  const values = project(weights.value, keyValueHeads * headDim, hidden, storage);
  const queriesPerKey = heads / keyValueHeads;
  const scores = eachPair(
    shape,
    (query, head, key) =>
      dot(
        queries,
        (query * heads + head) * headDim,
        keys,
        (key * keyValueHeads + Math.floor(head / queriesPerKey)) * headDim,
        headDim,
      ) / Math.sqrt(headDim),
  );
  const attended = softmaxOfScores(scores, shape);
  const headOutputs = weightedSums(shape, attended, values, headDim, keyValueHeads);
  const summed = project(weights.output, hiddenDim, headOutputs, storage);
  requireNoOverflow(summed, "weights");
  return { tokens, queries, keys, values, scores, weights: attended, headOutputs, output: summed };
}

function requireGrouped(attention: GroupedAttention): void {
  requireAttention(attention);
  if (attention.kind !== "grouped") refuse("attention.kind", 'be "grouped"', (attention as { kind: string }).kind);
}
