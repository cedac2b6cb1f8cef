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
  defineWidget,
  formatExact,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  seed,
} from "../kit/index.ts";
import { AttentionSquare, drawnSequences, mostSequences, PackedSequences } from "./drawings/packed-sequences.tsx";

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
    picked: integer({ label: "Picked sequence", range: [1, mostSequences], initial: 8, viewOnly: true }),
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
    const rows = drawnSequences(packing);
    const picked = rows[Math.min(values.picked, rows.length) - 1];
    const masked = values.mask === "documents";
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
        <PackedSequences rows={rows} picked={picked} lengths={lengths} sequenceLength={packing.sequenceLength} />
        <AttentionSquare pieces={picked} masked={masked} sequenceLength={packing.sequenceLength} />
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
