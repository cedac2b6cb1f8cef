/** @file The matrices of a tiny V3, seeded, in a fixed order. */
import {
  createRandom,
  modelParameters,
  predictionModuleParameters,
  sumParameters,
  type ModelConfig,
} from "../../compute/index.ts";
import { createParameter, type Precision, type Tensor } from "../tape.ts";

/** Latent attention, eq. 1 to 11, with norms of both latents. Matrices are [outputs × inputs]. */
export type TinyLatent = {
  kind: "latent";
  queryDown: Tensor;
  queryNorm: Tensor;
  queryUp: Tensor;
  ropeQuery: Tensor;
  keyValueDown: Tensor;
  keyValueNorm: Tensor;
  keyUp: Tensor;
  valueUp: Tensor;
  ropeKey: Tensor;
  output: Tensor;
};

/** Heads of their own keys and values, or few of them for all. */
export type TinyGrouped = { kind: "grouped"; query: Tensor; key: Tensor; value: Tensor; output: Tensor };

export type TinyFfn = { gate: Tensor; up: Tensor; down: Tensor };

export type TinyExperts = { router: Tensor; shared: TinyFfn[]; routed: TinyFfn[] };

/** One of `ffn` and `experts` is there. */
export type TinyBlock = {
  attentionNorm: Tensor;
  attention: TinyLatent | TinyGrouped;
  ffnNorm: Tensor;
  ffn: TinyFfn | null;
  experts: TinyExperts | null;
};

/** The prediction module, eq. 21 to 23; embedding and head are the main model's. */
export type TinyModule = {
  hiddenNorm: Tensor;
  embeddingNorm: Tensor;
  projection: Tensor;
  block: TinyBlock;
  headNorm: Tensor;
};

export type TinyNetwork = {
  config: ModelConfig;
  embedding: Tensor;
  blocks: TinyBlock[];
  lastNorm: Tensor;
  head: Tensor;
  module: TinyModule | null;
};

/** Deviation of the head's entries: small, so that a run begins at ln 64, a guess among all symbols. */
const headDeviation = 0.02;

/** Seeded weights: a deviation of 1/√inputs, norms of 1. */
export function createTinyNetwork(config: ModelConfig, options: { seed: number; precision?: Precision }): TinyNetwork {
  const { seed, precision = "single" } = options;
  const { hiddenDim, vocabulary, layers, denseLayers, denseDim, moe, mtpDepth } = config;
  const random = createRandom(seed);
  let stream = random;
  /** Each part draws from a stream of its own, so that a part of another size leaves the weights of the others. */
  const part = <Part>(make: () => Part): Part => {
    stream = createRandom(random.bits());
    const made = make();
    stream = random;
    return made;
  };
  const matrix = (rows: number, columns: number, deviation = 1 / Math.sqrt(columns)): Tensor => {
    const parameter = createParameter(rows, columns, precision);
    for (let i = 0; i < parameter.values.length; i++) parameter.values[i] = deviation * stream.normal();
    return parameter;
  };
  const norm = (width: number): Tensor => {
    const parameter = createParameter(1, width, precision);
    parameter.values.fill(1);
    return parameter;
  };
  const ffn = (width: number): TinyFfn => ({
    gate: matrix(width, hiddenDim),
    up: matrix(width, hiddenDim),
    down: matrix(hiddenDim, width),
  });
  const experts = (): TinyExperts => {
    const { routedExperts, sharedExperts, expertDim } = moe!;
    const several = (count: number): TinyFfn[] => Array.from({ length: count }, () => ffn(expertDim));
    return { router: matrix(routedExperts, hiddenDim), shared: several(sharedExperts), routed: several(routedExperts) };
  };
  const block = (isDense: boolean): TinyBlock => ({
    attentionNorm: norm(hiddenDim),
    attention: part(attention),
    ffnNorm: norm(hiddenDim),
    ...part(() => ({ ffn: isDense ? ffn(denseDim) : null, experts: isDense ? null : experts() })),
  });

  function attention(): TinyLatent | TinyGrouped {
    const shape = config.attention;
    if (shape.kind === "grouped") {
      const { attentionHeads, keyValueHeads, headDim } = shape;
      const keyValue = (): Tensor => matrix(keyValueHeads * headDim, hiddenDim);
      return {
        kind: "grouped",
        query: matrix(attentionHeads * headDim, hiddenDim),
        key: keyValue(),
        value: keyValue(),
        output: matrix(hiddenDim, attentionHeads * headDim),
      };
    }
    const { attentionHeads: heads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = shape;
    const queryDim = qLoraRank!;
    return {
      kind: "latent",
      queryDown: matrix(queryDim, hiddenDim),
      queryNorm: norm(queryDim),
      queryUp: matrix(heads * nopeHeadDim, queryDim),
      ropeQuery: matrix(heads * ropeHeadDim, queryDim),
      keyValueDown: matrix(kvLoraRank, hiddenDim),
      keyValueNorm: norm(kvLoraRank),
      keyUp: matrix(heads * nopeHeadDim, kvLoraRank),
      valueUp: matrix(heads * valueHeadDim, kvLoraRank),
      ropeKey: matrix(ropeHeadDim, hiddenDim),
      output: matrix(hiddenDim, heads * valueHeadDim),
    };
  }

  const main = {
    embedding: part(() => matrix(vocabulary, hiddenDim, 1)),
    blocks: Array.from({ length: layers }, (_, layer) => block(layer < denseLayers)),
    lastNorm: norm(hiddenDim),
    head: part(() => matrix(vocabulary, hiddenDim, headDeviation)),
  };
  // Last, so that a run without the module starts from the same weights.
  const module =
    mtpDepth === 0
      ? null
      : {
          hiddenNorm: norm(hiddenDim),
          embeddingNorm: norm(hiddenDim),
          projection: part(() => matrix(hiddenDim, 2 * hiddenDim)),
          block: block(false),
          headNorm: norm(hiddenDim),
        };
  return { config, ...main, module };
}

/** All parameters but the biases of routers, in a fixed order. */
export function tinyParameters({ embedding, blocks, lastNorm, head, module }: TinyNetwork): Tensor[] {
  const ofModule = module
    ? [module.hiddenNorm, module.embeddingNorm, module.projection, ...parametersOf(module.block), module.headNorm]
    : [];
  return [embedding, ...blocks.flatMap(parametersOf), lastNorm, head, ...ofModule];
}

/** How many numbers `tinyParameters` holds, as `compute` counts them: all but the biases of routers. */
export function trainedParameters(config: ModelConfig): number {
  const { block, projection, norms } =
    config.mtpDepth > 0 ? predictionModuleParameters(config) : { block: 0, projection: 0, norms: 0 };
  const biases = config.moe!.routingBias ? routerNames(config).length * config.moe!.routedExperts : 0;
  return sumParameters(modelParameters(config)) + block + projection + norms - biases;
}

function parametersOf({ attentionNorm, attention, ffnNorm, ffn, experts }: TinyBlock): Tensor[] {
  const { kind: _, ...matrices } = attention;
  const ofFfn = ({ gate, up, down }: TinyFfn): Tensor[] => [gate, up, down];
  return [
    attentionNorm,
    ...Object.values(matrices),
    ffnNorm,
    ...(ffn ? ofFfn(ffn) : []),
    ...(experts ? [experts.router, ...experts.shared.flatMap(ofFfn), ...experts.routed.flatMap(ofFfn)] : []),
  ];
}

/** Names of the layers that have a router, in the order of their biases. */
export function routerNames({ layers, denseLayers, mtpDepth }: ModelConfig): string[] {
  return [
    ...Array.from({ length: layers - denseLayers }, (_, i) => `layer ${denseLayers + i + 1}`),
    ...(mtpDepth > 0 ? ["MTP module"] : []),
  ];
}
