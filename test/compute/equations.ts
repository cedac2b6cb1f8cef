/**
 * @file The report's equations 1 to 25 and what computes each: an export of the module, where its value is found, and
 * the numbers from elsewhere that it is held against.
 */

export type EquationRow = {
  equation: number;
  /** Symbol on the left-hand side, as written in plain text. */
  symbol: string;
  /** A function that `src/compute/index.ts` exports. */
  export: string;
  /** Where the value stands in what the function returns; `null` if it is the whole of it. */
  field: string | null;
  /** A file under `test`. */
  fixture: string;
  /** Number of the chapter that is to show it. */
  chapter: "2.1" | "2.2" | "2.3" | "2.4";
};

const attention = { export: "latentAttention", fixture: "reference/attention.json", chapter: "2.1" } as const;
const gate = { export: "traceToken", fixture: "reference/moe-gate.json", chapter: "2.2" } as const;
const terms = { export: "balanceTerms", fixture: "reference/balance-loss.json", chapter: "2.3" } as const;
const balance = { export: "balanceGradient", fixture: "reference/balance-loss.json", chapter: "2.3" } as const;
const prediction = { fixture: "reference/prediction.json", chapter: "2.4" } as const;

export const equations: readonly EquationRow[] = [
  { equation: 1, symbol: "c_t^KV", field: "kvLatent", ...attention },
  { equation: 2, symbol: "k_t,i^C", field: "keys", ...attention },
  { equation: 3, symbol: "k_t^R", field: "ropeKey", ...attention },
  { equation: 4, symbol: "k_t,i", field: "keys", ...attention },
  { equation: 5, symbol: "v_t,i^C", field: "values", ...attention },
  { equation: 6, symbol: "c_t^Q", field: "queryLatent", ...attention },
  { equation: 7, symbol: "q_t,i^C", field: "queries", ...attention },
  { equation: 8, symbol: "q_t,i^R", field: "queries", ...attention },
  { equation: 9, symbol: "q_t,i", field: "queries", ...attention },
  { equation: 10, symbol: "o_t,i", field: "headOutputs", ...attention },
  { equation: 11, symbol: "u_t", field: "output", ...attention },
  { equation: 12, symbol: "h'_t", export: "expertLayer", field: "output", fixture: "reference/prediction.json", chapter: "2.2" },
  { equation: 13, symbol: "g_i,t", field: "gates", ...gate },
  { equation: 14, symbol: "g'_i,t without bias", field: "unnormalized", ...gate },
  { equation: 15, symbol: "s_i,t", field: "affinity", ...gate },
  { equation: 16, symbol: "g'_i,t with bias", field: "unnormalized", ...gate },
  { equation: 17, symbol: "L_Bal", field: "loss", ...balance },
  { equation: 18, symbol: "f_i", field: "frequency", ...terms },
  { equation: 19, symbol: "s'_i,t", field: "shares", ...terms },
  { equation: 20, symbol: "P_i", field: "meanShare", ...terms },
  { equation: 21, symbol: "h'_i^k", export: "predictionModule", field: "joined", ...prediction },
  { equation: 22, symbol: "h_i^k", export: "predictionModule", field: "hidden", ...prediction },
  { equation: 23, symbol: "P_i+k+1^k", export: "predictionModule", field: "probabilities", ...prediction },
  { equation: 24, symbol: "L_MTP^k", export: "predictionLoss", field: null, ...prediction },
  { equation: 25, symbol: "L_MTP", export: "combinedPredictionLoss", field: null, ...prediction },
];
