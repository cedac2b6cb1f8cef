/** @file Formats around one linear layer in a training step: what is cast where, how many bytes go along each arrow. */
import {
  cachedActivations,
  deepseekV3,
  linearLayerTensors,
  precisionRecipes,
  trainingBytesPerParameter,
  type LayerTensor,
} from "../compute/index.ts";
import { choice, defineWidget, formatBytes, formatNumber, integer, Readout, text } from "../kit/index.ts";
import { arrowsOf, FormatLegend, LinearLayer, nameOf, sentenceOf } from "./drawings/linear-layer.tsx";

const { hiddenDim, denseDim } = deepseekV3;
const { expertDim } = deepseekV3.moe!;

export default defineWidget({
  id: "mixed-precision",
  title: "Formats around one linear layer",
  source: "§3.3.1, §3.3.3, Figure 6",
  caption:
    "Formats of the first variant are the report’s, widths the released model’s; the number of tokens is ours. Each arrow carries the format of what flows along it, each box the bytes that lie there, scales in FP32 included; Data lists the arrows. How long the codes of the weight are kept the report does not say; here they are always there. The other variants are ours: they change one choice each, and the last is training in BF16 as is usual. The projection after attention, whose cached input is E5M6, is not among the layers, but counted in the bytes for each token.",
  params: {
    recipe: choice({
      label: "Formats",
      options: precisionRecipes.map(({ name }, i) => [i, name] as const),
      initial: 0,
      report: true,
    }),
    layer: choice({
      label: "Layer",
      initial: "expert-up",
      options: [
        ["expert-up", "Expert up"],
        ["expert-down", "Expert down"],
        ["dense-up", "Dense up"],
        ["dense-down", "Dense down"],
      ],
    }),
    tokens: integer({ label: "Tokens", range: [128, 32_768], scale: "log", initial: 4096 }),
    tensor: text({ label: "Tensor", initial: "input-operand", inView: true }),
  },
  presets: {
    "As published": {},
    "E5M2 gradients": { recipe: 1, tensor: "output-gradient-operand" },
    "FP32 moments": { recipe: 2, tensor: "first-moment" },
    "All in BF16": { recipe: 5 },
  },
  compute: ({ recipe, layer, tokens }) => {
    const [inputDim, outputDim] = sizesOf[layer];
    const formats = precisionRecipes[recipe];
    return {
      ...linearLayerTensors({ tokens, inputDim, outputDim }, formats),
      perParameter: trainingBytesPerParameter(formats),
      cachedPerToken: cachedActivations(deepseekV3, formats).reduce((sum, { bytesPerToken }) => sum + bytesPerToken, 0),
    };
  },
  view: ({ tensors, products, perParameter, cachedPerToken }, { values }) => {
    const looked = tensors.find(({ id }) => id === values.tensor) ?? tensors[0];
    const kept = (how: LayerTensor["kept"]) =>
      tensors.reduce((sum, tensor) => sum + (tensor.kept === how ? tensor.bytes : 0), 0);
    return (
      <>
        <Readout
          items={[
            {
              label: "Kept between the passes",
              value: kept("for the backward pass"),
              as: "bytes",
              note: "of this layer’s input",
            },
            {
              label: "State of a parameter",
              value: stateBytes(perParameter),
              as: "number",
              unit: "bytes",
              note: `and ${formatNumber(perParameter.operand)} for its code`,
            },
            { label: "Cached for a token", value: cachedPerToken, as: "bytes", note: "inputs of V3’s linear layers" },
          ]}
        />
        <LinearLayer tensors={tensors} products={products} looked={looked} />
        <FormatLegend />
        <p class="said">{sentenceOf(looked)}</p>
      </>
    );
  },
  summary: ({ tensors, perParameter, cachedPerToken }, { recipe, tokens }) => {
    const operand = tensors.find(({ id }) => id === "input-operand")!;
    return `${precisionRecipes[recipe].name}: the input of ${formatNumber(tokens, 5)} tokens goes into the products as ${formatBytes(operand.bytes)} of ${operand.format.name}; a parameter has ${formatNumber(stateBytes(perParameter))} bytes of state, and V3 caches ${formatBytes(cachedPerToken)} for each token.`;
  },
  table: ({ tensors, products }) => ({
    columns: [
      { key: "from", label: "From" },
      { key: "to", label: "To" },
      { key: "how", label: "How" },
      { key: "format", label: "Format" },
      { key: "bytes", label: "Bytes" },
      { key: "rows", label: "Rows" },
      { key: "columns", label: "Columns" },
      { key: "tile", label: "Values that share a scale" },
      { key: "kept", label: "Kept" },
    ],
    rows: arrowsOf(tensors, products).map(({ from, to, how, carried }) => {
      const { rows, columns, format, tile, bytes, kept } = tensors.find(({ id }) => id === carried)!;
      return {
        from: nameOf(tensors, from),
        to: nameOf(tensors, to),
        how,
        format: format.name,
        bytes,
        rows,
        columns,
        tile: tile && `${tile[0]} × ${tile[1]}`,
        kept,
      };
    }),
  }),
});

/** Width of input and output. */
const sizesOf: Readonly<Record<string, readonly [number, number]>> = {
  "expert-up": [hiddenDim, expertDim],
  "expert-down": [expertDim, hiddenDim],
  "dense-up": [hiddenDim, denseDim],
  "dense-down": [denseDim, hiddenDim],
};

/** Bytes that a parameter has between steps, without its code. */
function stateBytes({
  masterWeight,
  gradient,
  firstMoment,
  secondMoment,
}: ReturnType<typeof trainingBytesPerParameter>) {
  return masterWeight + gradient + firstMoment + secondMoment;
}
