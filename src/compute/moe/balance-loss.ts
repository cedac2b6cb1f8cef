/** @file Balance losses (§2.1.2, eq. 17 to 20; §4.5.3): the guard that stays beside the bias, and what it replaces. */
import {
  refuse,
  requireIntegerInRange,
  requireIntegers,
  requireLength,
  requireNonNegative,
  requireObject,
  requireOneOf,
  type Numbers,
} from "../check.ts";
import { affinityKinds, judge, tokensOf, type AffinityKind, type Logits } from "./affinity.ts";
import { publishedBalance } from "./balance.ts";
import { highest } from "./highest.ts";
import { mostExperts } from "./load.ts";

/** What a balance loss needs to know besides the logits. */
export type BalanceLossOptions = {
  routedExperts: number;
  /** K_r */
  activatedExperts: number;
  /** α; V3's 0.0001 (§4.2) if left out. */
  balanceFactor?: number;
  /** "sigmoid" if left out. */
  affinity?: AffinityKind;
};

/**
 * Loss of one sequence: α Σ f_i P_i.
 *
 * As printed, f_i counts the experts with the highest *unbiased* affinities of all groups, which is not the choice that
 * eq. 16 and the node limit make. A token whose affinities are all 0 shares itself out evenly, where eq. 19 has 0/0.
 *
 * @param logits  [tokens × routedExperts] of one sequence
 * @returns α if the choices, or the shares, are perfectly balanced; at most α · `routedExperts` / `activatedExperts`
 * @throws RangeError if sizes do not fit, `balanceFactor` is negative, or a number is not finite
 * @source §2.1.2, eq. 17 to 20
 */
export function sequenceBalanceLoss(logits: Logits, options: BalanceLossOptions): number {
  const { routedExperts, activatedExperts, balanceFactor, affinity } = complete(options);
  const T = tokensIn(logits, routedExperts);
  const scores = new Float64Array(routedExperts);
  const best = new Int32Array(activatedExperts);
  const timesChosen = new Float64Array(routedExperts);
  for (let token = 0; token < T; token++) {
    judge(logits, token * routedExperts, affinity, scores);
    highest(scores, null, 1, best);
    for (const expert of best) timesChosen[expert]++;
  }
  return loss(logits, timesChosen, T, { routedExperts, activatedExperts, balanceFactor, affinity });
}

/**
 * Loss of a whole batch, whatever sequences it is made of, over the experts that were really chosen: α Σ f_i P_i, where
 * f_i counts the slots of a routing, bias and node limit included.
 *
 * It asks for balance over the batch, which is weaker than balance in each sequence.
 *
 * @param logits  [tokens × routedExperts] of the batch
 * @param expertOfSlot  [tokens × activatedExperts]: what `route` chose
 * @throws RangeError if sizes do not fit, an entry of `expertOfSlot` is no expert, `balanceFactor` is negative, or a
 *   number is not finite
 * @source §4.5.3; eq. 17 to 20 with the choice of eq. 16
 */
export function batchBalanceLoss(logits: Logits, expertOfSlot: Numbers, options: BalanceLossOptions): number {
  const { routedExperts, activatedExperts, balanceFactor, affinity } = complete(options);
  const T = tokensIn(logits, routedExperts);
  requireIntegers({ expertOfSlot }, routedExperts - 1);
  requireLength({ expertOfSlot }, T * activatedExperts);
  const timesChosen = new Float64Array(routedExperts);
  for (let slot = 0; slot < expertOfSlot.length; slot++) timesChosen[expertOfSlot[slot]]++;
  return loss(logits, timesChosen, T, { routedExperts, activatedExperts, balanceFactor, affinity });
}

function complete(options: BalanceLossOptions): Required<BalanceLossOptions> {
  requireObject({ options });
  const {
    routedExperts,
    activatedExperts,
    balanceFactor = publishedBalance.balanceFactor,
    affinity = "sigmoid",
  } = options;
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  requireNonNegative({ balanceFactor });
  requireOneOf({ affinity }, affinityKinds);
  return { routedExperts, activatedExperts, balanceFactor, affinity };
}

function tokensIn(logits: Logits, routedExperts: number): number {
  const tokens = tokensOf(logits, routedExperts);
  if (tokens === 0) refuse("logits", "hold at least one token", 0);
  return tokens;
}

/** Eq. 17 from the choices: f by eq. 18, P by eq. 19 and 20. */
function loss(
  logits: Logits,
  timesChosen: Float64Array,
  T: number,
  { routedExperts, activatedExperts, balanceFactor, affinity }: Required<BalanceLossOptions>,
): number {
  const scores = new Float64Array(routedExperts);
  const sumOfShares = new Float64Array(routedExperts);
  for (let token = 0; token < T; token++) {
    judge(logits, token * routedExperts, affinity, scores);
    const sum = scores.reduce((sum, score) => sum + score, 0);
    for (let expert = 0; expert < routedExperts; expert++)
      sumOfShares[expert] += sum === 0 ? 1 / routedExperts : scores[expert] / sum;
  }
  let total = 0;
  for (let expert = 0; expert < routedExperts; expert++) {
    const f = (routedExperts / (activatedExperts * T)) * timesChosen[expert];
    const P = sumOfShares[expert] / T;
    total += f * P;
  }
  return balanceFactor * total;
}
