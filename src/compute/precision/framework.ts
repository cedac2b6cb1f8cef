/**
 * @file The mixed-precision framework (§3.3.1, Figure 6) as data: each tensor around a linear layer, its format, where it is
 * cast and whether it is kept; and what a recipe costs in memory (§3.3.3).
 */
import { refuse, requireBoolean, requireIntegerInRange, requireObject, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { bf16, e4m3, e5m2, e5m6 } from "./formats.ts";

/** A format as memory sees it. */
export type StoredFormat = { name: string; bits: number };
/** IEEE 754 binary32, of which only the width matters here. @source IEEE 754-2019, §3.4 */
export const fp32: StoredFormat = deepFreeze({ name: "FP32", bits: 32 });

/** Formats of a training run. Operands of 8 bits and less have scales in FP32, one for each tile. */
export type PrecisionRecipe = {
  name: string;
  /** Activations and weights on their way into the three products. */
  operands: StoredFormat;
  /** Output gradients on their way into Dgrad and Wgrad. */
  gradientOperands: StoredFormat;
  /** What products give, and what layers pass on. */
  activations: StoredFormat;
  masterWeights: StoredFormat;
  weightGradients: StoredFormat;
  moments: StoredFormat;
  /** Cached input of the projection after attention. */
  attentionOutput: StoredFormat;
  /** Whether SwiGLU's output is computed again in the backward pass, from its cached inputs. */
  recomputesSwiglu: boolean;
};

/** V3's. @source §3.3.1, §3.3.3, Figure 6 */
export const v3Recipe: PrecisionRecipe = deepFreeze({
  name: "V3",
  operands: e4m3,
  gradientOperands: e4m3,
  activations: bf16,
  masterWeights: fp32,
  weightGradients: fp32,
  moments: bf16,
  attentionOutput: e5m6,
  recomputesSwiglu: true,
});

/**
 * V3's, one choice changed at a time, and BF16 training as is usual. The report prints none but the first.
 *
 * @source §3.3.3 for the first; ours: the others are variations of it
 */
export const precisionRecipes: readonly PrecisionRecipe[] = deepFreeze([
  v3Recipe,
  { ...v3Recipe, name: "E5M2 gradients", gradientOperands: e5m2 },
  { ...v3Recipe, name: "FP32 moments", moments: fp32 },
  { ...v3Recipe, name: "BF16 after attention", attentionOutput: bf16 },
  { ...v3Recipe, name: "SwiGLU's output cached", recomputesSwiglu: false },
  {
    ...v3Recipe,
    name: "BF16",
    operands: bf16,
    gradientOperands: bf16,
    moments: fp32,
    attentionOutput: bf16,
    recomputesSwiglu: false,
  },
]);

export type LayerTensor = {
  id: string;
  name: string;
  /** Shape as it lies in memory. */
  rows: number;
  columns: number;
  format: StoredFormat;
  /** Values that share a scale: rows × columns; `null` where there are none. */
  tile: readonly [number, number] | null;
  /** Codes and scales. */
  bytes: number;
  /** Until when it is needed: within a pass, from the forward to the backward pass, or all the time. */
  kept: "within a pass" | "for the backward pass" | "always";
  /** What it is made from, and how; `null` for what comes from outside. */
  from: { tensor: string; by: "cast" | "transpose and cast" | "product" | "sum" | "update" }[];
};

export type LayerProduct = {
  name: "Fprop" | "Dgrad" | "Wgrad";
  operands: [string, string];
  result: string;
  inner: number;
  flop: number;
};

const group = 128;

/**
 * All tensors of one linear layer, y = x Wᵀ, in a training step, and its three products.
 *
 * Sums of the products are FP32 and leave the registers in the format of the result. Both operands of Wgrad run along the
 * tokens: where operands have scales, input and output gradient are cast a second time, in tiles of 128 × 1.
 *
 * @param size  tokens of a micro-batch, width of input and output
 * @throws RangeError if a size is not a positive integer
 * @source Figure 6, §3.3.1 to §3.3.3. The label "To BF16" on the way into the optimizer's states belongs to the moments: gradients stay FP32 (§3.3.3)
 */
export function linearLayerTensors(
  size: { tokens: number; inputDim: number; outputDim: number },
  recipe: PrecisionRecipe,
): { tensors: LayerTensor[]; products: LayerProduct[] } {
  requireObject({ size });
  requireRecipe(recipe);
  const { tokens, inputDim, outputDim } = size;
  requirePositiveInteger({ tokens, inputDim, outputDim });
  const { operands, gradientOperands, activations } = recipe;
  const isScaled = (format: StoredFormat): boolean => format.bits <= 8;
  const tensor = (
    id: string,
    name: string,
    [rows, columns]: readonly [number, number],
    format: StoredFormat,
    kept: LayerTensor["kept"],
    from: LayerTensor["from"] = [],
    tile: readonly [number, number] | null = null,
  ): LayerTensor => ({
    id,
    name,
    rows,
    columns,
    format,
    tile,
    kept,
    from,
    bytes: tensorBytes(rows, columns, format, tile),
  });
  const input = [tokens, inputDim] as const;
  const output = [tokens, outputDim] as const;
  const weight = [outputDim, inputDim] as const;
  const row = (format: StoredFormat): [number, number] | null => (isScaled(format) ? [1, group] : null);
  const column = (format: StoredFormat): [number, number] | null => (isScaled(format) ? [group, 1] : null);
  const block = (format: StoredFormat): [number, number] | null => (isScaled(format) ? [group, group] : null);
  const tensors = [
    tensor("input", "Input", input, activations, "within a pass"),
    tensor(
      "input-operand",
      "Input, for Fprop",
      input,
      operands,
      "for the backward pass",
      [{ tensor: "input", by: "cast" }],
      row(operands),
    ),
    tensor("master-weight", "Master weight", weight, recipe.masterWeights, "always", [
      { tensor: "weight-gradient", by: "update" },
      { tensor: "first-moment", by: "update" },
      { tensor: "second-moment", by: "update" },
    ]),
    tensor(
      "weight-operand",
      "Weight, for Fprop and Dgrad",
      weight,
      operands,
      "always",
      [{ tensor: "master-weight", by: "cast" }],
      block(operands),
    ),
    tensor("output", "Output", output, activations, "within a pass", [
      { tensor: "input-operand", by: "product" },
      { tensor: "weight-operand", by: "product" },
    ]),
    tensor("output-gradient", "Output gradient", output, activations, "within a pass"),
    tensor(
      "output-gradient-operand",
      "Output gradient, for Dgrad",
      output,
      gradientOperands,
      "within a pass",
      [{ tensor: "output-gradient", by: "cast" }],
      row(gradientOperands),
    ),
    tensor("input-gradient", "Input gradient", input, activations, "within a pass", [
      { tensor: "output-gradient-operand", by: "product" },
      { tensor: "weight-operand", by: "product" },
    ]),
    ...(isScaled(operands)
      ? [
          tensor(
            "input-transposed",
            "Input, for Wgrad",
            input,
            operands,
            "within a pass",
            [{ tensor: "input-operand", by: "transpose and cast" }],
            column(operands),
          ),
        ]
      : []),
    ...(isScaled(gradientOperands)
      ? [
          tensor(
            "output-gradient-transposed",
            "Output gradient, for Wgrad",
            output,
            gradientOperands,
            "within a pass",
            [{ tensor: "output-gradient", by: "transpose and cast" }],
            column(gradientOperands),
          ),
        ]
      : []),
    tensor("weight-gradient", "Weight gradient", weight, recipe.weightGradients, "always", [
      { tensor: isScaled(gradientOperands) ? "output-gradient-transposed" : "output-gradient-operand", by: "product" },
      { tensor: isScaled(operands) ? "input-transposed" : "input-operand", by: "product" },
    ]),
    tensor("first-moment", "First moment", weight, recipe.moments, "always", [
      { tensor: "weight-gradient", by: "update" },
    ]),
    tensor("second-moment", "Second moment", weight, recipe.moments, "always", [
      { tensor: "weight-gradient", by: "update" },
    ]),
  ];
  const flop = 2 * tokens * inputDim * outputDim;
  const operandsOf = (id: string): [string, string] =>
    tensors.find((tensor) => tensor.id === id)!.from.map(({ tensor }) => tensor) as [string, string];
  return {
    tensors,
    products: [
      { name: "Fprop", operands: operandsOf("output"), result: "output", inner: inputDim, flop },
      { name: "Dgrad", operands: operandsOf("input-gradient"), result: "input-gradient", inner: outputDim, flop },
      { name: "Wgrad", operands: operandsOf("weight-gradient"), result: "weight-gradient", inner: tokens, flop },
    ],
  };
}

/** Bytes for each parameter, by what holds them. */
export type ParameterBytes = {
  masterWeight: number;
  gradient: number;
  firstMoment: number;
  secondMoment: number;
  operand: number;
};

/**
 * Bytes of training state for each parameter of a linear layer: master weight, gradient and both moments (12 with V3's
 * recipe, 16 with FP32 moments), and besides the weight as the products read it, with its share of a scale.
 *
 * @throws RangeError if a format of the recipe has no width from 1 to 64 bits
 * @source §3.3.3; the copy that products read is ours to count: the report does not say how long it is kept
 */
export function trainingBytesPerParameter(recipe: PrecisionRecipe): ParameterBytes {
  requireRecipe(recipe);
  const { masterWeights, weightGradients, moments, operands } = recipe;
  return {
    masterWeight: masterWeights.bits / 8,
    gradient: weightGradients.bits / 8,
    firstMoment: moments.bits / 8,
    secondMoment: moments.bits / 8,
    operand: operands.bits / 8 + (operands.bits <= 8 ? fp32.bits / 8 / group ** 2 : 0),
  };
}

export type CachedActivation = {
  name: string;
  /** Layers that have it. */
  layers: number;
  /** Values for each token and layer, copies at several experts included. */
  values: number;
  format: StoredFormat;
  /** Bytes for each token, over all these layers, scales included. */
  bytesPerToken: number;
};

/**
 * Inputs of linear layers and of SwiGLU that are cached between the passes, for each token.
 *
 * Counted are latent attention's projections and the FFNs, without prediction modules. A token that goes to several experts
 * is cached at each. Residuals, norms and what attention itself keeps are not counted.
 *
 * @throws RangeError if the model's attention is not latent
 * @source §3.3.3, "Low-Precision Activation"; widths by the released configuration
 */
export function cachedActivations(model: ModelConfig, recipe: PrecisionRecipe): CachedActivation[] {
  requireModel(model);
  requireRecipe(recipe);
  const { attention, moe, hiddenDim, layers, denseLayers, denseDim } = model;
  if (attention.kind !== "latent") refuse("model", "have latent attention", model.name);
  const { attentionHeads, valueHeadDim, qLoraRank, kvLoraRank } = attention;
  const { operands } = recipe;
  const row = (
    name: string,
    layers: number,
    widths: number[],
    format: StoredFormat = operands,
    copies = 1,
  ): CachedActivation => ({
    name,
    layers,
    format,
    values: copies * widths.reduce((sum, width) => sum + width, 0),
    bytesPerToken:
      layers *
      copies *
      widths.reduce((sum, width) => sum + tensorBytes(1, width, format, format.bits < 16 ? [1, group] : null), 0),
  });
  const experts = moe ? moe.activatedExperts + moe.sharedExperts : 0;
  const moeLayers = moe ? layers - denseLayers : 0;
  const rows = [
    row("Inputs of attention's down-projections", layers, [hiddenDim]),
    row("Latents, inputs of its up-projections", layers, qLoraRank === null ? [kvLoraRank] : [qLoraRank, kvLoraRank]),
    row("Input of the projection after attention", layers, [attentionHeads * valueHeadDim], recipe.attentionOutput),
    row("Input of the dense FFN", denseLayers, [hiddenDim]),
    row("Inputs of its SwiGLU", denseLayers, [denseDim, denseDim]),
    row("Inputs of experts", moeLayers, [hiddenDim], operands, experts),
    row("Inputs of their SwiGLU", moeLayers, [moe?.expertDim ?? 0], operands, 2 * experts),
    ...(recipe.recomputesSwiglu
      ? []
      : [
          row("Outputs of SwiGLU, dense", denseLayers, [denseDim]),
          row("Outputs of SwiGLU, experts", moeLayers, [moe?.expertDim ?? 0], operands, experts),
        ]),
  ];
  return rows.filter(({ layers, values }) => layers > 0 && values > 0);
}

/** A format as memory sees it has a width. @throws RangeError that names the first that has none */
export function requireStored(formats: Record<string, StoredFormat>): void {
  requireObject(formats);
  for (const [name, { bits }] of Object.entries(formats)) requireIntegerInRange({ [`${name}.bits`]: bits }, 1, 64);
}

function requireRecipe(recipe: PrecisionRecipe): void {
  requireObject({ recipe });
  const {
    operands,
    gradientOperands,
    activations,
    masterWeights,
    weightGradients,
    moments,
    attentionOutput,
    recomputesSwiglu,
  } = recipe;
  requireStored({ operands, gradientOperands, activations, masterWeights, weightGradients, moments, attentionOutput });
  requireBoolean({ recomputesSwiglu });
}

/** Bytes of codes and FP32 scales; codes of 12 bits are packed. */
function tensorBytes(
  rows: number,
  columns: number,
  format: StoredFormat,
  tile: readonly [number, number] | null,
): number {
  const scales = tile ? Math.ceil(rows / tile[0]) * Math.ceil(columns / tile[1]) : 0;
  return Math.ceil((rows * columns * format.bits) / 8) + scales * (fp32.bits / 8);
}
