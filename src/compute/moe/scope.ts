/** @file The scope of balance: what specialized domains cost if each sequence must be even, and what if the batch must. §4.5.3 */
import {
  refuse,
  requireInRange,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { publishedBalance } from "./balance.ts";
import { batchBalanceLoss, sequenceBalanceLoss } from "./balance-loss.ts";

/** Numbers of domains that share 64 experts evenly, with room for four active ones in each. @source ours: numbers of an invented experiment */
export const scopeDomains = deepFreeze([1, 2, 4, 8, 16] as const);

const routedExperts = 64;
const activatedExperts = 4;
const rounds = 20;

export type BalanceScope = {
  readonly domains: number;
  readonly routedExperts: number;
  /** Load over balance of each sequence, one for each domain: [domains × routedExperts]. */
  readonly loadsOfSequence: Float64Array;
  /** Load over balance of all sequences together: [routedExperts]. */
  readonly loadsOfBatch: Float64Array;
  /** Mean over sequences of eq. 17. */
  readonly sequenceLoss: number;
  /** The same sum over the batch. */
  readonly batchLoss: number;
};

/**
 * A batch of one sequence for each domain. Every domain has experts of its own, an equal part of 64, four of which work on a
 * token, evenly, with affinity one; all other affinities are nothing. Then a sequence costs α · domains and the batch α.
 *
 * @param options.domains  one of `scopeDomains`
 * @param options.mixed  share of a sequence's tokens that belong to the other domains, 0 to 1, rounded to 1/20
 * @param options.balanceFactor  α; V3's if left out
 * @throws RangeError if there is no such number of domains, `mixed` lies outside, or `balanceFactor` is negative
 * @source §4.5.3; the losses: §2.1.2, eq. 17 to 20. The batch is ours
 */
export function balanceScope(options: { domains: number; mixed?: number; balanceFactor?: number }): BalanceScope {
  requireObject({ options });
  const { domains, mixed = 0, balanceFactor = publishedBalance.balanceFactor } = options;
  requireOneOf({ domains }, scopeDomains as readonly number[]);
  requireInRange({ mixed }, 0, 1);
  requireNonNegative({ balanceFactor });
  // Each domain's tokens come in rounds that use all of its experts once, so that a round is even in itself.
  const foreign = domains === 1 ? 0 : Math.round(rounds * mixed);
  const experts = Array.from({ length: domains }, (_, domain) =>
    Array.from({ length: domains }, (_, other) => {
      const own = domain === other ? (rounds - foreign) * (domains - 1 || 1) : foreign;
      return Array.from({ length: own }, () => expertsOf(other, domains)).flat();
    }).flat(),
  );
  const sequences = experts.map((expertOfSlot) => ({ expertOfSlot, logits: logitsOf(expertOfSlot) }));
  const loss = { routedExperts, activatedExperts, balanceFactor };
  const batch = experts.flat();
  return {
    domains,
    routedExperts,
    loadsOfSequence: Float64Array.from(experts.flatMap(loadsOf)),
    loadsOfBatch: Float64Array.from(loadsOf(batch)),
    sequenceLoss: sequences.reduce((sum, { logits }) => sum + sequenceBalanceLoss(logits, loss), 0) / domains,
    batchLoss: batchBalanceLoss(logitsOf(batch), batch, loss),
  };
}

/**
 * Half the sum of differences between the shares that two loads give to experts: how much of one would have to move.
 *
 * @param first  loads of the experts, in any unit, not all 0
 * @param second  the same experts' others
 * @returns 0 for loads in proportion, 1 for loads with no expert in common
 * @throws RangeError if they differ in length, are negative, or hold nothing
 * @source §4.5.3, Figure 9, as one number
 */
export function loadDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [a, b] = [sumOf("first", first), sumOf("second", second)];
  requireLength({ second }, first.length);
  let distance = 0;
  for (let expert = 0; expert < first.length; expert++) distance += Math.abs(first[expert] / a - second[expert] / b);
  return distance / 2;
}

/** The experts of a domain, four for each token of a round. */
function expertsOf(domain: number, domains: number): number[] {
  return Array.from({ length: routedExperts / domains }, (_, i) => (domain * routedExperts) / domains + i);
}

/** An affinity of one for the experts of each token, and of nothing for all others. */
function logitsOf(expertOfSlot: readonly number[]): Float64Array {
  const logits = new Float64Array((expertOfSlot.length / activatedExperts) * routedExperts).fill(-1000);
  expertOfSlot.forEach((expert, slot) => {
    logits[Math.floor(slot / activatedExperts) * routedExperts + expert] = 1000;
  });
  return logits;
}

function loadsOf(expertOfSlot: readonly number[]): number[] {
  const loads = Array.from({ length: routedExperts }, () => 0);
  for (const expert of expertOfSlot) loads[expert] += routedExperts / expertOfSlot.length;
  return loads;
}

function sumOf(name: string, loads: ArrayLike<number>): number {
  requireNumbers({ [name]: loads });
  let sum = 0;
  for (let expert = 0; expert < loads.length; expert++) {
    requireNonNegative({ [`${name}[${expert}]`]: loads[expert] });
    sum += loads[expert];
  }
  if (!(sum > 0 && Number.isFinite(sum))) refuse(name, "have a finite sum above 0", sum);
  return sum;
}
