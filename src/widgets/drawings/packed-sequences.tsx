/** @file Sequences with the documents that were packed into them, and who attends to whom in one of them. */
import type { Packing } from "../../compute/index.ts";
import { color, Drawing, formatCount, linear, series, tip, XAxis } from "../../kit/index.ts";

/** Sequences that there is room for. */
export const mostSequences = 18;
/** Of all rows together, be they few or many: the page below does not move with their number. */
const rowsHeight = 210;
const squareSize = 190;

/** A part of a document in a sequence. */
type Piece = { at: number; length: number; document: number; start: number };

/** The pieces of the first sequences, each with its place. */
export function drawnSequences({ sequenceOfPiece, documentOfPiece, startOfPiece, lengthOfPiece }: Packing): Piece[][] {
  const rows: Piece[][] = [];
  for (let piece = 0; piece < sequenceOfPiece.length && sequenceOfPiece[piece] < mostSequences; piece++) {
    const row = (rows[sequenceOfPiece[piece]] ??= []);
    const last = row.at(-1);
    row.push({
      at: last ? last.at + last.length : 0,
      length: lengthOfPiece[piece],
      document: documentOfPiece[piece],
      start: startOfPiece[piece],
    });
  }
  return rows;
}

/**
 * Sequences, one below the other, with documents as boxes; a press picks one.
 *
 * @param rows  of `drawnSequences`
 * @param picked  one of them
 * @param lengths  tokens of each document
 */
export function PackedSequences({
  rows,
  picked,
  lengths,
  sequenceLength,
}: {
  rows: readonly Piece[][];
  picked: readonly Piece[];
  lengths: ArrayLike<number>;
  sequenceLength: number;
}) {
  return (
    <Drawing label="Sequences and the documents in them" height={rowsHeight + 40}>
      {({ width }) => {
        const rowHeight = Math.min(28, rowsHeight / rows.length);
        const x = linear([0, sequenceLength], [26, width - 20]);
        return (
          <>
            {rows.map((pieces, row) => {
              const y = row * rowHeight;
              const end = pieces.reduce((sum, { length }) => sum + length, 0);
              return (
                <g key={row}>
                  {pieces === picked && <path d={`M16 ${y + 3}l6 4l-6 4z`} fill="var(--accent)" />}
                  {pieces.map(({ at, length, document, start }) => {
                    const whole = lengths[document];
                    const says = `Document ${document + 1}${length === whole ? `, whole: ${formatCount(whole)} tokens` : `, tokens ${start + 1} to ${start + length} of ${whole}`}`;
                    return (
                      <rect
                        key={at}
                        x={x(at).toFixed(1)}
                        y={y}
                        width={Math.max(0.5, x(at + length) - x(at) - 0.8).toFixed(1)}
                        height={rowHeight - 4}
                        fill={color(series(document))}
                        {...tip(says, { picked: row + 1 })}
                      />
                    );
                  })}
                  {pieces.map(
                    ({ at, length, document, start }) =>
                      start + length < lengths[document] && (
                        <line
                          key={`cut ${at}`}
                          x1={x(at + length) - 1}
                          x2={x(at + length) - 1}
                          y1={y - 1}
                          y2={y + rowHeight - 3}
                          stroke="var(--loss-5)"
                          stroke-width={2.5}
                        />
                      ),
                  )}
                  {end < sequenceLength && (
                    <rect
                      x={x(end).toFixed(1)}
                      y={y}
                      width={(x(sequenceLength) - x(end)).toFixed(1)}
                      height={rowHeight - 4}
                      fill={color("idle")}
                      {...tip(`Padding: ${sequenceLength - end} tokens`, { picked: row + 1 })}
                    />
                  )}
                </g>
              );
            })}
            <XAxis
              scale={x}
              y={rows.length * rowHeight}
              ticks={4}
              format={(value) => formatCount(value)}
              label="Tokens of a sequence"
            />
          </>
        );
      }}
    </Drawing>
  );
}

/** A sequence’s attention: each token a row, and the tokens that it attends to columns. */
export function AttentionSquare({
  pieces,
  masked,
  sequenceLength,
}: {
  pieces: readonly Piece[];
  masked: boolean;
  sequenceLength: number;
}) {
  return (
    <Drawing label="Attention in the picked sequence" height={squareSize + 8}>
      {({ width }) => {
        const to = linear([0, sequenceLength], [0, squareSize]);
        const offset = (width - squareSize) / 2;
        return (
          <g transform={`translate(${offset} 4)`}>
            <path d={`M0 0V${squareSize}H${squareSize}Z`} fill="none" stroke="var(--rule)" />
            {pieces.map(({ at, length, document }, i) => {
              const [a, b] = [to(at), to(at + length)];
              return (
                <g key={at}>
                  {i > 0 && (
                    <path
                      d={`M0 ${a.toFixed(1)}H${a.toFixed(1)}V${b.toFixed(1)}H0Z`}
                      fill={masked ? "none" : "var(--loss-2)"}
                      stroke="var(--paper)"
                      stroke-width={0.5}
                      {...tip(
                        masked
                          ? `Document ${document + 1} does not see the ${i} before it`
                          : `Document ${document + 1} attends to the ${i} before it`,
                      )}
                    />
                  )}
                  <path
                    d={`M${a.toFixed(1)} ${a.toFixed(1)}V${b.toFixed(1)}H${b.toFixed(1)}Z`}
                    fill={color(series(document))}
                    {...tip(`Document ${document + 1} attends to itself`)}
                  />
                </g>
              );
            })}
          </g>
        );
      }}
    </Drawing>
  );
}
