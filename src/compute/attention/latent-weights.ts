/** @file The matrices of multi-head latent attention (§2.1.1), and seeded ones to compute with. */
import {
  requireLength,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireProductAtMost,
  requireReals,
} from "../check.ts";
import type { LatentAttention } from "../model/configs.ts";
import { requireLatent } from "../model/require-model.ts";
import { createRandom } from "../random.ts";
import { mostReals, newReals, storages, type Reals, type Storage } from "./project.ts";

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
 * @source ours: invented weights of the shapes of §2.1.1, eq. 1 to 11
 */
export function sampleLatentWeights(
  attention: LatentAttention,
  options: { hiddenDim: number; seed: number; storage?: Storage },
): LatentWeights {
  requireObject({ options });
  const { hiddenDim, seed, storage = "float32" } = options;
  requireLatent(attention);
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const inputs: Record<string, number>[] = [
    { hiddenDim },
    { kvLoraRank },
    ...(qLoraRank === null ? [] : [{ qLoraRank }]),
  ];
  const widths: Record<string, number>[] = [{ nopeHeadDim }, { ropeHeadDim }, { valueHeadDim }];
  for (const input of inputs)
    for (const width of widths) requireProductAtMost({ attentionHeads, ...input, ...width }, mostReals);
  requireProductAtMost({ hiddenDim, kvLoraRank }, mostReals);
  if (qLoraRank !== null) requireProductAtMost({ hiddenDim, qLoraRank }, mostReals);
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
    attention,
    hiddenDim,
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
 * Checks the weights of a block: every matrix there, of its size, without holes.
 *
 * @param path  what the caller calls them
 * @throws RangeError that names the first which is not
 */
export function requireLatentWeights(weights: LatentWeights, path = "weights"): void {
  requireObject({ [path]: weights });
  const {
    attention,
    hiddenDim,
    keyValueDown,
    keyValueNorm,
    keyUp,
    ropeKey,
    valueUp,
    queryDown,
    queryNorm,
    queryUp,
    ropeQuery,
    output,
  } = weights;
  requireLatent(attention);
  requirePositiveInteger({ [`${path}.hiddenDim`]: hiddenDim });
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const queryInput = qLoraRank ?? hiddenDim;
  const lengths: [name: string, matrix: Reals | null, length: number][] = [
    ["keyValueDown", keyValueDown, kvLoraRank * hiddenDim],
    ["keyUp", keyUp, attentionHeads * nopeHeadDim * kvLoraRank],
    ["ropeKey", ropeKey, ropeHeadDim * hiddenDim],
    ["valueUp", valueUp, attentionHeads * valueHeadDim * kvLoraRank],
    ["queryUp", queryUp, attentionHeads * nopeHeadDim * queryInput],
    ["ropeQuery", ropeQuery, attentionHeads * ropeHeadDim * queryInput],
    ["output", output, hiddenDim * attentionHeads * valueHeadDim],
  ];
  if (keyValueNorm !== null) lengths.push(["keyValueNorm", keyValueNorm, kvLoraRank]);
  if (qLoraRank !== null) lengths.push(["queryDown", queryDown, qLoraRank * hiddenDim]);
  if (qLoraRank !== null && queryNorm !== null) lengths.push(["queryNorm", queryNorm, qLoraRank]);
  for (const [name, matrix, length] of lengths) {
    requireReals({ [`${path}.${name}`]: matrix as Reals });
    requireLength({ [`${path}.${name}`]: matrix as Reals }, length);
  }
}

/**
 * Seeded hidden states of a sequence, standard normal, as a norm leaves them.
 *
 * @returns [tokens × hiddenDim]
 * @throws RangeError if a size is not a positive integer, or `seed` not a 32-bit one
 * @source ours: invented hidden states
 */
export function sampleHidden(options: { tokens: number; hiddenDim: number; seed: number; storage?: Storage }): Reals {
  requireObject({ options });
  const { tokens, hiddenDim, seed, storage = "float32" } = options;
  requireProductAtMost({ tokens, hiddenDim }, mostReals);
  requireOneOf({ storage }, storages);
  const random = createRandom(seed);
  const hidden = newReals(storage, tokens * hiddenDim);
  for (let i = 0; i < hidden.length; i++) hidden[i] = random.normal();
  return hidden;
}
