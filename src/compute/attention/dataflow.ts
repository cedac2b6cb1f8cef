/** @file The dataflow of an attention block (§2.1.1, Figure 2): what is computed from what, with shapes and what is cached. */
import { requireObject, requireOneOf } from "../check.ts";
import type { GroupedAttention, LatentAttention, ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { attentionWays, type AttentionWay } from "./latent-attention.ts";

/** One quantity of one token, and how it comes about. */
export type DataflowStep = {
  /** Named as in the passes of `latentAttention` and `groupedAttention` where those have it. */
  id: string;
  /** In TeX. */
  symbol: string;
  what: string;
  /** Number of the report's equation; `null` where the report has none. */
  equation: number | null;
  /** Quantities that it is computed from. */
  from: string[];
  /** Entries for one token: [width], or [heads, width]. */
  shape: number[];
  /** Matrix that it is multiplied with; `null` for none. */
  matrix: { symbol: string; rows: number; columns: number } | null;
  /** Whether it stays in memory for later tokens. */
  cached: boolean;
};

/**
 * Steps of one attention block, inputs before what is made of them; the first is the hidden state, the last the output.
 *
 * @param way  for latent attention: whether keys and values are rebuilt or the matrices absorbed
 * @throws RangeError if a size of the model is not allowed, or `way` is not
 * @source §2.1.1, eq. 1 to 11
 */
export function attentionDataflow(model: ModelConfig, options: { way?: AttentionWay } = {}): DataflowStep[] {
  requireObject({ options });
  const { way = "expanded" } = options;
  requireModel(model);
  requireOneOf({ way }, attentionWays);
  const { attention, hiddenDim } = model;
  const input = step("hidden", "\\mathbf h_t", "hidden state", null, [], [hiddenDim]);
  const inner =
    attention.kind === "grouped" ? groupedSteps(attention, hiddenDim) : latentSteps(attention, hiddenDim, way);
  return [input, ...inner];
}

function latentSteps(attention: LatentAttention, hiddenDim: number, way: AttentionWay): DataflowStep[] {
  const { attentionHeads: heads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const querySource = qLoraRank === null ? "hidden" : "queryLatent";
  const queryDim = qLoraRank ?? hiddenDim;
  const start = [
    ...(qLoraRank === null
      ? []
      : [
          step(
            "queryLatent",
            "\\mathbf c_t^{Q}",
            "latent of the query",
            6,
            ["hidden"],
            [qLoraRank],
            matrix("W^{DQ}", qLoraRank, hiddenDim),
          ),
        ]),
    step(
      "nopeQueries",
      "\\mathbf q_{t,i}^{C}",
      "queries without position",
      7,
      [querySource],
      [heads, nopeHeadDim],
      matrix("W^{UQ}", heads * nopeHeadDim, queryDim),
    ),
    step(
      "ropeQueries",
      "\\mathbf q_{t,i}^{R}",
      "queries with position",
      8,
      [querySource],
      [heads, ropeHeadDim],
      matrix("W^{QR}", heads * ropeHeadDim, queryDim),
    ),
    step(
      "kvLatent",
      "\\mathbf c_t^{KV}",
      "latent of keys and values",
      1,
      ["hidden"],
      [kvLoraRank],
      matrix("W^{DKV}", kvLoraRank, hiddenDim),
      true,
    ),
    step(
      "ropeKey",
      "\\mathbf k_t^{R}",
      "key with position, common to all heads",
      3,
      ["hidden"],
      [ropeHeadDim],
      matrix("W^{KR}", ropeHeadDim, hiddenDim),
      true,
    ),
  ];
  const keyUp = matrix("W^{UK}", heads * nopeHeadDim, kvLoraRank);
  const valueUp = matrix("W^{UV}", heads * valueHeadDim, kvLoraRank);
  const output = step(
    "output",
    "\\mathbf u_t",
    "output",
    11,
    ["headOutputs"],
    [hiddenDim],
    matrix("W^{O}", hiddenDim, heads * valueHeadDim),
  );
  if (way === "expanded") {
    return [
      ...start,
      step(
        "queries",
        "\\mathbf q_{t,i}",
        "queries",
        9,
        ["nopeQueries", "ropeQueries"],
        [heads, nopeHeadDim + ropeHeadDim],
      ),
      step("nopeKeys", "\\mathbf k_{t,i}^{C}", "keys without position", 2, ["kvLatent"], [heads, nopeHeadDim], keyUp),
      step("keys", "\\mathbf k_{t,i}", "keys", 4, ["nopeKeys", "ropeKey"], [heads, nopeHeadDim + ropeHeadDim]),
      step("values", "\\mathbf v_{t,i}^{C}", "values", 5, ["kvLatent"], [heads, valueHeadDim], valueUp),
      step(
        "headOutputs",
        "\\mathbf o_{t,i}",
        "outputs of the heads",
        10,
        ["queries", "keys", "values"],
        [heads, valueHeadDim],
      ),
      output,
    ];
  }
  return [
    ...start,
    step(
      "absorbedQueries",
      "W_i^{UK\\,T}\\mathbf q_{t,i}^{C}",
      "queries that latents answer to",
      null,
      ["nopeQueries"],
      [heads, kvLoraRank],
      keyUp,
    ),
    step(
      "latentSums",
      "\\sum_j w_{t,j,i}\\,\\mathbf c_j^{KV}",
      "weighted sums of latents",
      null,
      ["absorbedQueries", "ropeQueries", "kvLatent", "ropeKey"],
      [heads, kvLoraRank],
    ),
    step("headOutputs", "\\mathbf o_{t,i}", "outputs of the heads", 10, ["latentSums"], [heads, valueHeadDim], valueUp),
    output,
  ];
}

function groupedSteps(
  { attentionHeads: heads, keyValueHeads, headDim }: GroupedAttention,
  hiddenDim: number,
): DataflowStep[] {
  return [
    step(
      "queries",
      "\\mathbf q_{t,i}",
      "queries",
      null,
      ["hidden"],
      [heads, headDim],
      matrix("W^{Q}", heads * headDim, hiddenDim),
    ),
    step(
      "keys",
      "\\mathbf k_{t,i}",
      "keys",
      null,
      ["hidden"],
      [keyValueHeads, headDim],
      matrix("W^{K}", keyValueHeads * headDim, hiddenDim),
      true,
    ),
    step(
      "values",
      "\\mathbf v_{t,i}",
      "values",
      null,
      ["hidden"],
      [keyValueHeads, headDim],
      matrix("W^{V}", keyValueHeads * headDim, hiddenDim),
      true,
    ),
    step(
      "headOutputs",
      "\\mathbf o_{t,i}",
      "outputs of the heads",
      null,
      ["queries", "keys", "values"],
      [heads, headDim],
    ),
    step(
      "output",
      "\\mathbf u_t",
      "output",
      null,
      ["headOutputs"],
      [hiddenDim],
      matrix("W^{O}", hiddenDim, heads * headDim),
    ),
  ];
}

function step(
  id: string,
  symbol: string,
  what: string,
  equation: number | null,
  from: string[],
  shape: number[],
  matrix: DataflowStep["matrix"] = null,
  cached = false,
): DataflowStep {
  return { id, symbol, what, equation, from, shape, matrix, cached };
}

function matrix(symbol: string, rows: number, columns: number): DataflowStep["matrix"] {
  return { symbol, rows, columns };
}
