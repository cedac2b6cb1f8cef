/** @file Where the parameters of a model lie: from the whole model through its layers down to each matrix. */
import { refuse, requireOneOf } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { countingConventions, type CountingConvention } from "./parameters.ts";
import { exactCount, requireModel } from "./require-model.ts";

/** A part of a model. Counts are those of all its copies in the whole model. */
export type ParameterNode = {
  /** Path from the model: "expertLayers/routedExperts/gate". */
  id: string;
  /** Path of what it is a part of; `null` for the model itself. */
  parent: string | null;
  name: string;
  /** In TeX and as the report names it, where it does; `null` for what is not one matrix or vector. */
  symbol: string | null;
  /** Of a matrix; a vector has one column. `null` for a part that has parts. */
  shape: { rows: number; columns: number } | null;
  /** Equation of the report that multiplies with it, or `null`. */
  equation: number | null;
  /** How often it is there in the whole model. */
  copies: number;
  /** Copies that work on one token. */
  activatedCopies: number;
  /** Parameters of all copies. */
  parameters: number;
  /** Parameters that work on one token. The input embedding counts whole, though a token reads one row of it. */
  activated: number;
};

type Part = {
  id: string;
  name: string;
  /** Copies inside of what it is a part of; 1 if left out. */
  copies?: number;
  /** Of those, how many work on a token; all if left out. */
  activatedCopies?: number;
  symbol?: string;
  equation?: number;
  rows?: number;
  columns?: number;
  parts?: readonly Part[];
};

/**
 * All parts of the main model, each before its own parts; the first is the model. Prediction modules are left out, and so is
 * what a convention does not count.
 *
 * A part's counts are the sums of its parts'. The sums over the model are those of `modelParameters` and
 * `activatedModelParameters`.
 *
 * @throws RangeError if a size of the model is not allowed, its name is no text, there is no such convention, or a count is
 *   above 2⁵³
 * @source §2.1, §4.2 and the shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function parameterTree(model: ModelConfig, convention: CountingConvention = "all"): ParameterNode[] {
  requireModel(model);
  requireOneOf({ convention }, countingConventions);
  if (typeof model.name !== "string") refuse("model.name", "be a text", model.name);
  const { hiddenDim, vocabulary, layers, denseLayers, denseDim, moe } = model;
  const norms = vector("norms", "Two norms", 2 * hiddenDim);
  const attention: Part = { id: "attention", name: "Attention", parts: attentionParts(model) };
  const layersOfKinds: Part[] = [];
  if (denseLayers > 0) {
    layersOfKinds.push({
      id: "denseLayers",
      name: moe ? "Dense layers" : "Layers",
      copies: denseLayers,
      parts: [attention, { id: "ffn", name: "Feed-forward network", parts: swigluParts(hiddenDim, denseDim) }, norms],
    });
  }
  if (moe && denseLayers < layers) {
    const expert = swigluParts(hiddenDim, moe.expertDim);
    layersOfKinds.push({
      id: "expertLayers",
      name: "Layers with experts",
      copies: layers - denseLayers,
      parts: [
        attention,
        {
          id: "routedExperts",
          name: "Routed experts",
          copies: moe.routedExperts,
          activatedCopies: moe.activatedExperts,
          parts: expert,
        },
        ...(moe.sharedExperts > 0
          ? [{ id: "sharedExperts", name: "Shared experts", copies: moe.sharedExperts, parts: expert }]
          : []),
        {
          id: "router",
          name: "Router",
          parts: [
            {
              id: "centroids",
              name: "Centroids of the experts",
              symbol: "\\mathbf e_i",
              equation: 15,
              rows: moe.routedExperts,
              columns: hiddenDim,
            },
            ...(moe.routingBias
              ? [{ ...vector("bias", "Balancing bias", moe.routedExperts), symbol: "b_i", equation: 16 }]
              : []),
          ],
        },
        norms,
      ],
    });
  }
  const whole: Part = {
    id: "model",
    name: model.name,
    parts: [
      ...(convention === "all"
        ? [{ id: "embedding", name: "Input embedding", rows: vocabulary, columns: hiddenDim }]
        : []),
      ...layersOfKinds,
      vector("lastNorm", "Last norm", hiddenDim),
      ...(convention === "layersOnly"
        ? []
        : [{ id: "head", name: "Output head", rows: vocabulary, columns: hiddenDim }]),
    ],
  };
  return nodesOf(whole, null, { copies: 1, activatedCopies: 1 });
}

function attentionParts({ hiddenDim, attention }: ModelConfig): Part[] {
  const { attentionHeads } = attention;
  const matrix = (
    id: string,
    name: string,
    symbol: string,
    rows: number,
    columns: number,
    equation?: number,
  ): Part => ({ id, name, symbol, rows, columns, equation });
  if (attention.kind === "grouped") {
    const { keyValueHeads, headDim, bias, headNorms = false } = attention;
    return [
      matrix("query", "Queries", "W^{Q}", attentionHeads * headDim, hiddenDim),
      matrix("key", "Keys", "W^{K}", keyValueHeads * headDim, hiddenDim),
      matrix("value", "Values", "W^{V}", keyValueHeads * headDim, hiddenDim),
      matrix("output", "Output", "W^{O}", hiddenDim, attentionHeads * headDim),
      ...(bias ? [vector("biases", "Biases", (attentionHeads + 2 * keyValueHeads) * headDim)] : []),
      ...(headNorms ? [vector("headNorms", "Norms of queries and keys", 2 * headDim)] : []),
    ];
  }
  const { kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const queryInput = qLoraRank ?? hiddenDim;
  return [
    ...(qLoraRank === null ? [] : [matrix("queryDown", "Down to the query latent", "W^{DQ}", qLoraRank, hiddenDim, 6)]),
    matrix("queryUp", "Queries without position", "W^{UQ}", attentionHeads * nopeHeadDim, queryInput, 7),
    matrix("ropeQuery", "Queries with position", "W^{QR}", attentionHeads * ropeHeadDim, queryInput, 8),
    matrix("keyValueDown", "Down to the latent of keys and values", "W^{DKV}", kvLoraRank, hiddenDim, 1),
    matrix("ropeKey", "Key with position", "W^{KR}", ropeHeadDim, hiddenDim, 3),
    matrix("keyUp", "Keys of all heads", "W^{UK}", attentionHeads * nopeHeadDim, kvLoraRank, 2),
    matrix("valueUp", "Values of all heads", "W^{UV}", attentionHeads * valueHeadDim, kvLoraRank, 5),
    matrix("output", "Output", "W^{O}", hiddenDim, attentionHeads * valueHeadDim, 11),
    vector("latentNorms", "Norms of the latents", kvLoraRank + (qLoraRank ?? 0)),
  ];
}

function swigluParts(hiddenDim: number, innerDim: number): Part[] {
  return [
    { id: "gate", name: "Gate", rows: innerDim, columns: hiddenDim },
    { id: "up", name: "Up", rows: innerDim, columns: hiddenDim },
    { id: "down", name: "Down", rows: hiddenDim, columns: innerDim },
  ];
}

function vector(id: string, name: string, rows: number): Part {
  return { id, name, rows, columns: 1 };
}

function nodesOf(
  part: Part,
  parent: ParameterNode | null,
  of: { copies: number; activatedCopies: number },
): ParameterNode[] {
  const { id, name, symbol = null, equation = null, rows = 0, columns = 0, copies = 1, parts = [] } = part;
  const node: ParameterNode = {
    id: parent === null || parent.parent === null ? id : `${parent.id}/${id}`,
    parent: parent?.id ?? null,
    name,
    symbol,
    equation,
    shape: parts.length > 0 ? null : { rows, columns },
    copies: of.copies * copies,
    activatedCopies: of.activatedCopies * (part.activatedCopies ?? copies),
    parameters: 0,
    activated: 0,
  };
  const below = parts.map((inner) => nodesOf(inner, node, node));
  const sum = (count: "parameters" | "activated"): number => below.reduce((total, [own]) => total + own[count], 0);
  node.parameters = exactCount(node.shape ? node.copies * rows * columns : sum("parameters"));
  node.activated = node.shape ? node.activatedCopies * rows * columns : sum("activated");
  return [node, ...below.flat()];
}
