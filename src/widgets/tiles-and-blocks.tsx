/** @file Which numbers of a product share a scale: tiles of activations, blocks of weights, and what an outlier spoils. */
import { deepseekV3, linearShapes, outlierReach, scaleCount, type LinearShape } from "../compute/index.ts";
import {
  Box,
  choice,
  color,
  defineWidget,
  Drawing,
  formatExact,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  seed,
  short,
  type Color,
} from "../kit/index.ts";

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
    const { inner, outer } = shapeOf(matrix);
    const { activations, weights } = granularityOf[scheme];
    const ofActivations = scaleCount({ rows: tokens, columns: inner }, { granularity: activations, groupSize });
    const ofWeights = scaleCount({ rows: inner, columns: outer }, { granularity: weights, groupSize });
    return (
      <>
        <Readout
          items={[
            {
              label: "Scales of activations",
              value: ofActivations.scales,
              as: "exact",
              note: `${formatPercent((scaleBytes * ofActivations.scales) / (tokens * inner))} more bytes`,
            },
            {
              label: "Scales of weights",
              value: ofWeights.scales,
              as: "exact",
              note: `${formatPercent((scaleBytes * ofWeights.scales) / (inner * outer))} more bytes`,
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
        <Drawing
          label="A product of activations and weights, cut as scales are shared"
          boxes
          height={({ narrow }) => (narrow ? 440 : 262)}
        >
          {({ width, narrow }) => {
            const tiles = reach.tilesPerToken;
            const pitch = { x: Math.max(2, Math.floor((narrow ? 336 : 432) / tiles)), y: narrow ? 9 : 12 };
            const left = { x: 2, y: 22, width: pitch.x * tiles, height: pitch.y * drawnTokens };
            const right = narrow
              ? { x: 2, y: left.y + left.height + 66, room: 330, high: 150 }
              : { x: 462, y: 22, room: width - 464, high: 216 };
            const blocks = { rows: tiles, columns: Math.ceil(outer / groupSize) };
            const block = { x: right.room / blocks.columns, y: right.high / blocks.rows };
            const label = (text: string, x: number, y: number) => (
              <text x={x} y={y} fill="var(--ink-soft)">
                {text}
              </text>
            );
            return (
              <>
                {label(`${drawnTokens} tokens ↓, ${formatExact(inner)} channels →`, left.x, 10)}
                {Array.from(reach.errorOfTile, (error, i) => {
                  const [row, column] = [Math.floor(i / tiles), i % tiles];
                  return (
                    <Box
                      key={i}
                      x={left.x + pitch.x * column}
                      y={left.y + pitch.y * row}
                      width={pitch.x - (activations === "tensor" ? 0 : gap(pitch.x))}
                      height={pitch.y - (activations === "tile" ? 1 : 0)}
                      fill={levels[levels.findIndex(({ most }) => error < most)].hue}
                      tip={`Token ${row}, channels ${formatExact(groupSize * column)} to ${formatExact(Math.min(inner, groupSize * (column + 1)) - 1)}\\noff by ${formatPercent(error)} on average${row === token && column === reach.at ? "; the outlier is here" : ""}`}
                      sets={{ token: row, tile: column }}
                    />
                  );
                })}
                {label(activationText[activations](tiles), left.x, left.y + left.height + 16)}
                {label(`weights: ${formatExact(inner)} ↓ × ${formatExact(outer)} →`, right.x, right.y - 8)}
                <rect
                  x={right.x}
                  y={right.y}
                  width={right.room}
                  height={right.high}
                  fill="var(--paper-raised)"
                  stroke="var(--rule-strong)"
                />
                <rect
                  x={right.x}
                  y={short(right.y + block.y * reach.at)}
                  width={right.room}
                  height={short(block.y)}
                  fill={color("accent-soft")}
                />
                {weights === "block" && (
                  <path
                    d={gridPath(right, block, blocks)}
                    stroke="var(--rule-strong)"
                    stroke-width={Math.min(block.x, block.y) < 4 ? 0.4 : 0.8}
                  />
                )}
                <Box
                  x={right.x}
                  y={right.y + block.y * reach.at}
                  width={right.room}
                  height={block.y}
                  tip={`Inner dimension ${formatExact(groupSize * reach.at)} to ${formatExact(Math.min(inner, groupSize * (reach.at + 1)) - 1)}: the weights that the outlier’s tile is multiplied with${weights === "block" ? `, in ${blocks.columns} blocks` : ""}`}
                />
                {label(weightText[weights](blocks), right.x, right.y + right.high + 16)}
                <path
                  d={`M${short(left.x + pitch.x * (reach.at + 0.5))} ${left.y - 1}l-4 -6h8zM${left.x + left.width + 1} ${left.y + pitch.y * (token + 0.5)}l6 -4v8z`}
                  fill="var(--ink)"
                />
              </>
            );
          }}
        </Drawing>
        <Legend
          items={[
            ...levels.map(({ name, hue }) => [name, hue] as const),
            ["Weights that the outlier meets", "accent-soft"],
          ]}
        >
          Off by, on average. Press a tile to put the outlier there.
        </Legend>
      </>
    );
  },
  summary: ({ sharing, elsewhere, lostShare }, { scheme, matrix, tokens }) => {
    const { inner } = shapeOf(matrix);
    const { scales } = scaleCount(
      { rows: tokens, columns: inner },
      { granularity: granularityOf[scheme].activations, groupSize },
    );
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
    rows: shapes.map(({ name, inner, outer }) => {
      const { activations, weights } = granularityOf[scheme];
      const ofActivations = scaleCount({ rows: tokens, columns: inner }, { granularity: activations, groupSize });
      const ofWeights = scaleCount({ rows: inner, columns: outer }, { granularity: weights, groupSize });
      return {
        name,
        inner,
        outer,
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

const activationText = {
  tile: (tiles: number) => `${tiles} tiles of 1 × 128 in each token`,
  block: (tiles: number) => `${tiles} blocks; 128 tokens share them`,
  tensor: () => "one scale for all",
};

const weightText = {
  block: ({ rows, columns }: { rows: number; columns: number }) => `${rows} × ${columns} blocks of 128 × 128`,
  tensor: () => "one scale for all",
};

/** Each up to a bound, the last without one. */
const levels: readonly { name: string; most: number; hue: Color }[] = [
  { name: "below 5%", most: 0.05, hue: "loss-1" },
  { name: "below 20%", most: 0.2, hue: "loss-3" },
  { name: "below 50%", most: 0.5, hue: "loss-4" },
  { name: "more", most: Infinity, hue: "loss-5" },
];

function shapeOf(matrix: string): LinearShape {
  return shapes.find(({ id }) => id === matrix)!;
}

/** Between groups; narrow ones have less to give. */
function gap(pitch: number): number {
  return pitch < 4 ? 0.5 : 1;
}

type Panel = { x: number; y: number; room: number; high: number };

/** Borders of blocks as one path; where they would lie closer than three pixels, those across are left out. */
function gridPath(
  { x, y, room, high }: Panel,
  block: { x: number; y: number },
  { rows, columns }: { rows: number; columns: number },
): string {
  const down =
    block.x < 3 ? [] : Array.from({ length: columns - 1 }, (_, i) => `M${short(x + (i + 1) * block.x)} ${y}v${high}`);
  const across = Array.from({ length: rows - 1 }, (_, i) => `M${x} ${short(y + (i + 1) * block.y)}h${room}`);
  return [...down, ...across].join("");
}
