/** @file A text that a tiny V3 wrote, symbol by symbol, with the drafts of its prediction module that were kept and refused. */
import { symbolText, type TinySample } from "../../lab/index.ts";
import { Box, type Color, Drawing, Legend, short } from "../../kit/index.ts";

type Kind = TinySample["kinds"][number] | "prompt";
type Place = { symbol: number; kind: Kind; refused: number | null };

/** What the text was begun with, and what was written of it so far; a bar below each symbol says whose it is. */
export function DraftedText({
  prompt,
  sample,
  written,
}: {
  prompt: readonly number[];
  sample: TinySample | null;
  written: number;
}) {
  const all = placesOf(prompt, sample, written);
  return (
    <Drawing
      boxes
      label="The text, symbol by symbol, with the drafts that were refused"
      height={({ narrow }) => (narrow ? 8 : 4) * rowHeight}
    >
      {({ width, narrow }) => {
        const columns = narrow ? 16 : 32;
        const cell = width / columns;
        const rows = Array.from({ length: Math.ceil(all.length / columns) }, (_, row) =>
          all.slice(row * columns, (row + 1) * columns),
        );
        return (
          <>
            {all.map(({ symbol, kind, refused }, i) => (
              <Box
                key={i}
                x={(i % columns) * cell + 0.5}
                y={Math.floor(i / columns) * rowHeight + 34}
                width={cell - 1}
                height={4}
                fill={fills[kind]}
                tip={saying(symbol, kind, refused)}
              />
            ))}
            {rows.map((row, r) => (
              <RowOfText key={r} row={row} top={r * rowHeight} cell={cell} />
            ))}
          </>
        );
      }}
    </Drawing>
  );
}

/** What the colors of the bars mean. */
export function DraftLegend() {
  return (
    <Legend
      items={[
        ["The main model’s own", fills.own],
        ["Draft kept", fills.accepted],
        ["In place of a refused draft, which is struck out above", fills.replacement],
      ]}
    />
  );
}

/** One text for a row, each symbol in its place: hundreds of symbols are a few elements. */
function RowOfText({ row, top, cell }: { row: readonly Place[]; top: number; cell: number }) {
  const struck = row.flatMap(({ refused }, column) => (refused === null ? [] : [{ column, refused }]));
  const middles = (columns: readonly number[]): string =>
    columns.map((column) => short((column + 0.5) * cell)).join(" ");
  return (
    <g text-anchor="middle">
      {struck.length > 0 && (
        <text
          x={middles(struck.map(({ column }) => column))}
          y={top + 13}
          font-size={12}
          fill="var(--loss-5)"
          text-decoration="line-through"
        >
          {struck.map(({ refused }) => symbolText(refused)).join("")}
        </text>
      )}
      <text x={middles(row.map((_, column) => column))} y={top + 30} font-size={15} fill="var(--ink)">
        {row.map(({ symbol }) => symbolText(symbol)).join("")}
      </text>
    </g>
  );
}

const rowHeight = 46;
const fills = {
  prompt: "idle",
  own: "accent",
  accepted: "backward-input",
  replacement: "loss-5",
} as const satisfies Record<Kind, Color>;
const sayings = {
  prompt: "given",
  own: "the main model’s own",
  accepted: "a draft that was kept",
  replacement: "drawn in place of a draft",
} as const satisfies Record<Kind, string>;

/** Each symbol of the prompt, and of the sample as far as it is written. */
function placesOf(prompt: readonly number[], sample: TinySample | null, written: number): Place[] {
  const { symbols, kinds, refused } = sample ?? { symbols: [], kinds: [], refused: [] };
  return [
    ...prompt.map((symbol): Place => ({ symbol, kind: "prompt", refused: null })),
    ...symbols.slice(0, written).map((symbol, i) => ({ symbol, kind: kinds[i], refused: refused[i] })),
  ];
}

function saying(symbol: number, kind: Kind, refused: number | null): string {
  const own = `${symbolText(symbol)}: ${sayings[kind]}`;
  return refused === null ? own : `${own}\nRefused: ${symbolText(refused)}`;
}
