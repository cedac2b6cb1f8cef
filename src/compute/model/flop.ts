/** @file Floating-point operations per token. A multiplication with its addition counts as two. */
import {
  refuse,
  requireBoolean,
  requireNonNegative,
  requireObject,
  requirePositive,
  requirePositiveInteger,
} from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import {
  activatedModelParameters,
  attentionParameters,
  expertParameters,
  predictionModuleParameters,
  routerParameters,
  sumParameters,
} from "./parameters.ts";
import { requireModel } from "./require-model.ts";

/** Backward costs twice the forward: once for inputs, once for weights. */
const trainingPerForward = 3;

export type FlopOptions = {
  /** Tokens of a sequence, all attended to. */
  context: number;
  /** Count only the half of the attention square that a causal model needs, or the whole of it, as some kernels compute. */
  causal?: boolean;
  /** Count the prediction modules too, which training runs and inference may leave out. */
  mtp?: boolean;
};

/** FLOP for one token, forward, by where they are spent. */
export type FlopCount = {
  /** Products with weights, output head included. */
  weights: number;
  /** Scores and weighted sums of values: the part that grows with the context. */
  attention: number;
  /** Prediction modules, all of it. */
  mtp: number;
};

/**
 * FLOP of the forward pass for one token, a mean over the positions of a sequence.
 *
 * Two for each weight of a matrix that a token meets (norms, router biases and the embedding, which is looked up, do
 * not count), and two for each entry of a query–key or weight–value product. Token t of a causal sequence attends to
 * t tokens, so the mean is (context + 1)/2.
 *
 * @throws RangeError if `context` is not a positive integer, a size of the model is not allowed, or a count is above 2⁵³
 * @source §2.1 and §2.2 for the shapes; §4.2 for V3's
 */
export function forwardFlop(model: ModelConfig, options: FlopOptions): FlopCount {
  requireModel(model);
  requireObject({ options });
  const { context, causal = true, mtp = false } = options;
  requirePositiveInteger({ context });
  requireBoolean({ causal, mtp });
  const attended = causal ? (context + 1) / 2 : context;
  const perLayer = attentionFlop(model, attended);
  const flop = {
    weights: 2 * matrixWeights(model),
    attention: model.layers * perLayer,
    mtp: mtp ? model.mtpDepth * (2 * predictionWeights(model) + perLayer) : 0,
  };
  if (trainingPerForward * sumFlop(flop) > Number.MAX_SAFE_INTEGER)
    refuse("model", "be small enough that its counts stay below 2^53", sumFlop(flop));
  return flop;
}

/**
 * FLOP of training on one token: forward and backward, nothing computed twice.
 *
 * @throws RangeError for what `forwardFlop` refuses
 * @source ours: three times the forward pass, since backward multiplies once for inputs and once for weights
 */
export function trainingFlop(model: ModelConfig, options: FlopOptions): FlopCount {
  const { weights, attention, mtp } = forwardFlop(model, options);
  return {
    weights: trainingPerForward * weights,
    attention: trainingPerForward * attention,
    mtp: trainingPerForward * mtp,
  };
}

/**
 * All of a count.
 *
 * @throws RangeError if a part of it is no finite number, 0 or above
 * @source ours: the sum of the fields of `forwardFlop`
 */
export function sumFlop(flop: FlopCount): number {
  requireObject({ flop });
  const { weights, attention, mtp } = flop;
  requireNonNegative({ "flop.weights": weights, "flop.attention": attention, "flop.mtp": mtp });
  return weights + attention + mtp;
}

/**
 * The rule of thumb: 6 FLOP for each activated parameter and training token, attention left out.
 *
 * @throws RangeError if `activatedParameters` is not above 0
 * @source arXiv:2001.08361, §2.1
 */
export function sixTimesActivated(activatedParameters: number): number {
  requirePositive({ activatedParameters });
  return 6 * activatedParameters;
}

function attentionFlop({ attention }: ModelConfig, attended: number): number {
  const { attentionHeads } = attention;
  const perPair =
    attention.kind === "latent"
      ? attention.nopeHeadDim + attention.ropeHeadDim + attention.valueHeadDim
      : 2 * attention.headDim;
  return 2 * attentionHeads * perPair * attended;
}

/** Weights of matrices that a token is multiplied with. */
function matrixWeights(model: ModelConfig): number {
  const { hiddenDim, layers, denseLayers, moe } = model;
  const norms = (2 * layers + 1) * hiddenDim;
  const biases = moe?.routingBias ? (layers - denseLayers) * moe.routedExperts : 0;
  return (
    sumParameters(activatedModelParameters(model), "withoutEmbedding") -
    norms -
    biases -
    layers * attentionVectors(model)
  );
}

/** Norms of latents and biases: parameters of an attention block that are no matrices. */
function attentionVectors({ attention }: ModelConfig): number {
  if (attention.kind === "latent") return attention.kvLoraRank + (attention.qLoraRank ?? 0);
  const { attentionHeads, keyValueHeads, headDim, bias, headNorms = false } = attention;
  return (bias ? (attentionHeads + 2 * keyValueHeads) * headDim : 0) + (headNorms ? 2 * headDim : 0);
}

function predictionWeights(model: ModelConfig): number {
  if (model.mtpDepth === 0) return 0;
  const moe = model.moe!;
  const experts = (moe.sharedExperts + moe.activatedExperts) * expertParameters(model);
  const router = routerParameters(model) - (moe.routingBias ? moe.routedExperts : 0);
  const { projection } = predictionModuleParameters(model);
  return (
    attentionParameters(model) -
    attentionVectors(model) +
    experts +
    router +
    projection +
    model.vocabulary * model.hiddenDim
  );
}
