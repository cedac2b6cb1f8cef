/** @file Who predicts what (§2.2, Figure 3): the training targets of main model and prediction modules, token by token. */
import { requireIntegerInRange, requireObject, requirePositiveInteger, requireProductAtMost } from "../check.ts";
import type { DataflowStep } from "../attention/dataflow.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";

/** One prediction. Positions and tokens count from 1, as in the report. */
export type PredictionTarget = {
  /** 0 for the main model, k for module k. */
  depth: number;
  /** i */
  position: number;
  /** The token whose embedding enters: i + depth. */
  inputToken: number;
  /** The token that is predicted: i + depth + 1. */
  targetToken: number;
};

/** Most predictions that are listed. */
const mostTargets = 2 ** 20;

/**
 * All predictions on one sequence: depth by depth, position by position. Depth k has `tokens` − k of them.
 *
 * @param options  `tokens`: T, the last target being token T + 1; `mtpDepth`: D, at most T − 1
 * @throws RangeError if a count is not allowed, or there would be more than 2²⁰ predictions
 * @source §2.2, eq. 21 to 24
 */
export function predictionTargets(options: { tokens: number; mtpDepth: number }): PredictionTarget[] {
  requireObject({ options });
  const { tokens, mtpDepth } = options;
  requirePositiveInteger({ tokens });
  requireIntegerInRange({ mtpDepth }, 0, tokens - 1);
  requireProductAtMost({ tokens, "mtpDepth + 1": mtpDepth + 1 }, mostTargets);
  const targets: PredictionTarget[] = [];
  for (let depth = 0; depth <= mtpDepth; depth++) {
    for (let position = 1; position <= tokens - depth; position++) {
      targets.push({ depth, position, inputToken: position + depth, targetToken: position + depth + 1 });
    }
  }
  return targets;
}

/**
 * Steps of one prediction module, inputs before what is made of them, with shapes for one position.
 *
 * @param options  `depth`: k, from 1
 * @throws RangeError if the model has fewer modules than `depth`, or a size is not allowed
 * @source §2.2, eq. 21 to 23; the norm before the head is in the released weights alone
 */
export function predictionDataflow(model: ModelConfig, options: { depth?: number } = {}): DataflowStep[] {
  requireObject({ options });
  const { depth = 1 } = options;
  requireModel(model);
  requireIntegerInRange({ depth }, 1, model.mtpDepth);
  const { hiddenDim: d, vocabulary } = model;
  const step = (
    id: string,
    symbol: string,
    what: string,
    equation: number | null,
    from: string[],
    shape: number[],
    matrix: DataflowStep["matrix"] = null,
  ): DataflowStep => ({ id, symbol, what, equation, from, shape, matrix, cached: false });
  return [
    step(
      "previous",
      `\\mathbf h_i^{${depth - 1}}`,
      depth === 1 ? "hidden state of the main model" : `hidden state of module ${depth - 1}`,
      null,
      [],
      [d],
    ),
    step("token", `t_{i+${depth}}`, depth === 1 ? "the next token" : `the token ${depth} further on`, null, [], [1]),
    step("embedding", `\\operatorname{Emb}(t_{i+${depth}})`, "its embedding, of the main model", 21, ["token"], [d], {
      symbol: "\\operatorname{Emb}",
      rows: vocabulary,
      columns: d,
    }),
    step("normedHidden", `\\operatorname{RMSNorm}(\\mathbf h_i^{${depth - 1}})`, "norm", 21, ["previous"], [d]),
    step(
      "normedEmbedding",
      `\\operatorname{RMSNorm}(\\operatorname{Emb}(t_{i+${depth}}))`,
      "norm",
      21,
      ["embedding"],
      [d],
    ),
    step(
      "both",
      "[\\,\\cdot\\,;\\,\\cdot\\,]",
      "one after the other",
      21,
      ["normedHidden", "normedEmbedding"],
      [2 * d],
    ),
    step("joined", `\\mathbf h_i'^{\\,${depth}}`, "joined", 21, ["both"], [d], {
      symbol: `M_{${depth}}`,
      rows: d,
      columns: 2 * d,
    }),
    step("hidden", `\\mathbf h_i^{${depth}}`, "after one Transformer block", 22, ["joined"], [d]),
    step(
      "normedOutput",
      `\\operatorname{RMSNorm}(\\mathbf h_i^{${depth}})`,
      "norm, in the released weights",
      null,
      ["hidden"],
      [d],
    ),
    step(
      "probabilities",
      `P_{i+${depth + 1}}^{${depth}}`,
      `distribution of token i + ${depth + 1}, by the head of the main model`,
      23,
      ["normedOutput"],
      [vocabulary],
      { symbol: "\\operatorname{OutHead}", rows: vocabulary, columns: d },
    ),
  ];
}
