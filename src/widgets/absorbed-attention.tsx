/** @file Attention by rebuilt keys and values, and by absorbed matrices, on one small sequence: the same numbers by two ways. */
import { Fragment } from "preact";
import {
  deepseekV3,
  flopPerPair,
  latentAttention,
  sampleHidden,
  sampleLatentWeights,
  type LatentAttention,
  type LatentPass,
} from "../compute/index.ts";
import {
  Box,
  choice,
  color,
  defineWidget,
  Drawing,
  Fold,
  formatFixed,
  formatNumber,
  integer,
  Legend,
  Readout,
  seed,
  short,
  Table,
} from "../kit/index.ts";

const hiddenDim = 32;

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
    return { attention, expanded, absorbed, difference: largestDifference(expanded.output, absorbed.output) };
  },
  view: ({ attention, expanded, absorbed, difference }, { values }) => {
    const at = { query: values.query - 1, head: values.head - 1 };
    const rows = rowsOf(expanded, absorbed, attention, at);
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
        <Drawing
          label="Vectors of the query, of keys and values, and of latents"
          boxes
          height={({ narrow }) => (narrow ? 2 : 1) * panelHeight(8)}
        >
          {({ narrow }) => (
            <>
              <Panel
                left={0}
                top={0}
                narrow={narrow}
                title="Rebuilt (as printed)"
                query={slice(expanded.queries, at.query * heads + at.head, nopeHeadDim + ropeHeadDim)}
                rows={rows.map(({ key, keyVector, valueVector, expandedScore, expandedWeight }) => ({
                  key,
                  left: keyVector,
                  right: valueVector,
                  score: expandedScore,
                  weight: expandedWeight,
                }))}
                output={slice(expanded.headOutputs, at.query * heads + at.head, valueHeadDim)}
                names={["q", "k", "v", "o"]}
                kept={false}
              />
              <Panel
                left={narrow ? 0 : 276}
                top={narrow ? panelHeight(8) : 0}
                narrow={narrow}
                title="Absorbed"
                query={[
                  ...slice(absorbed.absorbedQueries!, at.query * heads + at.head, kvLoraRank),
                  ...slice(absorbed.queries, at.query * heads + at.head, nopeHeadDim + ropeHeadDim).slice(nopeHeadDim),
                ]}
                rows={rows.map(({ key, latent, absorbedScore, absorbedWeight }) => ({
                  key,
                  left: latent,
                  right: [],
                  score: absorbedScore,
                  weight: absorbedWeight,
                }))}
                output={slice(absorbed.headOutputs, at.query * heads + at.head, valueHeadDim)}
                names={["W^{UK,T} q", "c", "", "o"]}
                kept
              />
            </>
          )}
        </Drawing>
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
            columns={[
              { key: "token", label: "Key of token" },
              { key: "expandedScore", label: "Score, rebuilt", as: ["fixed", 6] },
              { key: "absorbedScore", label: "Score, absorbed", as: ["fixed", 6] },
              { key: "expandedWeight", label: "Weight, rebuilt", as: ["fixed", 6] },
              { key: "absorbedWeight", label: "Weight, absorbed", as: ["fixed", 6] },
            ]}
            rows={rows.map(({ key, expandedScore, absorbedScore, expandedWeight, absorbedWeight }) => ({
              token: key + 1,
              expandedScore,
              absorbedScore,
              expandedWeight,
              absorbedWeight,
            }))}
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
    const [first] = rowsOf(expanded, absorbed, attention, { query: query - 1, head: head - 1 });
    return `Token ${query}, head ${head}: the score of the first key is ${formatFixed(first.expandedScore, 6)} rebuilt and ${formatFixed(first.absorbedScore, 6)} absorbed; over the whole output the two ways differ by at most ${formatNumber(difference, 2)} of its largest entry.`;
  },
  table: ({ attention, expanded, absorbed }, { query, head }) => ({
    columns: [
      { key: "token", label: "Key of token" },
      { key: "expandedScore", label: "Score, rebuilt" },
      { key: "absorbedScore", label: "Score, absorbed" },
      { key: "expandedWeight", label: "Weight, rebuilt" },
      { key: "absorbedWeight", label: "Weight, absorbed" },
    ],
    rows: rowsOf(expanded, absorbed, attention, { query: query - 1, head: head - 1 }).map(
      ({ key, expandedScore, absorbedScore, expandedWeight, absorbedWeight }) => ({
        token: key + 1,
        expandedScore,
        absorbedScore,
        expandedWeight,
        absorbedWeight,
      }),
    ),
  }),
});

/** Largest difference of entries, as a share of the largest entry. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(a[i]));
  }
  return difference / largest;
}

function slice(vectors: ArrayLike<number>, index: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => vectors[index * width + i]);
}

/** Each key that a query attends to, as both ways see it. */
function rowsOf(
  expanded: LatentPass,
  absorbed: LatentPass,
  attention: LatentAttention,
  { query, head }: { query: number; head: number },
) {
  const { attentionHeads: heads, kvLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  return Array.from({ length: Math.min(query, expanded.tokens - 1) + 1 }, (_, key) => {
    const pair = (query * heads + head) * expanded.tokens + key;
    return {
      key,
      keyVector: slice(expanded.keys!, key * heads + head, nopeHeadDim + ropeHeadDim),
      valueVector: slice(expanded.values!, key * heads + head, valueHeadDim),
      latent: [...slice(absorbed.kvLatent, key, kvLoraRank), ...slice(absorbed.ropeKey, key, ropeHeadDim)],
      expandedScore: expanded.scores[pair],
      absorbedScore: absorbed.scores[pair],
      expandedWeight: expanded.weights[pair],
      absorbedWeight: absorbed.weights[pair],
    };
  });
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

const rowHeight = 22;
/** Title, query, keys, output. */
const panelHeight = (keys: number): number => 58 + keys * rowHeight + 46;

type PanelRow = { key: number; left: readonly number[]; right: readonly number[]; score: number; weight: number };
type PanelProps = {
  left: number;
  top: number;
  narrow: boolean;
  title: string;
  query: readonly number[];
  rows: readonly PanelRow[];
  output: readonly number[];
  names: readonly [query: string, key: string, value: string, output: string];
  /** Whether the rows are the cache itself. */
  kept: boolean;
};

/** A query above the keys that it is multiplied with; scores beside them; what is summed, and the sum below. */
function Panel({
  left,
  top,
  narrow,
  title,
  query,
  rows,
  output,
  names: [queryName, keyName, valueName, outputName],
  kept,
}: PanelProps) {
  const cell = narrow ? 10 : 11;
  const x = left + 46;
  const scoreX = x + query.length * cell + 8;
  const valueX = scoreX + 92;
  const first = top + 58;
  const end = first + rows.length * rowHeight + 10;
  const outputX = kept ? x : valueX;
  return (
    <>
      <text x={left} y={top + 14} font-weight="600">
        {title}
      </text>
      <text x={left} y={top + 38}>
        query
      </text>
      <Strip x={x} y={top + 26} cell={cell} entries={query} name={queryName} />
      <text x={scoreX} y={top + 38} class="axis-label">
        score
      </text>
      <text x={scoreX + 44} y={top + 38} class="axis-label">
        weight
      </text>
      {!kept && (
        <text x={valueX} y={top + 38} class="axis-label">
          value
        </text>
      )}
      {rows.map(({ key, left: keys, right, score, weight }, i) => (
        <Fragment key={key}>
          <text x={left} y={first + i * rowHeight + 12}>
            key {key + 1}
          </text>
          <Strip
            x={x}
            y={first + i * rowHeight}
            cell={cell}
            entries={keys}
            name={`${keyName} of token ${key + 1}`}
            kept={kept}
          />
          <text x={scoreX} y={first + i * rowHeight + 12}>
            {formatFixed(score, 2)}
          </text>
          <Box x={scoreX} y={first + i * rowHeight} width={36} height={15} tip={`Score of key ${key + 1}: ${score}`} />
          <text x={scoreX + 44} y={first + i * rowHeight + 12}>
            {formatFixed(weight, 3)}
          </text>
          <Box
            x={scoreX + 44}
            y={first + i * rowHeight}
            width={36}
            height={15}
            tip={`Weight of key ${key + 1}: ${weight}`}
          />
          <Strip
            x={valueX}
            y={first + i * rowHeight}
            cell={cell}
            entries={right}
            name={`${valueName} of token ${key + 1}`}
          />
        </Fragment>
      ))}
      <text x={left} y={end + 12}>
        output
      </text>
      <Strip x={outputX} y={end} cell={cell} entries={output} name={outputName} />
      {kept && (
        <text x={outputX + output.length * cell + 6} y={end + 12} class="axis-label">
          W
          <tspan dy={-4} font-size={9.5}>
            UV
          </tspan>
          <tspan dy={4}> after the sum of c</tspan>
        </text>
      )}
    </>
  );
}

/** A vector: one box for each entry. */
function Strip({
  x,
  y,
  cell,
  entries,
  name,
  kept = false,
}: {
  x: number;
  y: number;
  cell: number;
  entries: readonly number[];
  name: string;
  kept?: boolean;
}) {
  return (
    <>
      {entries.map((value, i) => (
        <Box
          key={i}
          x={x + i * cell}
          y={y}
          width={cell - 1}
          height={15}
          fill={value < 0 ? "series-5" : "series-4"}
          strength={0.12 + Math.abs(value) / 2.2}
          tip={`${name}, entry ${i + 1}: ${formatNumber(value, 4)}`}
        />
      ))}
      {kept && (
        <rect
          x={short(x - 2)}
          y={y - 2}
          width={short(entries.length * cell + 3)}
          height={19}
          fill="none"
          stroke={color("accent")}
          stroke-width={1.5}
        />
      )}
    </>
  );
}
