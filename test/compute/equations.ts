/**
 * @file The report's equations 1 to 25 and what computes each: an export of the module, where its value is found, the
 * page that shows it, and the numbers from elsewhere that it is held against.
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
  /** How the chapter writes it, in one of its displayed formulas. */
  tex: string;
  /** Number of the chapter that shows it. */
  chapter: "2.1" | "2.2" | "2.4";
};

const attention = { export: "latentAttention", fixture: "reference/attention.json", chapter: "2.1" } as const;
const gate = { export: "traceToken", fixture: "reference/moe-gate.json", chapter: "2.2" } as const;
const terms = { export: "balanceTerms", fixture: "reference/balance-loss.json", chapter: "2.2" } as const;
const balance = { export: "balanceGradient", fixture: "reference/balance-loss.json", chapter: "2.2" } as const;
const prediction = { fixture: "reference/prediction.json", chapter: "2.4" } as const;

export const equations: readonly EquationRow[] = [
  { equation: 1, symbol: "c_t^KV", tex: "\\mathbf c_t^{KV} = W^{DKV}", field: "kvLatent", ...attention },
  { equation: 2, symbol: "k_t,i^C", tex: "\\mathbf k_t^{C} = W^{UK}", field: "keys", ...attention },
  {
    equation: 3,
    symbol: "k_t^R",
    tex: "\\mathbf k_t^{R} = \\operatorname{RoPE}(W^{KR}",
    field: "ropeKey",
    ...attention,
  },
  { equation: 4, symbol: "k_t,i", tex: "\\mathbf k_{t,i} = [", field: "keys", ...attention },
  { equation: 5, symbol: "v_t,i^C", tex: "\\mathbf v_t^{C} = W^{UV}", field: "values", ...attention },
  { equation: 6, symbol: "c_t^Q", tex: "\\mathbf c_t^{Q} = W^{DQ}", field: "queryLatent", ...attention },
  { equation: 7, symbol: "q_t,i^C", tex: "= W^{UQ} \\mathbf c_t^{Q}", field: "queries", ...attention },
  {
    equation: 8,
    symbol: "q_t,i^R",
    tex: "= \\operatorname{RoPE}(W^{QR} \\mathbf c_t^{Q})",
    field: "queries",
    ...attention,
  },
  { equation: 9, symbol: "q_t,i", tex: "\\mathbf q_{t,i} = [", field: "queries", ...attention },
  { equation: 10, symbol: "o_t,i", tex: "\\mathbf o_{t,i} = \\sum", field: "headOutputs", ...attention },
  { equation: 11, symbol: "u_t", tex: "\\mathbf u_t = W^{O}", field: "output", ...attention },
  {
    equation: 12,
    symbol: "h'_t",
    tex: "\\mathbf h'_t = \\mathbf u_t",
    export: "expertLayer",
    field: "output",
    fixture: "reference/prediction.json",
    chapter: "2.2",
  },
  { equation: 13, symbol: "g_i,t", tex: "g_{i,t} = \\frac", field: "gates", ...gate },
  {
    equation: 14,
    symbol: "g'_i,t without bias",
    tex: "g'_{i,t} = \\begin{cases} s_{i,t}, & s_{i,t} \\in",
    field: "unnormalized",
    ...gate,
  },
  { equation: 15, symbol: "s_i,t", tex: "s_{i,t} = \\operatorname{Sigmoid}", field: "affinity", ...gate },
  {
    equation: 16,
    symbol: "g'_i,t with bias",
    tex: "g'_{i,t} = \\begin{cases} s_{i,t}, & s_{i,t} + b_i",
    field: "unnormalized",
    ...gate,
  },
  { equation: 17, symbol: "L_Bal", tex: "\\mathcal L_{\\text{Bal}} = \\alpha", field: "loss", ...balance },
  { equation: 18, symbol: "f_i", tex: "f_i = \\frac{N_r}", field: "frequency", ...terms },
  { equation: 19, symbol: "s'_i,t", tex: "s'_{i,t} = \\frac", field: "shares", ...terms },
  { equation: 20, symbol: "P_i", tex: "P_i = \\frac 1T", field: "meanShare", ...terms },
  {
    equation: 21,
    symbol: "h'_i^k",
    tex: "\\mathbf h_i'^{\\,k} = M_k",
    export: "predictionModule",
    field: "joined",
    ...prediction,
  },
  {
    equation: 22,
    symbol: "h_i^k",
    tex: "= \\operatorname{TRM}_k(",
    export: "predictionModule",
    field: "hidden",
    ...prediction,
  },
  {
    equation: 23,
    symbol: "P_i+k+1^k",
    tex: "P_{i+k+1}^{k} = \\operatorname{OutHead}",
    export: "predictionModule",
    field: "probabilities",
    ...prediction,
  },
  {
    equation: 24,
    symbol: "L_MTP^k",
    tex: "\\mathcal L_{\\text{MTP}}^k = -",
    export: "predictionLoss",
    field: null,
    ...prediction,
  },
  {
    equation: 25,
    symbol: "L_MTP",
    tex: "\\mathcal L_{\\text{MTP}} = \\frac",
    export: "combinedPredictionLoss",
    field: null,
    ...prediction,
  },
];
