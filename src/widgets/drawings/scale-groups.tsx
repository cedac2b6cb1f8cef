/** @file A product of activations and weights, cut as scales are shared, with what an outlier does to each tile. */
import type { LinearShape, OutlierReach } from "../../compute/index.ts";
import { Box, color, Drawing, formatExact, formatPercent, Legend, short, type Color } from "../../kit/index.ts";

const activationText = {
  tile: (tiles: number, size: number) => `${tiles} tiles of 1 × ${size} in each token`,
  block: (tiles: number, size: number) => `${tiles} blocks; ${size} tokens share them`,
  tensor: () => "one scale for all",
};

const weightText = {
  block: ({ rows, columns }: { rows: number; columns: number }, size: number) =>
    `${rows} × ${columns} blocks of ${size} × ${size}`,
  tensor: () => "one scale for all",
};

/** Each up to a bound, the last without one. */
const levels: readonly { name: string; most: number; hue: Color }[] = [
  { name: "below 5%", most: 0.05, hue: "loss-1" },
  { name: "below 20%", most: 0.2, hue: "loss-3" },
  { name: "below 50%", most: 0.5, hue: "loss-4" },
  { name: "more", most: Infinity, hue: "loss-5" },
];

/**
 * Activations on the left, by the error of each tile, and weights on the right; a press puts the outlier into a tile.
 *
 * @param reach  of the tokens that are drawn
 * @param shape  of the product: `inner` channels of each token, `outer` columns of weights
 */
export function ScaleGroups({
  reach: { tilesPerToken: tiles, errorOfTile },
  shape: { inner, outer },
  granularity,
  groupSize,
  outlier,
}: {
  reach: Pick<OutlierReach, "tilesPerToken" | "errorOfTile">;
  shape: LinearShape;
  granularity: { activations: keyof typeof activationText; weights: keyof typeof weightText };
  groupSize: number;
  outlier: { token: number; tile: number };
}) {
  const drawnTokens = errorOfTile.length / tiles;
  return (
    <Drawing
      label="A product of activations and weights, cut as scales are shared"
      boxes
      height={({ narrow }) => (narrow ? 440 : 262)}
    >
      {({ width, narrow }) => {
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
            {Array.from(errorOfTile, (error, i) => {
              const [row, column] = [Math.floor(i / tiles), i % tiles];
              return (
                <Box
                  key={i}
                  x={left.x + pitch.x * column}
                  y={left.y + pitch.y * row}
                  width={pitch.x - (granularity.activations === "tensor" ? 0 : gap(pitch.x))}
                  height={pitch.y - (granularity.activations === "tile" ? 1 : 0)}
                  fill={levels[levels.findIndex(({ most }) => error < most)].hue}
                  tip={`Token ${row}, channels ${formatExact(groupSize * column)} to ${formatExact(Math.min(inner, groupSize * (column + 1)) - 1)}\\noff by ${formatPercent(error)} on average${row === outlier.token && column === outlier.tile ? "; the outlier is here" : ""}`}
                  sets={{ token: row, tile: column }}
                />
              );
            })}
            {label(activationText[granularity.activations](tiles, groupSize), left.x, left.y + left.height + 16)}
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
              y={short(right.y + block.y * outlier.tile)}
              width={right.room}
              height={short(block.y)}
              fill={color("accent-soft")}
            />
            {granularity.weights === "block" && (
              <path
                d={gridPath(right, block, blocks)}
                stroke="var(--rule-strong)"
                stroke-width={Math.min(block.x, block.y) < 4 ? 0.4 : 0.8}
              />
            )}
            <Box
              x={right.x}
              y={right.y + block.y * outlier.tile}
              width={right.room}
              height={block.y}
              tip={`Inner dimension ${formatExact(groupSize * outlier.tile)} to ${formatExact(Math.min(inner, groupSize * (outlier.tile + 1)) - 1)}: the weights that the outlier’s tile is multiplied with${granularity.weights === "block" ? `, in ${blocks.columns} blocks` : ""}`}
            />
            {label(weightText[granularity.weights](blocks, groupSize), right.x, right.y + right.high + 16)}
            <path
              d={`M${short(left.x + pitch.x * (outlier.tile + 0.5))} ${left.y - 1}l-4 -6h8zM${left.x + left.width + 1} ${left.y + pitch.y * (outlier.token + 0.5)}l6 -4v8z`}
              fill="var(--ink)"
            />
          </>
        );
      }}
    </Drawing>
  );
}

/** What the colors of `ScaleGroups` mean. */
export function ScaleLegend() {
  return (
    <Legend
      items={[
        ...levels.map(({ name, hue }) => [name, hue] as const),
        ["Weights that the outlier meets", "accent-soft"],
      ]}
    >
      Off by, on average. Press a tile to put the outlier there.
    </Legend>
  );
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
