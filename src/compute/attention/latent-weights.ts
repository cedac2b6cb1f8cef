/** @file The matrices of multi-head latent attention (§2.1.1), and seeded ones to compute with. */
import { requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import type { LatentAttention } from "../model/configs.ts";
import { createRandom } from "../random.ts";
import { newReals, storages, type Reals, type Storage } from "./project.ts";

/** Weights of one attention block. Matrices are [rows × columns], row-major: W x has as many entries as W has rows. */
export type LatentWeights = {
  attention: LatentAttention;
  hiddenDim: number;
  /** W^DKV, [kvLoraRank × hiddenDim], eq. 1. */
  keyValueDown: Reals;
  /** Of the RMSNorm after it, [kvLoraRank]; `null` for eq. 1 as printed, which has none. */
  keyValueNorm: Reals | null;
  /** W^UK, [attentionHeads · nopeHeadDim × kvLoraRank], eq. 2. */
  keyUp: Reals;
  /** W^KR, [ropeHeadDim × hiddenDim], eq. 3. */
  ropeKey: Reals;
  /** W^UV, [attentionHeads · valueHeadDim × kvLoraRank], eq. 5. */
  valueUp: Reals;
  /** W^DQ, [qLoraRank × hiddenDim], eq. 6; `null` where queries are not compressed. */
  queryDown: Reals | null;
  /** Of the RMSNorm after it, [qLoraRank]; `null` for none. */
  queryNorm: Reals | null;
  /** W^UQ, [attentionHeads · nopeHeadDim × qLoraRank], eq. 7; from `hiddenDim` where queries are not compressed. */
  queryUp: Reals;
  /** W^QR, [attentionHeads · ropeHeadDim × qLoraRank], eq. 8; likewise. */
  ropeQuery: Reals;
  /** W^O, [hiddenDim × attentionHeads · valueHeadDim], eq. 11. */
  output: Reals;
};

/**
 * Seeded weights: normal, with a variance of 1 over the number of columns, so that vectors keep their size; norms of 1.
 *
 * @throws RangeError if a size is not a positive integer, or `seed` not a 32-bit one
 */
export function sampleLatentWeights(attention: LatentAttention, options: { hiddenDim: number; seed: number; storage?: Storage }): LatentWeights {
  requireObject({ options });
  const { hiddenDim, seed, storage = "float32" } = options;
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  requirePositiveInteger({ hiddenDim, attentionHeads, kvLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim });
  if (qLoraRank !== null) requirePositiveInteger({ qLoraRank });
  requireOneOf({ storage }, storages);
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number): Reals => {
    const entries = newReals(storage, rows * columns);
    const deviation = 1 / Math.sqrt(columns);
    for (let i = 0; i < entries.length; i++) entries[i] = deviation * random.normal();
    return entries;
  };
  const ones = (width: number): Reals => newReals(storage, width).fill(1);
  const queryInput = qLoraRank ?? hiddenDim;
  return {
    attention, hiddenDim,
    keyValueDown: matrix(kvLoraRank, hiddenDim),
    keyValueNorm: ones(kvLoraRank),
    keyUp: matrix(attentionHeads * nopeHeadDim, kvLoraRank),
    ropeKey: matrix(ropeHeadDim, hiddenDim),
    valueUp: matrix(attentionHeads * valueHeadDim, kvLoraRank),
    queryDown: qLoraRank === null ? null : matrix(qLoraRank, hiddenDim),
    queryNorm: qLoraRank === null ? null : ones(qLoraRank),
    queryUp: matrix(attentionHeads * nopeHeadDim, queryInput),
    ropeQuery: matrix(attentionHeads * ropeHeadDim, queryInput),
    output: matrix(hiddenDim, attentionHeads * valueHeadDim),
  };
}

/**
 * Seeded hidden states of a sequence, standard normal, as a norm leaves them.
 *
 * @returns [tokens × hiddenDim]
 * @throws RangeError if a size is not a positive integer, or `seed` not a 32-bit one
 */
export function sampleHidden(options: { tokens: number; hiddenDim: number; seed: number; storage?: Storage }): Reals {
  requireObject({ options });
  const { tokens, hiddenDim, seed, storage = "float32" } = options;
  requirePositiveInteger({ tokens, hiddenDim });
  const random = createRandom(seed);
  const hidden = newReals(storage, tokens * hiddenDim);
  for (let i = 0; i < hidden.length; i++) hidden[i] = random.normal();
  return hidden;
}
