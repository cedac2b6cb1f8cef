/** @file Attention by rebuilt keys and values, and by absorbed matrices, on one small sequence: the same numbers by two ways. */
import {
  deepseekV3,
  errorOfLargest,
  flopPerPair,
  latentAttention,
  sampleHidden,
  sampleLatentWeights,
  type LatentAttention,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatFixed,
  formatNumber,
  integer,
  Legend,
  Readout,
  seed,
  Table,
} from "../kit/index.ts";
import { AttentionWays, keysOf } from "./drawings/attention-ways.tsx";

const hiddenDim = 32;
const columns = [
  { key: "token", label: "Key of token" },
  { key: "expandedScore", label: "Score, rebuilt" },
  { key: "absorbedScore", label: "Score, absorbed" },
  { key: "expandedWeight", label: "Weight, rebuilt" },
  { key: "absorbedWeight", label: "Weight, absorbed" },
] as const;

export default defineWidget({
  id: "absorbed-attention",
  title: "Two ways to the same attention",
  source: "§2.1.1, eq. 1–11",
  caption:
    "Seeded weights and a seeded sequence, both ours, with V3’s proportions but small: a latent four times, a position key half as wide as a head. Each strip is a vector, each box an entry: color its sign, strength its size. The report prints the way on the left; the one on the right is described in arXiv:2405.04434 (§2.1.2) and is what the released code runs by default.",
  params: {
    query: integer({ label: "Token that asks", range: [1, 8], initial: 6, viewOnly: true, atMost: "tokens" }),
    head: integer({ label: "Head", range: [1, 8], initial: 1, viewOnly: true, atMost: "heads" }),
    tokens: integer({ label: "Tokens of the sequence", range: [2, 8], initial: 6 }),
    heads: choice({ label: "Heads", options: [1, 2, 4, 8], initial: 4 }),
    kvLoraRank: choice({
      label: "Width of the latent",
      options: [4, 8, 16],
      initial: 16,
      help: "Four times a head’s width in V3.",
    }),
    storage: choice({
      label: "Numbers kept in",
      options: [
        ["float32", "Single precision"],
        ["float64", "Double precision"],
      ],
      initial: "float32",
    }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "First token": { query: 1 },
    "A latent as narrow as a head": { kvLoraRank: 4 },
    "Double precision": { storage: "float64" },
  },
  compute: ({ tokens, heads, kvLoraRank, storage, seed }) => {
    const attention = {
      kind: "latent" as const,
      attentionHeads: heads,
      kvLoraRank,
      qLoraRank: 16,
      nopeHeadDim: 4,
      ropeHeadDim: 2,
      valueHeadDim: 4,
    };
    const weights = sampleLatentWeights(attention, { hiddenDim, seed, storage });
    const hidden = sampleHidden({ tokens, hiddenDim, seed: (seed ^ 1) >>> 0, storage });
    const expanded = latentAttention(weights, hidden, { way: "expanded", storage });
    const absorbed = latentAttention(weights, hidden, { way: "absorbed", storage });
    return {
      attention,
      expanded,
      absorbed,
      difference: errorOfLargest({ original: expanded.output, restored: absorbed.output }),
    };
  },
  view: ({ attention, expanded, absorbed, difference }, { values }) => {
    const at = { query: values.query - 1, head: values.head - 1 };
    const rows = keysOf({ expanded, absorbed, attention }, at);
    const { attentionHeads: heads, kvLoraRank, ropeHeadDim, nopeHeadDim, valueHeadDim } = attention;
    return (
      <>
        <Readout
          items={[
            {
              label: "Outputs differ by at most",
              value: difference,
              as: ["number", 2],
              note: `of the largest, in ${values.storage === "float32" ? "single" : "double"} precision`,
            },
            {
              label: "Kept for each token, either way",
              value: kvLoraRank + ropeHeadDim,
              unit: "numbers",
              note: "latent and position key",
            },
            {
              label: "Rebuilt for each token on the left",
              value: heads * (nopeHeadDim + valueHeadDim),
              unit: "numbers",
              note: `keys and values of ${heads === 1 ? "one head" : `${heads} heads`}`,
            },
          ]}
        />
        <AttentionWays expanded={expanded} absorbed={absorbed} attention={attention} at={at} />
        <Legend
          items={[
            ["Above zero", "series-4"],
            ["Below zero", "series-5"],
            ["Kept in the cache", "accent"],
          ]}
        />
        <Fold label="Scores and weights in numbers, and what each way multiplies">
          <Table
            label="Scores and weights of the head, by both ways"
            height="14rem"
            columns={columns.map((column) => (column.key === "token" ? column : { ...column, as: ["fixed", 6] }))}
            rows={numbersOf(rows)}
          />
          <Table
            label="What each way multiplies and keeps"
            columns={[
              { key: "what", label: "For one query, key and head" },
              { key: "rebuilt", label: "Rebuilt", as: "exact" },
              { key: "absorbed", label: "Absorbed", as: "exact" },
            ]}
            rows={[...countsOf(attention, "here"), ...countsOf(deepseekV3.attention as LatentAttention, "V3")]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ attention, expanded, absorbed, difference }, { query, head }) => {
    const [first] = keysOf({ expanded, absorbed, attention }, { query: query - 1, head: head - 1 });
    return `Token ${query}, head ${head}: the score of the first key is ${formatFixed(first.expandedScore, 6)} rebuilt and ${formatFixed(first.absorbedScore, 6)} absorbed; over the whole output the two ways differ by at most ${formatNumber(difference, 2)} of its largest entry.`;
  },
  table: ({ attention, expanded, absorbed }, { query, head }) => ({
    columns,
    rows: numbersOf(keysOf({ expanded, absorbed, attention }, { query: query - 1, head: head - 1 })),
  }),
});

/** What both ways say of each key, without the vectors. */
function numbersOf(rows: ReturnType<typeof keysOf>) {
  return rows.map(({ key, expandedScore, absorbedScore, expandedWeight, absorbedWeight }) => ({
    token: key + 1,
    expandedScore,
    absorbedScore,
    expandedWeight,
    absorbedWeight,
  }));
}

function countsOf(attention: LatentAttention, where: string) {
  const pair = { rebuilt: flopPerPair(attention, "expanded"), absorbed: flopPerPair(attention, "absorbed") };
  return [
    { what: `FLOP of the score, ${where}`, rebuilt: pair.rebuilt.score, absorbed: pair.absorbed.score },
    { what: `FLOP of the sum, ${where}`, rebuilt: pair.rebuilt.sum, absorbed: pair.absorbed.sum },
    {
      what: `FLOP to rebuild a key and value, ${where}`,
      rebuilt: 2 * attention.kvLoraRank * (attention.nopeHeadDim + attention.valueHeadDim),
      absorbed: 0,
    },
  ];
}
