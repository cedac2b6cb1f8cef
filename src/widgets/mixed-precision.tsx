/** @file Formats around one linear layer in a training step: what is cast where, how many bytes go along each arrow. */
import {
  cachedActivations,
  deepseekV3,
  linearLayerTensors,
  precisionRecipes,
  trainingBytesPerParameter,
  type LayerTensor,
} from "../compute/index.ts";
import { choice, defineWidget, formatBytes, formatNumber, integer, Legend, Readout, text } from "../kit/index.ts";
import { Diagram, type DiagramNode } from "../kit/diagram.ts";

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
    const arrows = arrowsOf(tensors, products);
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
              value:
                perParameter.masterWeight +
                perParameter.gradient +
                perParameter.firstMoment +
                perParameter.secondMoment,
              as: "number",
              unit: "bytes",
              note: `and ${formatNumber(perParameter.operand)} for its code`,
            },
            { label: "Cached for a token", value: cachedPerToken, as: "bytes", note: "inputs of V3’s linear layers" },
          ]}
        />
        <Diagram
          label="Tensors of a linear layer, from input, weight and output gradient to the new weight"
          pick="tensor"
          active={looked.id}
          nodes={{
            ...Object.fromEntries(
              tensors.map((tensor): [string, DiagramNode] => [
                tensor.id,
                {
                  label: labels[tensor.id],
                  shape: formatBytes(tensor.bytes),
                  at: places[tensor.id][0],
                  narrowAt: places[tensor.id][1],
                  tip: sentenceOf(tensor),
                  color: tensor.format.bits <= 8 ? "accent" : tensor.format.bits >= 32 ? "series-2" : "neutral",
                },
              ]),
            ),
            ...Object.fromEntries(
              products.map(({ name, inner, flop, result }): [string, DiagramNode] => [
                name,
                {
                  label: name,
                  form: "pill",
                  at: places[name][0],
                  narrowAt: places[name][1],
                  sets: { tensor: result },
                  tip: `${name}: ${formatNumber(flop / 1e9)} GFLOP, sums of ${formatNumber(inner, 5)} products in FP32`,
                },
              ]),
            ),
            ...Object.fromEntries(
              readTurned(tensors, arrows).map((arrow): [string, DiagramNode] => {
                const place = turnedOf[arrow.from];
                return [
                  place,
                  {
                    label: place === "input-transposed" ? "turn" : "turn ",
                    form: "pill",
                    at: places[place][0],
                    narrowAt: places[place][1],
                    sets: { tensor: arrow.carried },
                    tip: "Read by columns in place of rows: no other copy is kept",
                  },
                ];
              }),
            ),
            "next-weight": {
              label: "New weight",
              shape: formatBytes(tensors.find(({ id }) => id === "master-weight")!.bytes),
              at: places["next-weight"][0],
              narrowAt: places["next-weight"][1],
              color: "series-2",
              sets: { tensor: "master-weight" },
            },
          }}
          edges={arrows
            .flatMap((arrow) =>
              readTurned(tensors, arrows).includes(arrow)
                ? [
                    { ...arrow, to: turnedOf[arrow.from] },
                    { ...arrow, from: turnedOf[arrow.from] },
                  ]
                : [arrow],
            )
            .map(({ from, to, carried }) => ({
              from,
              to,
              label: tensors.find(({ id }) => id === carried)!.format.name,
            }))}
        />
        <Legend
          items={[
            ["Eight bits", "accent"],
            ["BF16", "neutral"],
            ["FP32", "series-2"],
          ]}
        />
        <p class="said">{sentenceOf(looked)}</p>
      </>
    );
  },
  summary: ({ tensors, perParameter, cachedPerToken }, { recipe, tokens }) => {
    const operand = tensors.find(({ id }) => id === "input-operand")!;
    return `${precisionRecipes[recipe].name}: the input of ${formatNumber(tokens, 5)} tokens goes into the products as ${formatBytes(operand.bytes)} of ${operand.format.name}; a parameter has ${formatNumber(perParameter.masterWeight + perParameter.gradient + perParameter.firstMoment + perParameter.secondMoment)} bytes of state, and V3 caches ${formatBytes(cachedPerToken)} for each token.`;
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

const labels: Readonly<Record<string, string>> = {
  input: "Input",
  "input-operand": "Input codes",
  "master-weight": "Weight",
  "weight-operand": "Weight codes",
  output: "Output",
  "output-gradient": "Output grad.",
  "output-gradient-operand": "Grad. codes",
  "input-gradient": "Input grad.",
  "input-transposed": "Turned",
  "output-gradient-transposed": "Turned ",
  "weight-gradient": "Weight grad.",
  "first-moment": "1st moment",
  "second-moment": "2nd moment",
  "next-weight": "New weight",
};

type At = readonly [column: number, row: number];

/** Wide and narrow. */
const places: Readonly<Record<string, readonly [At, At]>> = {
  input: [
    [1, 0],
    [0, 0],
  ],
  "master-weight": [
    [3, 0],
    [2, 0],
  ],
  "output-gradient": [
    [5, 0],
    [4, 0],
  ],
  "input-operand": [
    [1, 1],
    [0.3, 1],
  ],
  "weight-operand": [
    [3, 1],
    [2, 1],
  ],
  "output-gradient-operand": [
    [4.7, 1],
    [3.4, 1],
  ],
  Fprop: [
    [2, 2],
    [1.1, 2],
  ],
  Dgrad: [
    [4, 2],
    [2.9, 2],
  ],
  output: [
    [2, 3.15],
    [1.1, 3],
  ],
  "input-gradient": [
    [4, 3.15],
    [2.9, 3],
  ],
  "input-transposed": [
    [0, 2.2],
    [0, 4],
  ],
  "output-gradient-transposed": [
    [6, 2.2],
    [4, 4],
  ],
  Wgrad: [
    [3, 3],
    [2, 4],
  ],
  "weight-gradient": [
    [3, 4],
    [2, 5],
  ],
  "first-moment": [
    [1.3, 4.6],
    [0.3, 6],
  ],
  "second-moment": [
    [4.7, 4.6],
    [3.7, 6],
  ],
  "next-weight": [
    [3, 5.1],
    [2, 6],
  ],
};

/** `carried` is the tensor that flows along it. */
type Arrow = { from: string; to: string; how: string; carried: string };

/** Casts and updates from tensor to tensor; products from their operands and to their result. */
function arrowsOf(
  tensors: readonly LayerTensor[],
  products: readonly { name: string; operands: readonly [string, string]; result: string }[],
): Arrow[] {
  const arrow = (carried: string, from: string, to: string, how: string): Arrow => ({ from, to, how, carried });
  return [
    ...tensors.flatMap(({ id, from }) =>
      from
        .filter(({ by }) => by !== "product")
        .map(({ tensor, by }) => arrow(tensor, tensor, id === "master-weight" ? "next-weight" : id, by)),
    ),
    ...products.flatMap(({ name, operands, result }) => [
      ...operands.map((operand) => arrow(operand, operand, name, "multiply")),
      arrow(result, name, result, "sum in FP32, then cast"),
    ]),
  ];
}

/** Where a tensor stands that is turned. */
const turnedOf: Readonly<Record<string, string>> = {
  "input-operand": "input-transposed",
  "output-gradient-operand": "output-gradient-transposed",
};

/** Arrows to the product for the weights from tensors of which no turned copy is kept. */
function readTurned(tensors: readonly LayerTensor[], arrows: readonly Arrow[]): Arrow[] {
  return arrows.filter(
    ({ from, to }) => to === "Wgrad" && from in turnedOf && !tensors.some(({ id }) => id === turnedOf[from]),
  );
}

function nameOf(tensors: readonly LayerTensor[], id: string): string {
  return tensors.find((tensor) => tensor.id === id)?.name ?? labels[id] ?? id;
}

function sentenceOf({ name, rows, columns, format, tile, bytes, kept, from }: LayerTensor): string {
  const scales = tile ? `, a scale for each ${tile[0]} × ${tile[1]}` : "";
  const how = [...new Set(from.map(({ by }) => by))].join(" and ");
  return `${name}: ${formatNumber(rows, 5)} × ${formatNumber(columns, 5)} in ${format.name}${scales}, ${formatBytes(bytes)}; ${how === "" ? "from outside" : `by ${how}`}; kept ${kept}.`;
}
