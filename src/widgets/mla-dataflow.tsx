/** @file How attention makes its output from the hidden state: every quantity with its shape, and what of it is cached. */
import {
  attentionDataflow,
  attentionVariants,
  cachedValuesPerToken,
  kvCacheBytesPerToken,
  modelById,
  models,
  type DataflowStep,
} from "../compute/index.ts";
import { Diagram, type DiagramNode } from "../kit/diagram.ts";
import { choice, defineWidget, formatBytes, formatNumber, Legend, plainTex, Readout, text } from "../kit/index.ts";

export default defineWidget({
  id: "mla-dataflow",
  title: "What attention computes, and what it keeps",
  source: "§2.1.1, Figure 2, eq. 1–11",
  caption:
    "Symbols and equations are the report’s; shapes are those of the chosen model, for one token: heads × width. With the matrices absorbed, keys and values are never rebuilt: a query is brought to the latent instead, which gives the same scores (arXiv:2405.04434, §2.1.2). The other kinds of attention are built with the same heads, each as wide as V3’s part without position.",
  params: {
    kind: choice({
      label: "Attention",
      initial: "mla",
      options: [
        ["mla", "Latent"],
        ["absorbed", "Latent, absorbed"],
        ["mha", "Multi-head"],
        ["gqa", "Grouped-query"],
        ["mqa", "Multi-query"],
      ],
    }),
    model: choice({
      label: "Heads of",
      options: models.map(({ id, name }) => [id, name] as const),
      initial: "deepseek-v3",
    }),
    keyValueHeads: choice({ label: "Key-value heads", options: [2, 4, 8, 16], initial: 8, when: { kind: "gqa" } }),
    stage: text({ label: "Quantity", initial: "kvLatent", inView: true }),
  },
  presets: {
    "As published": {},
    "Matrices absorbed": { kind: "absorbed", stage: "latentSums" },
    "Multi-head attention": { kind: "mha", stage: "keys" },
    "One key for all heads": { kind: "mqa", stage: "keys" },
  },
  compute: ({ kind, model, keyValueHeads }) => {
    const own = modelById(model);
    const id = kind === "absorbed" ? "mla" : kind;
    const of = (variant: string) => ({
      ...own,
      attention: attentionVariants(own, { keyValueHeads }).find((candidate) => candidate.id === variant)!.attention,
    });
    const chosen = of(id);
    return {
      steps: attentionDataflow(chosen, { way: kind === "absorbed" ? "absorbed" : "expanded" }),
      cachedValues: cachedValuesPerToken(chosen),
      cachedBytes: kvCacheBytesPerToken(chosen),
      cachedOfMultiHead: cachedValuesPerToken(of("mha")),
    };
  },
  view: ({ steps, cachedValues, cachedBytes, cachedOfMultiHead }, { values }) => {
    const looked = steps.find(({ id }) => id === values.stage) ?? steps.find(({ cached }) => cached)!;
    const places = placesOf[values.kind === "mla" || values.kind === "absorbed" ? values.kind : "grouped"];
    return (
      <>
        <Readout
          items={[
            {
              label: "Kept for each token and layer",
              value: cachedValues,
              as: "exact",
              unit: "numbers",
              note: `of ${formatNumber(cachedOfMultiHead, 6)} with multi-head attention`,
            },
            {
              label: "That is",
              value: cachedValues / cachedOfMultiHead,
              as: "percent",
              note: "of multi-head attention",
            },
            { label: "Over all layers", value: cachedBytes, as: "bytes", note: "for each token, in BF16" },
          ]}
        />
        <Diagram
          label="Quantities of one attention block, from the hidden state to the output"
          pick="stage"
          active={looked.id}
          nodes={Object.fromEntries(steps.map((step) => [step.id, nodeOf(step, places[step.id])]))}
          edges={steps.flatMap((step) =>
            step.from.map((from, i) => ({
              from,
              to: step.id,
              label: step.matrix && i === 0 ? `$${step.matrix.symbol}$` : undefined,
            })),
          )}
        />
        <Legend
          items={[
            ["Kept for later tokens", "accent"],
            ["Computed anew", "neutral"],
          ]}
        />
        <p class="said">{sentenceOf(looked)}</p>
      </>
    );
  },
  summary: ({ steps, cachedValues, cachedBytes, cachedOfMultiHead }) =>
    `Of each token it keeps the ${steps
      .filter(({ cached }) => cached)
      .map(({ what }) => what.replace(/,.*/, ""))
      .join(
        " and the ",
      )}: ${formatNumber(cachedValues, 6)} numbers in each layer, ${formatBytes(cachedBytes)} over all layers in BF16, where multi-head attention keeps ${formatNumber(cachedOfMultiHead, 6)}.`,
  table: ({ steps }) => ({
    columns: [
      { key: "what", label: "Quantity" },
      { key: "symbol", label: "Symbol" },
      { key: "shape", label: "Shape" },
      { key: "matrix", label: "Matrix" },
      { key: "from", label: "Computed from" },
      { key: "equation", label: "Equation" },
      { key: "kept", label: "Kept for later tokens" },
    ],
    rows: steps.map(({ what, symbol, shape, matrix, from, equation, cached }) => ({
      what,
      symbol: plainTex(symbol),
      shape: shapeText(shape),
      matrix: matrix && `${plainTex(matrix.symbol)}, ${matrix.rows} × ${matrix.columns}`,
      from: from.join(", "),
      equation,
      kept: cached,
    })),
  }),
});

type At = readonly [column: number, row: number];

/** Queries on the left, keys on the right; seven rows for each kind, so that the picture keeps its height. */
const placesOf: Readonly<Record<"mla" | "absorbed" | "grouped", Readonly<Record<string, At>>>> = {
  mla: {
    hidden: [2, 0],
    queryLatent: [0.5, 1.2],
    kvLatent: [2.5, 1.2],
    nopeQueries: [0, 2.4],
    ropeQueries: [1, 2.4],
    values: [2, 2.4],
    nopeKeys: [3, 2.4],
    ropeKey: [4, 1.2],
    queries: [0.5, 3.6],
    keys: [3.5, 3.6],
    headOutputs: [2, 5],
    output: [2, 6.15],
  },
  absorbed: {
    hidden: [2, 0],
    queryLatent: [0.5, 1],
    kvLatent: [2.5, 1.2],
    nopeQueries: [0, 2],
    ropeQueries: [1, 2],
    ropeKey: [4, 1.2],
    absorbedQueries: [0, 3],
    latentSums: [2, 4],
    headOutputs: [2, 5],
    output: [2, 6],
  },
  grouped: {
    hidden: [2, 0],
    queries: [0.5, 2.5],
    keys: [2, 2.5],
    values: [3.5, 2.5],
    headOutputs: [2, 5],
    output: [2, 8],
  },
};

function nodeOf(step: DataflowStep, at: At): DiagramNode {
  return {
    label: `$${step.symbol}$`,
    shape: shapeText(step.shape),
    at,
    color: step.cached ? "accent" : "neutral",
    badge: step.cached ? "kept" : undefined,
    tip: sentenceOf(step),
  };
}

function sentenceOf({ symbol, what, shape, matrix, equation, cached }: DataflowStep): string {
  const by = matrix
    ? `, by ${plainTex(matrix.symbol)} of ${formatNumber(matrix.rows, 7)} × ${formatNumber(matrix.columns, 7)}`
    : "";
  return `${plainTex(symbol)}: ${what}, ${shapeText(shape)} for each token${by}${equation === null ? "" : `; eq. ${equation}`}${cached ? "; kept for later tokens" : ""}.`;
}

function shapeText(shape: readonly number[]): string {
  return shape.join(" × ");
}
