/** @file Ways to keep experts busy, as data: what the balance laboratory can be asked to try. */
import { deepFreeze } from "../freeze.ts";
import { publishedBalance } from "./balance.ts";

/** What a balance loss is a mean over: each sequence by itself, or the batch. @source §4.5.3 */
export const lossScopes = deepFreeze(["sequence", "batch"] as const);
export type LossScope = (typeof lossScopes)[number];

/** A balance loss on the router, a moving bias, both, or neither. */
export type BalanceStrategy = {
  id: string;
  name: string;
  /** α of the loss; 0 for none. */
  balanceFactor: number;
  /** What the loss asks to be balanced: each sequence, or the batch. */
  lossScope: LossScope;
  /** γ; 0 for no bias. */
  biasUpdateSpeed: number;
  /** Whether each move of the biases is centered on its mean. */
  centered: boolean;
};

/** α of the loss on experts in V2, thirty times V3's. arXiv:2405.04434, §3.1.2 */
const v2BalanceFactor = 0.003;

const without = { balanceFactor: 0, lossScope: "sequence", biasUpdateSpeed: 0, centered: false } as const;

/**
 * The strategies that the laboratory knows; factors and speeds are the published ones, where there are any.
 *
 * @source §4.2, §4.5.2, §4.5.3; arXiv:2405.04434, §3.1.2
 */
export const balanceStrategies = deepFreeze([
  { ...without, id: "none", name: "No balancing" },
  { ...without, id: "auxiliary-loss", name: "Auxiliary loss, as strong as V2's", balanceFactor: v2BalanceFactor },
  { ...without, id: "sequence-loss", name: "Sequence-wise loss, V3's", balanceFactor: publishedBalance.balanceFactor },
  // §4.5.3 gives no factor for it: the same, so that only the scope differs.
  { ...without, id: "batch-loss", name: "Batch-wise loss", balanceFactor: v2BalanceFactor, lossScope: "batch" },
  { ...without, id: "bias", name: "Bias", biasUpdateSpeed: publishedBalance.biasUpdateSpeed },
  {
    ...without,
    id: "bias-centered",
    name: "Bias, centered",
    biasUpdateSpeed: publishedBalance.biasUpdateSpeed,
    centered: true,
  },
  {
    ...without,
    id: "published",
    name: "Bias and sequence-wise loss, as published",
    biasUpdateSpeed: publishedBalance.biasUpdateSpeed,
    balanceFactor: publishedBalance.balanceFactor,
  },
] as const satisfies readonly BalanceStrategy[]);
