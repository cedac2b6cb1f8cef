/**
 * @file The evaluations of the report: Tables 3 to 9, every cell, with the number of questions of each benchmark where a source
 * for it was read. Scores are percent, but bits per byte (lower is better) and Codeforces, a percentile.
 */
import { deepFreeze } from "../freeze.ts";

/** A row of a table: one benchmark, and the score of each model in the order of the table's `models`. */
export type BenchmarkRow = {
  readonly id: string;
  readonly benchmark: string;
  /** English, Code, Math, Chinese or Multilingual. */
  readonly group: string;
  readonly metric: string;
  /** Score of each model; null where the report prints a dash. */
  readonly scores: readonly (number | null)[];
  /** Questions of the benchmark; null where a score is no share of them, or no source gives their number. */
  readonly items: number | null;
  /** Whether the number of questions is recalled and not read at a source. */
  readonly recalled: boolean;
};

/** A table of benchmark scores. */
export type BenchmarkTable = {
  readonly models: readonly string[];
  readonly rows: readonly BenchmarkRow[];
  readonly source: string;
};

/** Where the numbers of questions come from. @source ours: a list of where `items` were read */
export const itemSources = deepFreeze([
  "modelscope/evalscope, docs/en/benchmarks (fde259d2), total samples",
  "Aider’s documentation for its two sets, CRUXEval’s and CLUE’s data cards",
] as const);

type Row = readonly [
  id: string,
  benchmark: string,
  group: string,
  metric: string,
  scores: readonly (number | null)[],
  items: number | null,
  recalled?: boolean,
];

function table(source: string, models: readonly string[], rows: readonly Row[]): BenchmarkTable {
  return {
    source,
    models,
    rows: rows.map(([id, benchmark, group, metric, scores, items, recalled = false]) => ({
      id,
      benchmark,
      group,
      metric,
      scores,
      items,
      recalled,
    })),
  };
}

/** V3-Base against open base models. @source §4.4.2, Table 3 */
export const baseScores: BenchmarkTable = deepFreeze(
  table(
    "§4.4.2, Table 3",
    ["DeepSeek-V2 Base", "Qwen2.5 72B Base", "LLaMA-3.1 405B Base", "DeepSeek-V3 Base"],
    [
      ["pile-test", "Pile-test", "English", "BPB", [0.606, 0.638, 0.542, 0.548], null],
      ["bbh", "BBH", "English", "EM", [78.8, 79.8, 82.9, 87.5], 6511],
      ["mmlu", "MMLU", "English", "EM", [78.4, 85.0, 84.4, 87.1], 14_042],
      ["mmlu-redux", "MMLU-Redux", "English", "EM", [75.6, 83.2, 81.3, 86.2], 3000, true],
      ["mmlu-pro", "MMLU-Pro", "English", "EM", [51.4, 58.3, 52.8, 64.4], 12_032],
      ["drop", "DROP", "English", "F1", [80.4, 80.6, 86.0, 89.0], 9536],
      ["arc-easy", "ARC-Easy", "English", "EM", [97.6, 98.4, 98.4, 98.9], 2376],
      ["arc-challenge", "ARC-Challenge", "English", "EM", [92.2, 94.5, 95.3, 95.3], 1172],
      ["hellaswag", "HellaSwag", "English", "EM", [87.1, 84.8, 89.2, 88.9], 10_042],
      ["piqa", "PIQA", "English", "EM", [83.9, 82.6, 85.9, 84.7], 1838],
      ["winogrande", "WinoGrande", "English", "EM", [86.3, 82.3, 85.2, 84.9], 1267],
      ["race-middle", "RACE-Middle", "English", "EM", [73.1, 68.1, 74.2, 67.1], 1436],
      ["race-high", "RACE-High", "English", "EM", [52.6, 50.3, 56.8, 51.3], 3498],
      ["triviaqa", "TriviaQA", "English", "EM", [80.0, 71.9, 82.7, 82.9], 7993],
      ["naturalquestions", "NaturalQuestions", "English", "EM", [38.6, 33.2, 41.5, 40.0], 3610, true],
      ["agieval", "AGIEval", "English", "EM", [57.5, 75.8, 60.6, 79.6], 8062, true],
      ["humaneval", "HumanEval", "Code", "Pass@1", [43.3, 53.0, 54.9, 65.2], 164],
      ["mbpp", "MBPP", "Code", "Pass@1", [65.0, 72.6, 68.4, 75.4], 500],
      ["livecodebench-base", "LiveCodeBench-Base", "Code", "Pass@1", [11.6, 12.9, 15.5, 19.4], null],
      ["cruxeval-i", "CRUXEval-I", "Code", "EM", [52.5, 59.1, 58.5, 67.3], 800],
      ["cruxeval-o", "CRUXEval-O", "Code", "EM", [49.8, 59.9, 59.9, 69.8], 800],
      ["gsm8k", "GSM8K", "Math", "EM", [81.6, 88.3, 83.5, 89.3], 1319],
      ["math", "MATH", "Math", "EM", [43.4, 54.4, 49.0, 61.6], 5000],
      ["mgsm", "MGSM", "Math", "EM", [63.6, 76.2, 69.9, 79.8], 2500, true],
      ["cmath", "CMath", "Math", "EM", [78.7, 84.5, 77.3, 90.7], 1098],
      ["cluewsc", "CLUEWSC", "Chinese", "EM", [82.0, 82.5, 83.0, 82.7], 304],
      ["c-eval", "C-Eval", "Chinese", "EM", [81.4, 89.2, 72.5, 90.1], 1346],
      ["cmmlu", "CMMLU", "Chinese", "EM", [84.0, 89.5, 73.7, 88.8], 11_582],
      ["cmrc", "CMRC", "Chinese", "EM", [77.4, 75.8, 76.0, 76.3], 3219, true],
      ["c3", "C3", "Chinese", "EM", [77.4, 76.7, 79.7, 78.6], 1825, true],
      ["ccpm", "CCPM", "Chinese", "EM", [93.0, 88.5, 78.6, 92.0], 2720, true],
      ["mmmlu-non-english", "MMMLU-non-English", "Multilingual", "EM", [64.0, 74.8, 73.8, 79.4], 182_546],
    ],
  ),
);

/**
 * With and without one prediction module, on a small (15.7B) and a large model (228.7B). Scores: small without, small with, large without, large with.
 *
 * @source §4.5.1, Table 4
 */
export const mtpAblation: BenchmarkTable = deepFreeze(
  table(
    "§4.5.1, Table 4",
    ["small baseline", "small with MTP", "large baseline", "large with MTP"],
    [
      ["pile-test", "Pile-test", "English", "BPB", [0.729, 0.729, 0.658, 0.657], null],
      ["bbh", "BBH", "English", "EM", [39.0, 41.4, 70.0, 70.7], 6511],
      ["mmlu", "MMLU", "English", "EM", [50.0, 53.3, 67.5, 66.6], 14_042],
      ["drop", "DROP", "English", "F1", [39.2, 41.3, 68.5, 70.6], 9536],
      ["triviaqa", "TriviaQA", "English", "EM", [56.9, 57.7, 67.0, 67.3], 7993],
      ["naturalquestions", "NaturalQuestions", "English", "EM", [22.7, 22.3, 27.2, 28.5], 3610, true],
      ["humaneval", "HumanEval", "Code", "Pass@1", [20.7, 26.8, 44.5, 53.7], 164],
      ["mbpp", "MBPP", "Code", "Pass@1", [35.8, 36.8, 61.6, 62.2], 500],
      ["gsm8k", "GSM8K", "Math", "EM", [25.4, 31.4, 72.3, 74.0], 1319],
      ["math", "MATH", "Math", "EM", [10.7, 12.6, 38.6, 39.8], 5000],
    ],
  ),
);

/**
 * Balanced by a loss and by a bias, on a small and a large model. Scores: small with loss, small with bias, large with loss, large with bias.
 *
 * @source §4.5.2, Table 5
 */
export const balanceAblation: BenchmarkTable = deepFreeze(
  table(
    "§4.5.2, Table 5",
    ["small aux-loss-based", "small aux-loss-free", "large aux-loss-based", "large aux-loss-free"],
    [
      ["pile-test", "Pile-test", "English", "BPB", [0.727, 0.724, 0.656, 0.652], null],
      ["bbh", "BBH", "English", "EM", [37.3, 39.3, 66.7, 67.9], 6511],
      ["mmlu", "MMLU", "English", "EM", [51.0, 51.8, 68.3, 67.2], 14_042],
      ["drop", "DROP", "English", "F1", [38.1, 39.0, 67.1, 67.1], 9536],
      ["triviaqa", "TriviaQA", "English", "EM", [58.3, 58.5, 66.7, 67.7], 7993],
      ["naturalquestions", "NaturalQuestions", "English", "EM", [23.2, 23.4, 27.1, 28.1], 3610, true],
      ["humaneval", "HumanEval", "Code", "Pass@1", [22.0, 22.6, 40.2, 46.3], 164],
      ["mbpp", "MBPP", "Code", "Pass@1", [36.6, 35.8, 59.2, 61.2], 500],
      ["gsm8k", "GSM8K", "Math", "EM", [27.1, 29.6, 70.7, 74.5], 1319],
      ["math", "MATH", "Math", "EM", [10.9, 11.1, 37.2, 39.6], 5000],
    ],
  ),
);

/** V3 against other chat models. @source §5.3.2, Table 6 */
export const chatScores: BenchmarkTable = deepFreeze(
  table(
    "§5.3.2, Table 6",
    [
      "DeepSeek-V2-0506",
      "DeepSeek-V2.5-0905",
      "Qwen2.5 72B Instruct",
      "LLaMA-3.1 405B Instruct",
      "Claude-3.5-Sonnet-1022",
      "GPT-4o-0513",
      "DeepSeek-V3",
    ],
    [
      ["mmlu", "MMLU", "English", "EM", [78.2, 80.6, 85.3, 88.6, 88.3, 87.2, 88.5], 14_042],
      ["mmlu-redux", "MMLU-Redux", "English", "EM", [77.9, 80.3, 85.6, 86.2, 88.9, 88.0, 89.1], 3000, true],
      ["mmlu-pro", "MMLU-Pro", "English", "EM", [58.5, 66.2, 71.6, 73.3, 78.0, 72.6, 75.9], 12_032],
      ["drop", "DROP", "English", "3-shot F1", [83.0, 87.8, 76.7, 88.7, 88.3, 83.7, 91.6], 9536],
      ["if-eval", "IF-Eval", "English", "Prompt Strict", [57.7, 80.6, 84.1, 86.0, 86.5, 84.3, 86.1], 541],
      ["gpqa-diamond", "GPQA-Diamond", "English", "Pass@1", [35.3, 41.3, 49.0, 51.1, 65.0, 49.9, 59.1], 198],
      ["simpleqa", "SimpleQA", "English", "Correct", [9.0, 10.2, 9.1, 17.1, 28.4, 38.2, 24.9], 4326],
      ["frames", "FRAMES", "English", "Acc.", [66.9, 65.4, 69.8, 70.0, 72.5, 80.5, 73.3], 824],
      ["longbench-v2", "LongBench v2", "English", "Acc.", [31.6, 35.4, 39.4, 36.1, 41.0, 48.1, 48.7], 503],
      ["humaneval-mul", "HumanEval-Mul", "Code", "Pass@1", [69.3, 77.4, 77.3, 77.2, 81.7, 80.5, 82.6], 1312, true],
      ["livecodebench-cot", "LiveCodeBench", "Code", "Pass@1-COT", [18.8, 29.2, 31.1, 28.4, 36.3, 33.4, 40.5], null],
      ["livecodebench", "LiveCodeBench", "Code", "Pass@1", [20.3, 28.4, 28.7, 30.1, 32.8, 34.2, 37.6], null],
      ["codeforces", "Codeforces", "Code", "Percentile", [17.5, 35.6, 24.8, 25.3, 20.3, 23.6, 51.6], null],
      ["swe-verified", "SWE Verified", "Code", "Resolved", [null, 22.6, 23.8, 24.5, 50.8, 38.8, 42.0], 500],
      ["aider-edit", "Aider-Edit", "Code", "Acc.", [60.3, 71.6, 65.4, 63.9, 84.2, 72.9, 79.7], 133],
      ["aider-polyglot", "Aider-Polyglot", "Code", "Acc.", [null, 18.2, 7.6, 5.8, 45.3, 16.0, 49.6], 225],
      ["aime-2024", "AIME 2024", "Math", "Pass@1", [4.6, 16.7, 23.3, 23.3, 16.0, 9.3, 39.2], 30],
      ["math-500", "MATH-500", "Math", "EM", [56.3, 74.7, 80.0, 73.8, 78.3, 74.6, 90.2], 500],
      ["cnmo-2024", "CNMO 2024", "Math", "Pass@1", [2.8, 10.8, 15.9, 6.8, 13.1, 10.8, 43.2], null],
      ["cluewsc", "CLUEWSC", "Chinese", "EM", [89.9, 90.4, 91.4, 84.7, 85.4, 87.9, 90.9], 304],
      ["c-eval", "C-Eval", "Chinese", "EM", [78.6, 79.5, 86.1, 61.5, 76.7, 76.0, 86.5], 1346],
      ["c-simpleqa", "C-SimpleQA", "Chinese", "Correct", [48.5, 54.1, 48.4, 50.4, 51.3, 59.3, 64.8], 3000],
    ],
  ),
);

/** Win rates in open-ended conversation, percent; the judge is GPT-4-Turbo-1106. @source §5.3.3, Table 7 */
export const openEndedScores = deepFreeze({
  source: "§5.3.3, Table 7",
  rows: [
    { model: "DeepSeek-V2.5-0905", arenaHard: 76.2, alpacaEval: 50.5 },
    { model: "Qwen2.5-72B-Instruct", arenaHard: 81.2, alpacaEval: 49.1 },
    { model: "LLaMA-3.1 405B", arenaHard: 69.3, alpacaEval: 40.5 },
    { model: "GPT-4o-0513", arenaHard: 80.4, alpacaEval: 51.1 },
    { model: "Claude-Sonnet-3.5-1022", arenaHard: 85.2, alpacaEval: 52.0 },
    { model: "DeepSeek-V3", arenaHard: 85.5, alpacaEval: 70.0 },
  ],
} as const);

/** Models as judges on RewardBench, accuracy in percent. `average` is what the table prints. @source §5.3.4, Table 8 */
export const rewardBenchScores = deepFreeze({
  source: "§5.3.4, Table 8",
  rows: [
    { model: "GPT-4o-0513", chat: 96.6, chatHard: 70.4, safety: 86.7, reasoning: 84.9, average: 84.7 },
    { model: "GPT-4o-0806", chat: 96.1, chatHard: 76.1, safety: 88.1, reasoning: 86.6, average: 86.7 },
    { model: "GPT-4o-1120", chat: 95.8, chatHard: 71.3, safety: 86.2, reasoning: 85.2, average: 84.6 },
    { model: "Claude-3.5-sonnet-0620", chat: 96.4, chatHard: 74.0, safety: 81.6, reasoning: 84.7, average: 84.2 },
    { model: "Claude-3.5-sonnet-1022", chat: 96.4, chatHard: 79.7, safety: 91.1, reasoning: 87.6, average: 88.7 },
    { model: "DeepSeek-V3", chat: 96.9, chatHard: 79.8, safety: 87.0, reasoning: 84.3, average: 87.0 },
    { model: "DeepSeek-V3 (maj@6)", chat: 96.9, chatHard: 82.6, safety: 89.5, reasoning: 89.2, average: 89.6 },
  ],
} as const);

/** What distilling from R1 did to V2.5: pass rates in percent, mean lengths in tokens (the table prints no unit). @source §5.4.1, Table 9 */
export const distillationScores = deepFreeze({
  source: "§5.4.1, Table 9",
  rows: [
    {
      model: "DeepSeek-V2.5 Baseline",
      liveCodeBench: 31.1,
      liveCodeBenchTokens: 718,
      math500: 74.6,
      math500Tokens: 769,
    },
    {
      model: "DeepSeek-V2.5 +R1 Distill",
      liveCodeBench: 37.4,
      liveCodeBenchTokens: 783,
      math500: 83.2,
      math500Tokens: 1510,
    },
  ],
} as const);

/** A table that is printed with a row for each model, turned: a row for each benchmark. */
export function tableByModel<Id extends string>(
  {
    source,
    rows,
  }: {
    readonly source: string;
    readonly rows: readonly ({ readonly model: string } & { readonly [Key in Id]: number })[];
  },
  benchmarks: readonly (readonly [id: Id, benchmark: string, items: number | null])[],
): BenchmarkTable {
  return {
    source,
    models: rows.map(({ model }) => model),
    rows: benchmarks.map(([id, benchmark, items]) => ({
      id,
      benchmark,
      group: "English",
      metric: "percent",
      scores: rows.map((row) => row[id]),
      items,
      recalled: source.includes("Table 8"),
    })),
  };
}
