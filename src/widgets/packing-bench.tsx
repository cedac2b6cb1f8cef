/** @file Documents packed into sequences: what is cut and padded, and who attends to whom in one of them. */
import {
  crossDocumentShare,
  packDocuments,
  publishedSchedule,
  sampleDocumentLengths,
  type Packing,
} from "../compute/index.ts";
import {
  choice,
  color,
  defineWidget,
  Drawing,
  formatCount,
  formatExact,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  linear,
  number,
  Readout,
  seed,
  series,
  tip,
  XAxis,
} from "../kit/index.ts";

/** Sequences that the figure has room for. */
const mostDrawn = 18;

export default defineWidget({
  id: "packing-bench",
  title: "Documents into sequences",
  source: "§4.1; §5.1",
  caption:
    "Lengths are ours, drawn from a logarithmic normal distribution; the report does not say how long its documents are. Best fit is the rule of the paper that the report names as its model; whether it was taken over as it is, the report does not say either. Pre-training sets no mask between documents, fine-tuning does. The square belongs to the picked sequence: each token is a row, and the tokens that it attends to are columns.",
  params: {
    rule: choice({
      label: "Packed by",
      initial: "best-fit",
      options: [
        ["best-fit", "Best fit"],
        ["concatenation", "Concatenation"],
      ],
    }),
    mask: choice({
      label: "Mask",
      initial: "none",
      options: [
        ["none", "None (pre-training)"],
        ["documents", "By document (fine-tuning)"],
      ],
      viewOnly: true,
      report: true,
    }),
    documents: integer({ label: "Documents", range: [4, 20_000], scale: "log", initial: 50 }),
    median: number({
      label: "Median length",
      unit: "tokens",
      range: [64, 16_384],
      scale: "log",
      initial: 735,
      shown: ["number", 4],
    }),
    spread: number({
      label: "Spread of lengths",
      range: [0, 2],
      step: 0.1,
      initial: 1.2,
      help: "Standard deviation of the natural logarithm; 0 makes all documents equal.",
    }),
    sequenceLength: choice({
      label: "Sequence",
      options: [
        [1024, "1K"],
        [2048, "2K"],
        [4096, "4K"],
        [8192, "8K"],
        [32_768, "32K"],
      ],
      initial: publishedSchedule.sequenceLength,
      report: true,
      secondary: true,
    }),
    seed: seed({ secondary: true }),
    picked: integer({ label: "Picked sequence", range: [1, mostDrawn], initial: 8, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "Cut where a sequence ends": { rule: "concatenation" },
    "Mask of fine-tuning": { mask: "documents" },
    "20,000 documents": { documents: 20_000 },
    "Four to a sequence": { spread: 0, median: 1024, documents: 40 },
  },
  compute: ({ rule, documents, median, spread, sequenceLength, seed: start }) => {
    const lengths = sampleDocumentLengths({ documents, median, spread, seed: start });
    const packing = packDocuments(lengths, { sequenceLength, rule });
    const other = packDocuments(lengths, { sequenceLength, rule: rule === "best-fit" ? "concatenation" : "best-fit" });
    const summary = (one: Packing) => ({
      sequences: one.sequences,
      padding: one.padding / (one.sequences * sequenceLength),
      cut: one.cutDocuments / documents,
      needless: one.needlesslyCut / documents,
      cross: crossDocumentShare(one),
    });
    return { lengths, packing, now: summary(packing), byOther: summary(other) };
  },
  view: ({ lengths, packing, now, byOther }, { values }) => {
    const rows = rowsOf(packing);
    const picked = rows[Math.min(values.picked, rows.length) - 1];
    const masked = values.mask === "documents";
    const rowHeight = Math.min(28, rowsHeight / rows.length);
    return (
      <>
        <Readout
          items={[
            {
              label: "Sequences",
              value: now.sequences,
              as: "exact",
              note: `${formatExact(byOther.sequences)} by the other rule`,
            },
            {
              label: "Padding",
              value: now.padding,
              as: "percent",
              note: `${formatPercent(byOther.padding)} by the other rule`,
            },
            {
              label: "Documents cut needlessly",
              value: now.needless,
              as: "percent",
              note: `${formatPercent(byOther.needless)} by the other rule; cut at all ${formatPercent(now.cut)}`,
            },
            {
              label: "Attention across documents",
              value: masked ? 0 : now.cross,
              as: "percent",
              note: masked
                ? `${formatPercent(now.cross)} without the mask`
                : `${formatPercent(byOther.cross)} by the other rule`,
            },
          ]}
        />
        <Drawing label="Sequences and the documents in them" height={rowsHeight + 40}>
          {({ width }) => {
            const x = linear([0, packing.sequenceLength], [26, width - 20]);
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
                      {end < packing.sequenceLength && (
                        <rect
                          x={x(end).toFixed(1)}
                          y={y}
                          width={(x(packing.sequenceLength) - x(end)).toFixed(1)}
                          height={rowHeight - 4}
                          fill={color("idle")}
                          {...tip(`Padding: ${packing.sequenceLength - end} tokens`, { picked: row + 1 })}
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
        <Drawing label="Attention in the picked sequence" height={squareSize + 8}>
          {({ width }) => {
            const to = linear([0, packing.sequenceLength], [0, squareSize]);
            const offset = (width - squareSize) / 2;
            return (
              <g transform={`translate(${offset} 4)`}>
                <path d={`M0 0V${squareSize}H${squareSize}Z`} fill="none" stroke="var(--rule)" />
                {picked.map(({ at, length, document }, i) => {
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
        <Legend
          items={[
            ["Across documents", "loss-2"],
            ["Padding", "idle"],
            ["A document is cut", "loss-5"],
          ]}
        >
          {packing.sequences > rows.length
            ? `The first ${rows.length} of ${formatNumber(packing.sequences, 6)} sequences; each other color is a document.`
            : "Each other color is a document."}
        </Legend>
      </>
    );
  },
  summary: ({ now }, { rule, mask }) =>
    `${rule === "best-fit" ? "Best fit" : "Concatenation"} makes ${formatNumber(now.sequences, 6)} sequences with ${formatPercent(now.padding)} padding and cuts ${formatPercent(now.needless)} of the documents needlessly; ${mask === "none" ? `${formatPercent(now.cross)} of the attention goes to other documents` : "with the mask no attention goes to other documents"}.`,
  table: ({ packing }) => ({
    columns: [
      { key: "sequence", label: "Sequence" },
      { key: "document", label: "Document" },
      { key: "length", label: "Tokens of it" },
    ],
    rows: Array.from(packing.sequenceOfPiece, (sequence, i) => ({
      sequence: sequence + 1,
      document: packing.documentOfPiece[i] + 1,
      length: packing.lengthOfPiece[i],
    })),
  }),
});

type Piece = { at: number; length: number; document: number; start: number };

/** Of all rows together, be they few or many: the page below does not move with their number. */
const rowsHeight = 210;
const squareSize = 190;

/** The pieces of the first sequences, each with its place. */
function rowsOf({ sequenceOfPiece, documentOfPiece, startOfPiece, lengthOfPiece }: Packing): Piece[][] {
  const rows: Piece[][] = [];
  for (let piece = 0; piece < sequenceOfPiece.length && sequenceOfPiece[piece] < mostDrawn; piece++) {
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
