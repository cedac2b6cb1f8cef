/** @file Sentences of the report about its tables, as comparisons that can be checked against them. §4.4.2, §5.3, §5.4.1 */
import { refuse, requireInRange, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { largestCorrelation, scoreDifference } from "./intervals.ts";
import { isLowerBetter } from "./ranking.ts";
import {
  tableByModel,
  baseScores,
  chatScores,
  distillationScores,
  openEndedScores,
  rewardBenchScores,
  type BenchmarkTable,
} from "./tables.ts";

/** Tables of scores by name, each with the model that the report speaks of. @source §4.4.2, Table 3; §5.3, Tables 6 to 8; §5.4.1, Table 9 */
export const scoreTables: Readonly<
  Record<ScoreTableName, { readonly scores: BenchmarkTable; readonly model: string }>
> = deepFreeze({
  base: { scores: baseScores, model: "DeepSeek-V3 Base" },
  chat: { scores: chatScores, model: "DeepSeek-V3" },
  openEnded: {
    model: "DeepSeek-V3",
    scores: tableByModel(openEndedScores, [
      ["arenaHard", "Arena-Hard", null],
      ["alpacaEval", "AlpacaEval 2.0", null],
    ]),
  },
  judges: {
    model: "DeepSeek-V3",
    scores: tableByModel(rewardBenchScores, [
      ["chat", "Chat", 358],
      ["chatHard", "Chat-Hard", 456],
      ["safety", "Safety", 740],
      ["reasoning", "Reasoning", 1431],
      ["average", "Average", null],
    ]),
  },
  distillation: {
    model: "DeepSeek-V2.5 +R1 Distill",
    scores: tableByModel(distillationScores, [
      ["liveCodeBench", "LiveCodeBench", null],
      ["math500", "MATH-500", 500],
    ]),
  },
});
export type ScoreTableName = "base" | "chat" | "openEnded" | "judges" | "distillation";
/** The names of `scoreTables`. @source ours: an order of Tables 3, 6, 7, 8 and 9 */
export const scoreTableNames: readonly ScoreTableName[] = deepFreeze([
  "base",
  "chat",
  "openEnded",
  "judges",
  "distillation",
] as const);

/** One comparison that a sentence makes: its model in some rows, against some others. */
export type StatementPart = {
  /** Ids of rows, or a group of them. */
  readonly rows: readonly string[];
  /** Beginnings of the names of models; empty for all others. */
  readonly against: readonly string[];
  /** What is said: ahead in each, behind in each, ahead in most, a lead in points within a range, or a score of at least so much. */
  readonly says: "ahead" | "behind" | "most" | readonly [least: number, most: number] | number;
};

export type ScoreStatement = {
  readonly id: string;
  readonly table: ScoreTableName;
  readonly words: string;
  readonly source: string;
  readonly parts: readonly StatementPart[];
};

const all = baseScores.rows.map(({ id }) => id);
const inGroups = (...groups: string[]): string[] =>
  baseScores.rows.filter(({ group }) => groups.includes(group)).map(({ id }) => id);
const engineering = ["swe-verified", "aider-edit", "aider-polyglot"];
const open = ["DeepSeek-V2", "Qwen2.5", "LLaMA-3.1"];
const claude = ["Claude-3.5-Sonnet"];

/** The sentences, in our words and in the order of the report. @source §4.4.2, §5.3.2 to §5.3.4, §5.4.1 */
export const scoreStatements: readonly ScoreStatement[] = deepFreeze([
  {
    id: "comprehensive",
    table: "base",
    words: "Comprehensively outperforms V2-Base and Qwen2.5 72B",
    source: "§4.4.2",
    parts: [{ rows: all, against: ["DeepSeek-V2", "Qwen2.5"], says: "ahead" }],
  },
  {
    id: "majority",
    table: "base",
    words: "Surpasses LLaMA-3.1 405B in the majority of benchmarks",
    source: "§4.4.2",
    parts: [{ rows: all, against: ["LLaMA-3.1"], says: "most" }],
  },
  {
    id: "chinese",
    table: "base",
    words: "Better than Qwen2.5 72B in Chinese, but for CMMLU",
    source: "§4.4.2",
    parts: [{ rows: inGroups("Chinese").filter((id) => id !== "cmmlu"), against: ["Qwen2.5"], says: "ahead" }],
  },
  {
    id: "code-and-math",
    table: "base",
    words: "Much better than LLaMA-3.1 405B in languages, code and mathematics",
    source: "§4.4.2",
    parts: [{ rows: inGroups("Multilingual", "Code", "Math"), against: ["LLaMA-3.1"], says: "ahead" }],
  },
  {
    id: "especially",
    table: "base",
    words: "Especially good on BBH, MMLU’s series, DROP, C-Eval, CMMLU and CCPM, beside LLaMA-3.1 405B",
    source: "§4.4.2",
    parts: [
      {
        rows: ["bbh", "mmlu", "mmlu-redux", "mmlu-pro", "drop", "c-eval", "cmmlu", "ccpm"],
        against: ["LLaMA-3.1"],
        says: "ahead",
      },
    ],
  },
  {
    id: "mmlu",
    table: "chat",
    words: "MMLU: significantly outperforms Qwen2.5 72B",
    source: "§5.3.2",
    parts: [{ rows: ["mmlu"], against: ["Qwen2.5"], says: "ahead" }],
  },
  {
    id: "mmlu-redux",
    table: "chat",
    words: "MMLU-Redux: surpasses its peers",
    source: "§5.3.2",
    parts: [{ rows: ["mmlu-redux"], against: [], says: "ahead" }],
  },
  {
    id: "gpqa",
    table: "chat",
    words: "GPQA-Diamond: just behind Claude 3.5 Sonnet, ahead of all others",
    source: "§5.3.2",
    parts: [
      { rows: ["gpqa-diamond"], against: claude, says: "behind" },
      { rows: ["gpqa-diamond"], against: [...open, "GPT-4o"], says: "ahead" },
    ],
  },
  {
    id: "drop",
    table: "chat",
    words: "DROP: outperforms all other models",
    source: "§5.3.2",
    parts: [{ rows: ["drop"], against: [], says: "ahead" }],
  },
  {
    id: "frames",
    table: "chat",
    words: "FRAMES: trails GPT-4o, ahead of all others by a significant margin",
    source: "§5.3.2",
    parts: [
      { rows: ["frames"], against: ["GPT-4o"], says: "behind" },
      { rows: ["frames"], against: [...open, ...claude], says: "ahead" },
    ],
  },
  {
    id: "longbench",
    table: "chat",
    words: "LongBench v2: best in class",
    source: "§5.3.2",
    parts: [{ rows: ["longbench-v2"], against: [], says: "ahead" }],
  },
  {
    id: "simpleqa",
    table: "chat",
    words: "SimpleQA: behind GPT-4o and Claude",
    source: "§5.3.2",
    parts: [{ rows: ["simpleqa"], against: ["GPT-4o", ...claude], says: "behind" }],
  },
  {
    id: "instructions",
    table: "chat",
    words: "Following instructions: significantly ahead of the V2 series",
    source: "§5.3.2",
    parts: [{ rows: ["if-eval"], against: ["DeepSeek-V2"], says: "ahead" }],
  },
  {
    id: "engineering-claude",
    table: "chat",
    words: "Engineering: trails Claude 3.5 Sonnet",
    source: "§5.3.2",
    parts: [{ rows: engineering, against: claude, says: "behind" }],
  },
  {
    id: "engineering-open",
    table: "chat",
    words: "Engineering: significantly outperforms open-source models",
    source: "§5.3.2",
    parts: [{ rows: engineering, against: open, says: "ahead" }],
  },
  {
    id: "algorithms",
    table: "chat",
    words: "HumanEval-Mul and LiveCodeBench: outperforms all baselines",
    source: "§5.3.2",
    parts: [{ rows: ["humaneval-mul", "livecodebench-cot", "livecodebench"], against: [], says: "ahead" }],
  },
  {
    id: "mathematics",
    table: "chat",
    words: "AIME, MATH-500, CNMO: ahead of Qwen2.5 72B by approximately ten points",
    source: "§5.3.2",
    parts: [{ rows: ["aime-2024", "math-500", "cnmo-2024"], against: ["Qwen2.5"], says: [8, 12] }],
  },
  {
    id: "c-simpleqa",
    table: "chat",
    words: "C-SimpleQA: surpasses Qwen2.5 72B by 16.4 points",
    source: "§5.3.2",
    parts: [{ rows: ["c-simpleqa"], against: ["Qwen2.5"], says: [16.35, 16.45] }],
  },
  {
    id: "arena-hard",
    table: "openEnded",
    words: "Arena-Hard: a win rate of over 86%",
    source: "§5.3.3",
    parts: [{ rows: ["arenaHard"], against: [], says: 86 }],
  },
  {
    id: "alpaca",
    table: "openEnded",
    words: "AlpacaEval 2.0: outperforms closed and open models",
    source: "§5.3.3",
    parts: [{ rows: ["alpacaEval"], against: [], says: "ahead" }],
  },
  {
    id: "judge",
    table: "judges",
    words: "As a judge, surpasses the other versions of GPT-4o and Claude (average)",
    source: "§5.3.4",
    parts: [{ rows: ["average"], against: ["GPT-4o-0513", "GPT-4o-1120", "Claude-3.5-sonnet-0620"], says: "ahead" }],
  },
  {
    id: "distilled",
    table: "distillation",
    words: "Distillation improves LiveCodeBench and MATH-500",
    source: "§5.4.1",
    parts: [{ rows: ["liveCodeBench", "math500"], against: [], says: "ahead" }],
  },
] as const satisfies readonly ScoreStatement[]);

/** One row of a table, one rival, and what a sentence says of both. */
export type StatementComparison = {
  readonly row: string;
  readonly benchmark: string;
  /** Empty where a score stands alone. */
  readonly rival: string;
  /** Points by which the model leads; negative where it trails. */
  readonly lead: number;
  /** Half of the 95% interval of the lead, in points; null where the number of questions is not known. */
  readonly halfWidth: number | null;
  /** Whether the printed scores are as the sentence says. */
  readonly asSaid: boolean;
  /** Whether the lead, or the gap, is larger than its interval. */
  readonly beyond: boolean;
};

/** `holds` beyond every interval, `holds in sign` by the printed scores alone, or `does not` by these either. */
export type StatementVerdict = "holds" | "holds in sign" | "does not";

/**
 * What the tables say to a sentence.
 *
 * A sentence about several rows or rivals holds if it holds in each; one about most rows, if more than half are ahead.
 *
 * @param id  one of `scoreStatements`
 * @param options.correlation  of two models' mistakes, 0 to 0.99; cut to what the scores allow
 * @throws RangeError if there is no such sentence, or `correlation` lies outside
 * @source §4.4.2, §5.3, §5.4.1; intervals: normal, 95%, independent questions, an assumption of ours
 */
export function judgeStatement(
  id: string,
  options: { correlation?: number } = {},
): { verdict: StatementVerdict; comparisons: readonly StatementComparison[] } {
  requireOneOf(
    { id },
    scoreStatements.map((statement) => statement.id),
  );
  requireObject({ options });
  const { correlation = 0 } = options;
  requireInRange({ correlation }, 0, 0.99);
  const { table, parts } = scoreStatements.find((statement) => statement.id === id)!;
  const comparisons = parts.flatMap((part) => compared(table, part, correlation));
  const asSaid = comparisons.filter((one) => one.asSaid).length;
  const beyond = comparisons.filter((one) => one.asSaid && one.beyond).length;
  const needed = parts[0].says === "most" ? Math.floor(comparisons.length / 2) + 1 : comparisons.length;
  return { verdict: beyond >= needed ? "holds" : asSaid >= needed ? "holds in sign" : "does not", comparisons };
}

function compared(
  name: ScoreTableName,
  { rows, against, says }: StatementPart,
  correlation: number,
): StatementComparison[] {
  const { scores, model } = scoreTables[name];
  const own = scores.models.indexOf(model);
  return rows.flatMap((id) => {
    const row = scores.rows.find((candidate) => candidate.id === id);
    if (!row) return refuse("rows", `be rows of ${scores.source}`, id);
    const score = row.scores[own]!;
    if (typeof says === "number")
      return [
        {
          row: id,
          benchmark: row.benchmark,
          rival: "",
          lead: score - says,
          halfWidth: null,
          asSaid: score >= says,
          beyond: true,
        },
      ];
    return scores.models.flatMap((rival, i): StatementComparison[] => {
      const other = row.scores[i];
      // The same model with votes is not another one.
      if (
        other === null ||
        rival.startsWith(model) ||
        (against.length > 0 && !against.some((begin) => rival.startsWith(begin)))
      )
        return [];
      const lead = Math.round((isLowerBetter(row) ? other - score : score - other) * 1000) / 1000;
      const [first, second] = [score / 100, other / 100];
      const halfWidth =
        row.items === null
          ? null
          : 196 *
            scoreDifference({
              first,
              second,
              items: row.items,
              correlation:
                first === second ? correlation : Math.min(correlation, largestCorrelation({ first, second })),
            }).error;
      const asSaid = Array.isArray(says) ? lead >= says[0] && lead <= says[1] : says === "behind" ? lead < 0 : lead > 0;
      return [
        {
          row: id,
          benchmark: row.benchmark,
          rival,
          lead,
          halfWidth,
          asSaid,
          beyond: halfWidth !== null && Math.abs(lead) > halfWidth,
        },
      ];
    });
  });
}
