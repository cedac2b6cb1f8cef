/** @file Tables 3 and 6 to 9 row by row: a model against another, what the number of questions allows to say, and the report’s sentences about them. */
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
} from "../compute/index.ts";
import { choice, defineWidget, Fold, number, Readout, Table, text, toggle } from "../kit/index.ts";
import { LeadLegend, pointOfStatement, ScoreLeads } from "./drawings/score-leads.tsx";

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
    const points = picked
      ? picked.comparisons.map(pointOfStatement)
      : rows.map((row) => ({
          ...row,
          key:
            row.benchmark +
            (rows.some((other) => other !== row && other.benchmark === row.benchmark) ? `, ${row.metric}` : ""),
        }));
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
        <ScoreLeads points={points} />
        <LeadLegend />
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
            rows={rows.map(({ benchmark, group, own, score, rival, lead, items, z, fits }) => ({
              benchmark,
              group,
              own,
              score,
              rival,
              lead,
              items,
              z,
              fits: fits === null ? "" : fits ? "fits" : "no",
            }))}
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
    rows: rows.map(({ interval, items, recalled, z: _z, fits: _fits, ...row }) => ({
      ...row,
      ownInterval: interval && `${(100 * interval.low).toFixed(1)} to ${(100 * interval.high).toFixed(1)}`,
      items,
      known: items && (recalled ? "recalled, not read at a source" : "read at a source"),
    })),
  }),
});

/** One row: V3's score, the other's, and what the questions allow to say about their difference; `null` without their number. */
function comparison(
  { benchmark, group, metric, items, recalled }: BenchmarkRow,
  own: number,
  score: number,
  rival: string,
  correlation: number,
  sign: number,
) {
  const lead = sign * (own - score);
  const plain = { benchmark, group, metric, own, rival, score, lead, items, recalled };
  if (items === null) return { ...plain, interval: null, low: null, high: null, z: null, fits: null };
  const [first, second] = [own / 100, score / 100];
  const { error, z } = scoreDifference({
    first,
    second,
    items,
    correlation: Math.min(correlation, largestCorrelation({ first, second })),
  });
  return {
    ...plain,
    interval: wilsonInterval({ share: first, items }),
    low: lead - 196 * error,
    high: lead + 196 * error,
    z,
    fits: items >= 1000 ? null : rightAnswers({ percent: own, answers: items }).fits,
  };
}
