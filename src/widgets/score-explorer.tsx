/** @file Tables 3 and 6 to 9 row by row: a model against another, what the number of questions allows to say, and the report’s sentences about them. */
import * as Plot from "@observablehq/plot";
import {
  isLowerBetter,
  judgeStatement,
  largestCorrelation,
  rightAnswers,
  scoreDifference,
  scoreStatements,
  scoreTables,
  standing,
  wilsonInterval,
  type BenchmarkRow,
  type StatementComparison,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  Fold,
  formatFixed,
  Legend,
  number,
  Readout,
  Table,
  text,
  toggle,
  twoLines,
} from "../kit/index.ts";

export default defineWidget({
  id: "score-explorer",
  title: "How good it is, row by row",
  source: "§4.4.2, Table 3; §5.3, Tables 6 to 8; §5.4.1, Table 9",
  caption:
    "Scores are the report’s. Intervals are ours: Wilson’s for a score, the normal one for a difference, both at 95%, for questions that are independent of one another. Numbers of questions were read at the sources named in the module, or are recalled, as the data say; rows without one have no interval. A sentence holds beyond all intervals, holds in sign by the printed scores alone, or does not, with how many of its comparisons are as said; press it to see them alone. The correlation of two models’ mistakes is printed nowhere, so it is yours to choose; it cannot exceed what the two scores allow.",
  params: {
    table: choice({
      label: "Table",
      initial: "base",
      options: [
        ["base", "Base models (Table 3)"],
        ["chat", "Chat models (Table 6)"],
        ["openEnded", "Conversation (Table 7)"],
        ["judges", "As a judge (Table 8)"],
        ["distillation", "Distillation (Table 9)"],
      ],
    }),
    other: choice({
      label: "V3 against",
      initial: "best",
      options: [
        ["best", "The best other"],
        ["Qwen2.5", "Qwen2.5 72B", { table: ["base", "chat", "openEnded"] }],
        ["LLaMA-3.1 405B", "LLaMA-3.1 405B", { table: ["base", "chat", "openEnded"] }],
        ["DeepSeek-V2", "DeepSeek-V2", { table: ["base", "chat", "openEnded"] }],
        ["Claude-3.5-Sonnet", "Claude 3.5 Sonnet", { table: "chat" }],
        ["GPT-4o", "GPT-4o", { table: ["chat", "openEnded", "judges"] }],
      ],
    }),
    correlation: number({ label: "Correlation of mistakes", range: [0, 0.8], step: 0.05, initial: 0 }),
    level: toggle({ label: "Gaps up to 0.3 are level", initial: false, help: "The rule of Table 3’s caption." }),
    statement: text({ label: "Sentence", maxLength: 30, inView: true }),
    query: text({ label: "Search", maxLength: 30 }),
    sort: text({ label: "Sort", maxLength: 30, initial: "-lead", inView: true }),
  },
  presets: {
    "As published": {},
    "With the report’s rule": { level: true },
    "Against LLaMA-3.1 405B": { other: "LLaMA-3.1 405B" },
    "Chat models": { table: "chat" },
    "A sentence that does not hold": { table: "chat", statement: "engineering-claude" },
    "Chat, mistakes alike": { table: "chat", correlation: 0.5 },
  },
  compute: ({ table, other, correlation, level }) => {
    const { scores, model } = scoreTables[table];
    const own = scores.models.indexOf(model);
    const rivals = scores.models.flatMap((name, i) =>
      !name.startsWith(model) && (other === "best" || name.startsWith(other)) ? [i] : [],
    );
    const rows = scores.rows.flatMap((row) => {
      const sign = isLowerBetter(row) ? -1 : 1;
      const candidates = rivals.filter((i) => row.scores[i] !== null);
      if (candidates.length === 0 || row.scores[own] === null) return [];
      const rival = candidates.reduce((best, i) => (sign * row.scores[i]! > sign * row.scores[best]! ? i : best));
      return [comparison(row, row.scores[own], row.scores[rival]!, scores.models[rival], correlation, sign)];
    });
    const { best, behind } = standing(scores, { model, level: level ? 0.3 : 0 });
    const statements = scoreStatements
      .filter((statement) => statement.table === table)
      .map(({ id, words, source }) => ({ id, words, source, ...judgeStatement(id, { correlation }) }));
    return { rows, best: best.length, behind: behind.length, model, statements };
  },
  view: ({ rows, best, behind, statements }, { values }) => {
    const known = rows.filter((row) => row.low !== null);
    const picked = statements.find(({ id }) => id === values.statement);
    const sorted = (
      picked
        ? picked.comparisons.map(asPoint)
        : rows.map((row) => ({
            ...row,
            key:
              row.benchmark +
              (rows.some((other) => other !== row && other.benchmark === row.benchmark) ? `, ${row.metric}` : ""),
          }))
    ).toSorted((a, b) => b.lead - a.lead);
    /** On two lines, if rows are high enough for them. */
    const nameOf = (key: string): string => (sorted.length <= mostHighRows ? twoLines(key, 22) : key);
    return (
      <>
        <Readout
          items={[
            {
              label: "Best or level with the best",
              value: best,
              as: "exact",
              unit: "rows",
              note: `of ${best + behind}, among all models`,
            },
            {
              label: "Ahead, beyond the interval",
              value: known.filter(({ low }) => low! > 0).length,
              as: "exact",
              unit: "rows",
              note: `of ${known.length} with a number of questions`,
            },
            {
              label: "Behind, beyond the interval",
              value: known.filter(({ high }) => high! < 0).length,
              as: "exact",
              unit: "rows",
            },
            {
              label: "Not told apart",
              value: known.filter(({ low, high }) => low! <= 0 && high! >= 0).length,
              as: "exact",
              unit: "rows",
            },
          ]}
        />
        <Chart
          label="Lead in points, with its interval, for each benchmark"
          options={({ narrow }) => ({
            height: heightOf(sorted.length, narrow),
            marginLeft: narrow ? Math.max(172, 7.3 * longest(sorted.map(({ key }) => nameOf(key))) + 12) : 230,
            marginRight: 16,
            x: { label: "Lead (points)", grid: true },
            y: { label: null, domain: sorted.map(({ key }) => key) },
            marks: [
              Plot.axisY({
                label: null,
                tickSize: 0,
                fontSize: narrow ? 12 : 11,
                tickFormat: narrow ? nameOf : undefined,
              }),
              Plot.ruleX([0]),
              Plot.ruleY(
                sorted.filter(({ low }) => low !== null),
                { y: "key", x1: "low", x2: "high", stroke: (point: Point) => shade(point), strokeWidth: 2 },
              ),
              Plot.dot(sorted, { y: "key", x: "lead", r: 3.5, fill: (point: Point) => shade(point) }),
            ],
          })}
          tips={({ key, rival, lead, low, high }: Point) =>
            key &&
            `${key}: ${signed(lead)} points${rival ? ` over ${rival}` : ""}${low === null ? ", no number of questions" : `, ${signed(low)} to ${signed(high!)}`}`
          }
        />
        <Legend
          items={[
            ["Ahead beyond the interval", "accent"],
            ["Not told apart", "neutral"],
            ["Behind beyond the interval", "loss-4"],
          ]}
        />
        <Fold label="Sentences of the report about this table, and whether they hold">
          <Table
            label="Sentences of the report about this table"
            rows={statements.map((statement) => ({
              ...statement,
              holds: `${statement.verdict}, ${statement.comparisons.filter(({ asSaid }) => asSaid).length}/${statement.comparisons.length}`,
            }))}
            pick="statement"
            pickOf={({ id }) => id}
            columns={[
              { key: "words", label: "The report says, in our words" },
              { key: "source", label: "Where" },
              { key: "holds", label: "By the table" },
            ]}
          />
        </Fold>
        <Fold label="All rows, to sort and to search">
          <Table
            label="All rows"
            rows={rows}
            height="22rem"
            sort="sort"
            filter="query"
            columns={[
              { key: "benchmark", label: "Benchmark" },
              { key: "group", label: "Group" },
              { key: "own", label: "V3" },
              { key: "score", label: "Other" },
              { key: "rival", label: "Which" },
              { key: "lead", label: "Lead", as: ["fixed", 1] },
              { key: "items", label: "Questions" },
              { key: "z", label: "Lead / error", as: ["fixed", 1] },
              { key: "fits", label: "One pass?" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ rows, best, behind, model }, { other }) => {
    const known = rows.filter((row) => row.low !== null);
    return `${model} is best or level in ${best} of ${best + behind} rows; against ${other === "best" ? "the best other model" : other} it leads beyond the interval in ${known.filter(({ low }) => low! > 0).length} of ${known.length} rows and trails beyond it in ${known.filter(({ high }) => high! < 0).length}.`;
  },
  table: ({ rows }) => ({
    columns: [
      { key: "benchmark", label: "Benchmark" },
      { key: "group", label: "Group" },
      { key: "metric", label: "Metric" },
      { key: "own", label: "V3" },
      { key: "ownInterval", label: "95% interval of V3" },
      { key: "rival", label: "Other model" },
      { key: "score", label: "Its score" },
      { key: "lead", label: "Lead" },
      { key: "low", label: "Lead, lower end" },
      { key: "high", label: "Lead, upper end" },
      { key: "items", label: "Questions" },
      { key: "known", label: "Their number" },
    ],
    rows: rows.map(({ z: _z, fits: _fits, ...row }) => row),
  }),
});

type Row = {
  benchmark: string;
  group: string;
  metric: string;
  own: number;
  ownInterval: string;
  rival: string;
  score: number;
  lead: number;
  low: number | null;
  high: number | null;
  z: number | null;
  items: number | null;
  known: string;
  fits: string;
};

/** One row: V3's score, the other's, and what the questions allow to say about their difference. */
function comparison(
  row: BenchmarkRow,
  own: number,
  score: number,
  rival: string,
  correlation: number,
  sign: number,
): Row {
  const { benchmark, group, metric, items } = row;
  const known = items === null ? "" : row.recalled ? "recalled, not read at a source" : "read at a source";
  const lead = sign * (own - score);
  const plain = { benchmark, group, metric, own, rival, score, lead, items, known };
  if (items === null) return { ...plain, ownInterval: "", low: null, high: null, z: null, fits: "" };
  const [first, second] = [own / 100, score / 100];
  const { error, z } = scoreDifference({
    first,
    second,
    items,
    correlation: Math.min(correlation, largestCorrelation({ first, second })),
  });
  const { low, high } = wilsonInterval({ share: first, items });
  return {
    ...plain,
    ownInterval: `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`,
    low: lead - 196 * error,
    high: lead + 196 * error,
    z,
    fits: items >= 1000 ? "" : rightAnswers({ percent: own, answers: items }).fits ? "fits" : "no",
  };
}

type Point = { key: string; rival: string; lead: number; low: number | null; high: number | null };

/** A comparison of a sentence as a point of the chart. */
function asPoint({ benchmark, rival, lead, halfWidth, row }: StatementComparison): Point {
  return {
    key: rival
      ? `${benchmark}${row.endsWith("-cot") ? " (CoT)" : ""}, ${rival.replace(/ Base| Instruct|-1022|-0513/, "")}`
      : benchmark,
    rival,
    lead,
    low: halfWidth === null ? null : lead - halfWidth,
    high: halfWidth === null ? null : lead + halfWidth,
  };
}

function shade({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null) return "var(--neutral)";
  return low > 0 ? "var(--accent)" : high! < 0 ? "var(--loss-4)" : "var(--neutral)";
}

const mostHighRows = 15;

/** Letters of the longest line. */
function longest(names: readonly string[]): number {
  return Math.max(...names.flatMap((name) => name.split("\n").map((line) => line.length)));
}

/** Rows of all of a table take the same height, whichever it is; a few do not need it. On a wide screen all are seen at once. */
function heightOf(rows: number, narrow: boolean): number {
  if (rows <= mostHighRows) return Math.max(150, 40 + 30 * rows);
  return narrow ? Math.max(500, 40 + 14.5 * rows) : Math.max(430, 40 + 12 * rows);
}

function signed(points: number): string {
  return `${points >= 0 ? "+" : "−"}${formatFixed(Math.abs(points), 1)}`;
}
