/** @file Multi-token prediction (§2.2, eq. 21 to 23): modules that each look one token further, forward. */
import {
  refuse,
  requireArray,
  requireIntegerInRange,
  requireLength,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireProductAtMost,
  requireReals,
  requireTyped,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { latentPass } from "../attention/latent-attention.ts";
import { requireLatentWeights, sampleLatentWeights, type LatentWeights } from "../attention/latent-weights.ts";
import {
  mostReals,
  newReals,
  project,
  requireNoOverflow,
  storages,
  type Reals,
  type Storage,
} from "../attention/project.ts";
import { normed } from "../attention/rms-norm.ts";
import type { LatentAttention } from "../model/configs.ts";
import { exponential } from "../exponential.ts";
import { expertPass, requireExpertLayer, sampleExpertLayer, type ExpertLayerWeights } from "../moe/experts.ts";
import type { GateOptions } from "../moe/gate.ts";
import { createRandom } from "../random.ts";

/**
 * Which half of its input M_k meets first. Eq. 21 has the hidden state first, the released weights the embedding.
 *
 * @source §2.2, eq. 21; deepseek-ai/DeepSeek-V3, README_WEIGHTS.md
 */
export const joinOrders = deepFreeze(["hiddenFirst", "embeddingFirst"] as const);
export type JoinOrder = (typeof joinOrders)[number];

/** Weights of one module. Norms are [hiddenDim]. */
export type PredictionWeights = {
  hiddenNorm: Reals;
  embeddingNorm: Reals;
  /** M_k, [hiddenDim × 2 · hiddenDim]. */
  projection: Reals;
  /** Before the attention of TRM_k. */
  attentionNorm: Reals;
  attention: LatentWeights;
  experts: ExpertLayerWeights;
  /** Before the head; in the released weights, not in the report. `null` for none. */
  headNorm: Reals | null;
};

/** What modules share with the main model: both [vocabulary × hiddenDim]. */
export type SharedWeights = { vocabulary: number; hiddenDim: number; embedding: Reals; head: Reals };

export type PredictionPass = {
  /** k */
  depth: number;
  /** h′^k, eq. 21. [tokens − depth × hiddenDim] */
  joined: Reals;
  /** h^k, eq. 22. Same shape. */
  hidden: Reals;
  /** [tokens − depth × vocabulary] */
  logits: Reals;
  /** P^k, eq. 23: row i (from 0) predicts token i + depth + 1. Same shape. */
  probabilities: Reals;
};

export type ChainOptions = {
  /** h^0, [tokens × hiddenDim]: what the main model hands over. */
  mainHidden: Reals;
  /** t_1 … t_T, the input; entries below the vocabulary. */
  tokens: Uint32Array;
  gate: GateOptions;
  order?: JoinOrder;
  storage?: Storage;
};

export type PredictionOptions = Omit<ChainOptions, "mainHidden"> & {
  /** k, from 1. */
  depth: number;
  /** h^(k−1), [tokens − depth + 1 × hiddenDim]; its last row has no token left to join and is not used. */
  previous: Reals;
};

/**
 * One module: joins the hidden state of a position with the embedding of the token `depth` further on, runs a block over
 * the sequence, and predicts the token after that one.
 *
 * @throws RangeError if sizes do not fit, or fewer than `depth` + 1 tokens are given
 * @source §2.2, eq. 21 to 23
 */
export function predictionModule(
  weights: PredictionWeights,
  shared: SharedWeights,
  options: PredictionOptions,
): PredictionPass {
  requireObject({ options });
  requireShared(shared);
  return runModule(weights, "weights", shared, options);
}

/** `predictionModule` of weights that the caller calls `path`. */
function runModule(
  weights: PredictionWeights,
  path: string,
  shared: SharedWeights,
  options: PredictionOptions,
): PredictionPass {
  const { previous, tokens, depth, gate, order = "hiddenFirst", storage = "float64" } = options;
  const { hiddenDim, vocabulary } = shared;
  requirePositiveInteger({ depth });
  requireOneOf({ storage }, storages);
  requireTyped({ tokens }, Uint32Array);
  requireReals({ previous });
  requireModule(weights, path, hiddenDim, gate);
  requireOneOf({ order }, joinOrders);
  const positions = tokens.length - depth;
  if (positions < 1) refuse("tokens", `have at least ${depth + 1} entries`, tokens.length);
  requireLength({ previous }, (positions + 1) * hiddenDim);
  const fromHidden = normed(previous.subarray(0, positions * hiddenDim), weights.hiddenNorm, storage);
  const fromToken = normed(embed(shared, tokens.subarray(depth), { storage }), weights.embeddingNorm, storage);
  const both = newReals(storage, positions * 2 * hiddenDim);
  const [first, second] = order === "hiddenFirst" ? [fromHidden, fromToken] : [fromToken, fromHidden];
  for (let position = 0; position < positions; position++) {
    both.set(first.subarray(position * hiddenDim, (position + 1) * hiddenDim), 2 * position * hiddenDim);
    both.set(second.subarray(position * hiddenDim, (position + 1) * hiddenDim), (2 * position + 1) * hiddenDim);
  }
  const joined = project(weights.projection, hiddenDim, both, storage); // eq. 21
  const hidden = block(weights, path, joined, gate, storage); // eq. 22
  const logits = project(
    shared.head,
    vocabulary,
    weights.headNorm ? normed(hidden, weights.headNorm, storage) : hidden,
    storage,
  );
  requireNoOverflow(logits, path);
  return { depth, joined, hidden, logits, probabilities: softmaxOfRows(logits, vocabulary, storage) }; // eq. 23
}

/**
 * A chain of modules, each on the hidden states of the one before.
 *
 * @returns one pass for each depth from 1 on
 * @throws RangeError for what `predictionModule` refuses
 * @source §2.2
 */
export function predictionChain(
  modules: readonly PredictionWeights[],
  shared: SharedWeights,
  options: ChainOptions,
): PredictionPass[] {
  requireArray({ modules });
  requireObject({ options });
  const { mainHidden, ...rest } = options;
  requireShared(shared);
  requireReals({ mainHidden });
  requireTyped({ tokens: options.tokens }, Uint32Array);
  requireLength({ mainHidden }, options.tokens.length * shared.hiddenDim);
  const passes: PredictionPass[] = [];
  let previous = mainHidden;
  modules.forEach((weights, at) => {
    const pass = runModule(weights, `modules[${at}]`, shared, { ...rest, previous, depth: at + 1 });
    passes.push(pass);
    previous = pass.hidden;
  });
  return passes;
}

/**
 * Embeddings of tokens.
 *
 * @returns [tokens × hiddenDim]
 * @throws RangeError if a token is not below the vocabulary
 * @source §2.2, eq. 21: Emb
 */
export function embed(shared: SharedWeights, tokens: Uint32Array, options: { storage?: Storage } = {}): Reals {
  requireShared(shared);
  const { vocabulary, hiddenDim, embedding } = shared;
  requireTyped({ tokens }, Uint32Array);
  requireObject({ options });
  const { storage = "float64" } = options;
  requireOneOf({ storage }, storages);
  const vectors = newReals(storage, tokens.length * hiddenDim);
  tokens.forEach((token, position) => {
    if (token >= vocabulary) refuse("tokens", `hold tokens below ${vocabulary}`, token);
    vectors.set(embedding.subarray(token * hiddenDim, (token + 1) * hiddenDim), position * hiddenDim);
  });
  return vectors;
}

export type PredictionSizes = {
  hiddenDim: number;
  vocabulary: number;
  attention: LatentAttention;
  expertDim: number;
  sharedExperts: number;
  routedExperts: number;
  /** D */
  depths: number;
  seed: number;
  storage?: Storage;
};

/**
 * Seeded weights of D modules and of what they share.
 *
 * @throws RangeError if a size is not allowed, or `seed` not a 32-bit one
 * @source ours: invented weights of the shapes of §2.2, eq. 21 to 23
 */
export function samplePrediction(options: PredictionSizes): { shared: SharedWeights; modules: PredictionWeights[] } {
  requireObject({ options });
  const { hiddenDim, vocabulary, attention, depths, seed, storage = "float64", ...experts } = options;
  requireProductAtMost({ hiddenDim, vocabulary }, mostReals);
  requireIntegerInRange({ hiddenDim }, 1, Math.sqrt(mostReals / 2));
  requireIntegerInRange({ depths }, 1, 64);
  requireOneOf({ storage }, storages);
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number, deviation: number): Reals => {
    const entries = newReals(storage, rows * columns);
    for (let i = 0; i < entries.length; i++) entries[i] = deviation * random.normal();
    return entries;
  };
  const ones = (): Reals => newReals(storage, hiddenDim).fill(1);
  const nextSeed = (): number => random.bits();
  const shared = {
    vocabulary,
    hiddenDim,
    embedding: matrix(vocabulary, hiddenDim, 1),
    head: matrix(vocabulary, hiddenDim, 1 / Math.sqrt(hiddenDim)),
  };
  const modules = Array.from({ length: depths }, (): PredictionWeights => ({
    hiddenNorm: ones(),
    embeddingNorm: ones(),
    attentionNorm: ones(),
    headNorm: ones(),
    projection: matrix(hiddenDim, 2 * hiddenDim, 1 / Math.sqrt(2 * hiddenDim)),
    attention: sampleLatentWeights(attention, { hiddenDim, seed: nextSeed(), storage }),
    experts: sampleExpertLayer({ hiddenDim, ...experts, seed: nextSeed(), storage }),
  }));
  return { shared, modules };
}

function requireModule(weights: PredictionWeights, path: string, hiddenDim: number, gate: GateOptions): void {
  requireObject({ [path]: weights });
  const { hiddenNorm, embeddingNorm, projection, attentionNorm, attention, experts, headNorm } = weights;
  const norms = {
    [`${path}.hiddenNorm`]: hiddenNorm,
    [`${path}.embeddingNorm`]: embeddingNorm,
    [`${path}.attentionNorm`]: attentionNorm,
    ...(headNorm === null ? {} : { [`${path}.headNorm`]: headNorm }),
  };
  requireReals({ ...norms, [`${path}.projection`]: projection });
  requireLength(norms, hiddenDim);
  requireLength({ [`${path}.projection`]: projection }, 2 * hiddenDim ** 2);
  requireLatentWeights(attention, `${path}.attention`);
  requireExpertLayer(experts, `${path}.experts`, gate);
  for (const [name, part] of Object.entries({ attention, experts }))
    if (part.hiddenDim !== hiddenDim)
      refuse(`${path}.${name}.hiddenDim`, `be ${hiddenDim}, as of the shared weights`, part.hiddenDim);
}

function requireShared(shared: SharedWeights): void {
  requireObject({ shared });
  const { vocabulary, hiddenDim, embedding, head } = shared;
  requirePositiveInteger({ vocabulary, hiddenDim });
  requireReals({ embedding, head });
  requireLength({ embedding, head }, vocabulary * hiddenDim);
}

/** TRM_k: attention and experts, each with its norm before and its input added after. */
function block(weights: PredictionWeights, path: string, input: Reals, gate: GateOptions, storage: Storage): Reals {
  const attended = latentPass(
    weights.attention,
    normed(input, weights.attentionNorm, storage),
    "expanded",
    storage,
  ).output;
  const middle = newReals(storage, input.length);
  for (let i = 0; i < middle.length; i++) middle[i] = input[i] + attended[i];
  requireNoOverflow(middle, path);
  return expertPass(weights.experts, middle, gate, storage).output;
}

function softmaxOfRows(logits: Reals, width: number, storage: Storage): Reals {
  const shares = newReals(storage, logits.length);
  for (let start = 0; start < logits.length; start += width) {
    let most = -Infinity;
    for (let i = start; i < start + width; i++) most = Math.max(most, logits[i]);
    let sum = 0;
    for (let i = start; i < start + width; i++) sum += exponential(logits[i] - most);
    for (let i = start; i < start + width; i++) shares[i] = exponential(logits[i] - most) / sum;
  }
  return shares;
}
