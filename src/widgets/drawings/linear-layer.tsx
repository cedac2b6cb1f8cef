/** @file Tensors of one linear layer in a training step as a diagram, from input, weight and output gradient to the new weight. */
import type { LayerTensor, linearLayerTensors } from "../../compute/index.ts";
import { formatBytes, formatNumber, Legend } from "../../kit/index.ts";
import { Diagram, type DiagramNode } from "../../kit/diagram.ts";

type Layer = ReturnType<typeof linearLayerTensors>;
type At = readonly [column: number, row: number];
type Place = { at: At; narrowAt: At };
const place = (at: At, narrowAt: At): Place => ({ at, narrowAt });

/** What stands in a box. */
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

/** Where each stands, in a wide and in a narrow drawing. */
const places: Readonly<Record<string, Place>> = {
  input: place([1, 0], [0, 0]),
  "master-weight": place([3, 0], [2, 0]),
  "output-gradient": place([5, 0], [4, 0]),
  "input-operand": place([1, 1], [0.3, 1]),
  "weight-operand": place([3, 1], [2, 1]),
  "output-gradient-operand": place([4.7, 1], [3.4, 1]),
  Fprop: place([2, 2], [1.1, 2]),
  Dgrad: place([4, 2], [2.9, 2]),
  output: place([2, 3.15], [1.1, 3]),
  "input-gradient": place([4, 3.15], [2.9, 3]),
  "input-transposed": place([0, 2.2], [0, 4]),
  "output-gradient-transposed": place([6, 2.2], [4, 4]),
  Wgrad: place([3, 3], [2, 4]),
  "weight-gradient": place([3, 4], [2, 5]),
  "first-moment": place([1.3, 4.6], [0.3, 6]),
  "second-moment": place([4.7, 4.6], [3.7, 6]),
  "next-weight": place([3, 5.1], [2, 6]),
};

/** Boxes are tensors, pills are what is done to them; a press looks at a tensor. */
export function LinearLayer({ tensors, products, looked }: Layer & { looked: LayerTensor }) {
  const arrows = arrowsOf(tensors, products);
  const turned = readTurned(tensors, arrows);
  return (
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
              ...places[tensor.id],
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
              ...places[name],
              sets: { tensor: result },
              tip: `${name}: ${formatNumber(flop / 1e9)} GFLOP, sums of ${formatNumber(inner, 5)} products in FP32`,
            },
          ]),
        ),
        ...Object.fromEntries(
          turned.map(({ from, carried }): [string, DiagramNode] => [
            turnedOf[from],
            {
              label: turnedOf[from] === "input-transposed" ? "turn" : "turn ",
              form: "pill",
              ...places[turnedOf[from]],
              sets: { tensor: carried },
              tip: "Read by columns in place of rows: no other copy is kept",
            },
          ]),
        ),
        "next-weight": {
          label: "New weight",
          shape: formatBytes(tensors.find(({ id }) => id === "master-weight")!.bytes),
          ...places["next-weight"],
          color: "series-2",
          sets: { tensor: "master-weight" },
        },
      }}
      edges={arrows
        .flatMap((arrow) =>
          turned.includes(arrow)
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
  );
}

/** What the colors of `LinearLayer` mean. */
export function FormatLegend() {
  return (
    <Legend
      items={[
        ["Eight bits", "accent"],
        ["BF16", "neutral"],
        ["FP32", "series-2"],
      ]}
    />
  );
}

/** `from` and `to` are tensors, products and what turns; `carried` is the tensor that flows along it. */
type Arrow = { from: string; to: string; how: string; carried: string };

/** Casts and updates from tensor to tensor; products from their operands and to their result. */
export function arrowsOf(tensors: Layer["tensors"], products: Layer["products"]): Arrow[] {
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

/** What a table calls a tensor, a product or a place. */
export function nameOf(tensors: readonly LayerTensor[], id: string): string {
  return tensors.find((tensor) => tensor.id === id)?.name ?? labels[id] ?? id;
}

/** A tensor in one sentence. */
export function sentenceOf({ name, rows, columns, format, tile, bytes, kept, from }: LayerTensor): string {
  const scales = tile ? `, a scale for each ${tile[0]} × ${tile[1]}` : "";
  const how = [...new Set(from.map(({ by }) => by))].join(" and ");
  return `${name}: ${formatNumber(rows, 5)} × ${formatNumber(columns, 5)} in ${format.name}${scales}, ${formatBytes(bytes)}; ${how === "" ? "from outside" : `by ${how}`}; kept ${kept}.`;
}
