/** @file Where one head looks: a row for each position of a text, and in it a cell for each position that it may look at. */
import { shareAt, symbolText, type TinyAttention } from "../../lab/index.ts";
import { Box, Drawing, formatPercent } from "../../kit/index.ts";

const rowHeight = 14;
/** A sixteenth is the faintest color that is drawn; what rounds to less is left out. */
const faintest = 1 / 32;

/** Shares of the softmax as shades. */
export function AttentionShares({
  symbols,
  attention,
  head,
}: {
  symbols: readonly number[];
  attention: TinyAttention;
  head: number;
}) {
  const labels = symbols.map(symbolText);
  return (
    <Drawing
      boxes
      label="Attention of the head: rows are positions, columns what they look at"
      height={(labels.length + 1) * rowHeight}
    >
      {({ width }) => {
        const cell = width / (labels.length + 1);
        return (
          <>
            {labels.flatMap((of, place) =>
              labels.slice(0, place + 1).flatMap((at, seen) => {
                const here = shareAt(attention, head, place, seen);
                return here < faintest ? (
                  []
                ) : (
                  <Box
                    key={`${place} ${seen}`}
                    x={(seen + 1) * cell + 0.5}
                    y={(place + 1) * rowHeight + 0.5}
                    width={cell - 1}
                    height={rowHeight - 1}
                    fill="accent"
                    strength={here}
                    tip={`${of} (place ${place + 1}) at ${at} (place ${seen + 1}): ${formatPercent(here)}`}
                  />
                );
              }),
            )}
            <g text-anchor="middle" font-size={12} fill="var(--ink)">
              {labels.map((of, i) => (
                <text key={`column ${i}`} x={(i + 1.5) * cell} y={11}>
                  {of}
                </text>
              ))}
              {labels.map((of, i) => (
                <text key={`row ${i}`} x={cell / 2} y={(i + 1) * rowHeight + 11}>
                  {of}
                </text>
              ))}
            </g>
          </>
        );
      }}
    </Drawing>
  );
}
