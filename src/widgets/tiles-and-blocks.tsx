/** @file Which numbers of a product share a scale: tiles of activations, blocks of weights, and what an outlier spoils. */
import { deepseekV3, linearShapes, outlierReach, scaleCount, type LinearShape } from "../compute/index.ts";
import { choice, defineWidget, formatExact, formatPercent, integer, number, Readout, seed } from "../kit/index.ts";
import { ScaleGroups, ScaleLegend } from "./drawings/scale-groups.tsx";

const shapes = linearShapes(deepseekV3);

export default defineWidget({
  id: "tiles-and-blocks",
  title: "Tiles of activations, blocks of weights",
  source: "§3.3.2, Figure 7",
  caption:
    "Shapes are V3’s; sixteen tokens of a sequence are drawn, and all channels. Activations are seeded and ours, normal, with one outlier; what is shown is the mean relative error of each tile in E4M3, without the outlier itself. Of the weights only the cut is drawn. A scale is counted as four bytes, as in the released kernels, a value as one.",
  params: {
    scheme: choice({
      label: "One scale for each",
      initial: "published",
      report: true,
      options: [
        ["published", "Tile and block"],
        ["blocks", "Block, both"],
        ["tensor", "Tensor"],
      ],
    }),
    matrix: choice({
      label: "Product with",
      initial: "expertUp",
      options: shapes
        .filter(({ id }) => id !== "expertGate" && id !== "denseGate")
        .map(({ id, name }) => [id, name] as const),
    }),
    magnitude: number({
      label: "Outlier",
      range: [1, 1e6],
      scale: "log",
      initial: 1e5,
      help: "Its size; the others have a deviation of one.",
    }),
    tokens: integer({
      label: "Tokens",
      range: [16, 4096],
      scale: "log",
      initial: 4096,
      help: "Of the activations whose scales are counted.",
      viewOnly: true,
    }),
    token: integer({ label: "Outlier in token", range: [0, 15], initial: 6, secondary: true, fieldOnly: true }),
    tile: integer({ label: "Outlier in tile", range: [0, 143], initial: 20, secondary: true, fieldOnly: true }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Blocks for activations, too": { scheme: "blocks" },
    "One scale each": { scheme: "tensor" },
    "No outlier": { magnitude: 1, scheme: "tensor" },
    "A block at the edge": { matrix: "latentDown" },
  },
  compute: ({ scheme, matrix, magnitude, token, tile, seed }) => {
    const shape = shapeOf(matrix);
    const at = Math.min(tile, Math.ceil(shape.inner / groupSize) - 1);
    return {
      at,
      ...outlierReach({
        tokens: drawnTokens,
        channels: shape.inner,
        granularity: granularityOf[scheme].activations,
        groupSize,
        token,
        channel: at * groupSize + groupSize / 2,
        magnitude,
        seed,
      }),
    };
  },
  view: (reach, { values: { scheme, matrix, tokens, token } }) => {
    const shape = shapeOf(matrix);
    const { ofActivations, ofWeights } = scalesOf(shape, scheme, tokens);
    return (
      <>
        <Readout
          items={[
            {
              label: "Scales of activations",
              value: ofActivations.scales,
              as: "exact",
              note: `${formatPercent((scaleBytes * ofActivations.scales) / (tokens * shape.inner))} more bytes`,
            },
            {
              label: "Scales of weights",
              value: ofWeights.scales,
              as: "exact",
              note: `${formatPercent((scaleBytes * ofWeights.scales) / (shape.inner * shape.outer))} more bytes`,
            },
            {
              label: "Share the outlier’s scale",
              value: ofActivations.valuesPerScale - 1,
              as: "exact",
              note: `values, off by ${formatPercent(reach.sharing ?? 0)}`,
            },
            {
              label: "All others",
              value: reach.elsewhere ?? 0,
              as: "percent",
              note: reach.elsewhere === null ? "there are none" : "mean error, of those drawn",
            },
          ]}
        />
        <ScaleGroups
          reach={reach}
          shape={shape}
          granularity={granularityOf[scheme]}
          groupSize={groupSize}
          outlier={{ token, tile: reach.at }}
        />
        <ScaleLegend />
      </>
    );
  },
  summary: ({ sharing, elsewhere, lostShare }, { scheme, matrix, tokens }) => {
    const { scales } = scalesOf(shapeOf(matrix), scheme, tokens).ofActivations;
    return `${formatExact(scales)} ${scales === 1 ? "scale" : "scales"} for ${formatExact(tokens)} tokens; what shares one with the outlier is off by ${formatPercent(sharing ?? 0)} on average, ${formatPercent(lostShare)} of it lost to zero, ${elsewhere === null ? "and nothing else is there" : `all else by ${formatPercent(elsewhere)}`}.`;
  },
  table: (_, { scheme, tokens }) => ({
    columns: [
      { key: "name", label: "Matrix" },
      { key: "inner", label: "Inner dimension" },
      { key: "outer", label: "Outer" },
      { key: "activationScales", label: "Scales of activations" },
      { key: "weightScales", label: "Scales of weights" },
      { key: "activationBytes", label: "Bytes of these scales, activations" },
      { key: "weightBytes", label: "Weights" },
    ],
    rows: shapes.map((shape) => {
      const { ofActivations, ofWeights } = scalesOf(shape, scheme, tokens);
      return {
        name: shape.name,
        inner: shape.inner,
        outer: shape.outer,
        activationScales: ofActivations.scales,
        weightScales: ofWeights.scales,
        activationBytes: scaleBytes * ofActivations.scales,
        weightBytes: scaleBytes * ofWeights.scales,
      };
    }),
  }),
});

const groupSize = 128;
/** FP32. */
const scaleBytes = 4;
/** Rows that are drawn: within one block. */
const drawnTokens = 16;

const granularityOf = {
  published: { activations: "tile", weights: "block" },
  blocks: { activations: "block", weights: "block" },
  tensor: { activations: "tensor", weights: "tensor" },
} as const;

function shapeOf(matrix: string): LinearShape {
  return shapes.find(({ id }) => id === matrix)!;
}

/** Scales of the activations of so many tokens and of the weights. */
function scalesOf({ inner, outer }: LinearShape, scheme: keyof typeof granularityOf, tokens: number) {
  const { activations, weights } = granularityOf[scheme];
  return {
    ofActivations: scaleCount({ rows: tokens, columns: inner }, { granularity: activations, groupSize }),
    ofWeights: scaleCount({ rows: inner, columns: outer }, { granularity: weights, groupSize }),
  };
}
