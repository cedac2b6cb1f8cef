/** @file What a decoded token reads and computes in attention, with all cached tokens and with those that an indexer chooses. */
import * as Plot from "@observablehq/plot";
import { cacheFormats, decodeCost, deepseekV3, deepseekV32Indexer, sparseDecodeCost } from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatSi,
  Legend,
  Readout,
} from "../kit/index.ts";
import { contextParam } from "./context-param.ts";

export default defineWidget({
  id: "sparse-attention",
  title: "Attention to all tokens, and to those that an indexer chooses",
  source: "§6",
  caption:
    "One decoded token, all layers of V3’s shape, counted and not measured. Latent attention is absorbed. The indexer is that of DeepSeek-V3.2-Exp, eq. 1 and 2 of its report, with keys in FP8; its projections, the choice of the best tokens and all other parts of the model are left out.",
  params: {
    context: contextParam,
    quantity: choice({
      label: "Count",
      options: [
        ["bytes", "Bytes read"],
        ["flop", "FLOP"],
      ],
      initial: "bytes",
      viewOnly: true,
    }),
    selectedTokens: choice({
      label: "Tokens chosen",
      options: [512, 1024, 2048, 4096, 8192],
      initial: deepseekV32Indexer.selectedTokens,
    }),
    indexerHeads: choice({
      label: "Heads of the indexer",
      options: [8, 16, 32, 64, 128],
      initial: deepseekV32Indexer.indexerHeads,
    }),
    format: choice({
      label: "Latents cached as",
      options: cacheFormats.map(({ id, name }) => [id, name] as const),
      initial: "bf16",
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "In FLOP": { quantity: "flop" },
    "A short request": { context: 2048 },
    "A million tokens": { context: 2 ** 20 },
  },
  compute: ({ context, selectedTokens, indexerHeads, format }) => {
    const cacheFormat = cacheFormats.find(({ id }) => id === format)!;
    const indexer = { ...deepseekV32Indexer, indexerHeads, selectedTokens };
    const at = (tokens: number) => {
      const dense = decodeCost(deepseekV3, { batch: 1, context: tokens, format: cacheFormat });
      const sparse = sparseDecodeCost(deepseekV3, { context: tokens, indexer, format: cacheFormat });
      return {
        tokens,
        readTokens: sparse.readTokens,
        bytes: { all: dense.cacheBytes, chosen: sparse.latentBytes, indexer: sparse.indexBytes },
        flop: { all: dense.scoreFlop + dense.sumFlop, chosen: sparse.attentionFlop, indexer: sparse.indexFlop },
      };
    };
    const contexts = Array.from({ length: 41 }, (_, i) => Math.round(2 ** (10 + i / 4)));
    return { here: at(context), curve: contexts.map(at) };
  },
  view: ({ here, curve }, { values, narrow }) => {
    const cost = here[values.quantity];
    const unit = values.quantity === "bytes" ? "bytes" : "FLOP";
    const lines = curve.flatMap(({ tokens, [values.quantity]: { all, chosen, indexer } }) => [
      { tokens, cost: all, part: "all" },
      { tokens, cost: chosen + indexer, part: "both" },
      { tokens, cost: indexer, part: "indexer" },
    ]);
    const costs = lines.map((line) => line.cost);
    const [least, most] = [Math.min(...costs), Math.max(...costs)];
    const stroke = { all: "var(--neutral)", both: "var(--accent)", indexer: "var(--series-2)" };
    return (
      <>
        <Chart
          label="Cost of attention for one token, by context"
          options={() => ({
            height: narrow ? 240 : 280,
            marginLeft: 56,
            x: {
              type: "log",
              base: 2,
              label: "Tokens in the context",
              tickFormat: (tokens: number) => formatCount(tokens, 2),
              ticks: narrow ? 5 : 10,
            },
            y: {
              type: "log",
              label: unit === "bytes" ? "Bytes read" : "FLOP",
              grid: true,
              ticks: [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13].filter((tick) => tick >= least && tick <= most),
              tickFormat: (value: number) => (unit === "bytes" ? formatBytes(value) : formatSi(value, "", 1)),
            },
            marks: (["all", "both", "indexer"] as const).map((part) =>
              Plot.lineY(
                lines.filter((line) => line.part === part),
                { x: "tokens", y: "cost", stroke: stroke[part], strokeWidth: 2 },
              ),
            ),
          })}
          tips={(line: (typeof lines)[number]) =>
            `${formatCount(line.tokens, 3)} tokens, ${{ all: "all of them", both: "those chosen, and the indexer", indexer: "the indexer alone" }[line.part]}: ${said(line.cost, values.quantity)}`
          }
        />
        <Legend
          items={[
            ["All tokens", "neutral"],
            ["Chosen tokens and indexer", "accent"],
            ["The indexer alone", "series-2"],
          ]}
        />
        <Readout
          items={[
            { label: "All tokens", value: cost.all, as: values.quantity === "bytes" ? "bytes" : ["si", 3, "FLOP"] },
            {
              label: "Chosen ones and indexer",
              value: cost.chosen + cost.indexer,
              as: values.quantity === "bytes" ? "bytes" : ["si", 3, "FLOP"],
            },
            { label: "Times as much", value: cost.all / (cost.chosen + cost.indexer), as: ["number", 3] },
            { label: "Tokens read", value: here.readTokens, as: "exact" },
          ]}
        />
      </>
    );
  },
  summary: ({ here }, values) => {
    const { all, chosen, indexer } = here[values.quantity];
    const times = all / (chosen + indexer);
    const verb = values.quantity === "bytes" ? "reads" : "takes";
    return `With ${formatCount(here.tokens, 3)} tokens in the context, attention to all of them ${verb} ${said(all, values.quantity)}. With an indexer that chooses ${formatExact(here.readTokens)} of them it ${verb} ${said(chosen + indexer, values.quantity)}, of which ${said(indexer, values.quantity)} are the indexer’s: ${times > 1 ? `${formatNumber(times, 3)} times less` : "more than without"}.`;
  },
  table: ({ curve }) => ({
    columns: [
      { key: "tokens", label: "Context", unit: "tokens" },
      { key: "allBytes", label: "All tokens", unit: "bytes" },
      { key: "chosenBytes", label: "Chosen tokens", unit: "bytes" },
      { key: "indexerBytes", label: "Indexer", unit: "bytes" },
      { key: "allFlop", label: "All tokens", unit: "FLOP" },
      { key: "chosenFlop", label: "Chosen tokens", unit: "FLOP" },
      { key: "indexerFlop", label: "Indexer", unit: "FLOP" },
    ],
    rows: curve.map(({ tokens, bytes, flop }) => ({
      tokens,
      allBytes: bytes.all,
      chosenBytes: bytes.chosen,
      indexerBytes: bytes.indexer,
      allFlop: flop.all,
      chosenFlop: flop.chosen,
      indexerFlop: flop.indexer,
    })),
  }),
});

function said(cost: number, quantity: "bytes" | "flop"): string {
  return quantity === "bytes" ? formatBytes(cost) : formatSi(cost, "FLOP", 3);
}
