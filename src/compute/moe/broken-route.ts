/** @file The gate with mistakes that shipped in real code, each to be switched on, and what a test of it would measure. */
import { requireBoolean, requireLength, requireNumbers, requireObject, type Numbers } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { roundTo } from "../precision/code.ts";
import { fp16 } from "../precision/formats.ts";
import { judge, tokensOf, type Logits } from "./affinity.ts";
import { completeGate, route, type Gate, type GateOptions, type Routing } from "./gate.ts";
import { openBest, scoreGroups } from "./groups.ts";
import { highest } from "./highest.ts";
import { expertLoad, groupsPerToken, maxViolation } from "./load.ts";

/**
 * Mistakes of a gate.
 *
 * - `biasInWeight`: gate values come from s + b, where eq. 16 has s.
 * - `maskOfZero`: an expert of a closed group has the score 0, where it should have −∞.
 * - `normalizedFirst`: affinities are divided by their sum over all experts, and then chosen; the chosen ones keep those
 *   values.
 * - `float16Sums`: s + b and Σ g′ are rounded to FP16 after every addition.
 *
 * @source vllm-project/vllm, issue 11971 (bias); huggingface/transformers, pull request 41647 (bias); §2.1.2, eq. 13 to
 *   16, read in another order (the others)
 */
export const routerBugs = deepFreeze(["biasInWeight", "maskOfZero", "normalizedFirst", "float16Sums"] as const);
export type RouterBug = (typeof routerBugs)[number];
/** Which mistakes are in a gate; those that are left out are not. */
export type RouterBugs = { readonly [Bug in RouterBug]?: boolean };

/**
 * Routes tokens as `route` does, but with mistakes. Without any, the two agree to the last bit.
 *
 * @param logits  [tokens × routedExperts]
 * @param bias  b_i, [routedExperts]; `null` for none
 * @param gate  as `route` takes it
 * @param bugs  the mistakes that are in it
 * @returns gate values may be no numbers or infinite, where a sum is rounded to 0
 * @throws RangeError for what `route` refuses, or if a switch of `bugs` is no boolean
 * @source ours: the gate of §2.1.2, made wrong on purpose
 */
export function brokenRoute(logits: Logits, bias: Numbers | null, gate: GateOptions, bugs: RouterBugs): Routing {
  const options = completeGate(gate);
  const { routedExperts, activatedExperts, expertGroups, limitedGroups, affinity, groupScoreTerms } = options;
  const broken = readBugs(bugs);
  if (bias !== null) {
    requireLength({ bias }, routedExperts);
    requireNumbers({ bias });
  }
  const tokens = tokensOf(logits, routedExperts);
  const groupSize = routedExperts / expertGroups;
  const add = broken.float16Sums ? (a: number, b: number) => roundTo(fp16, a + b) : (a: number, b: number) => a + b;
  const scores = new Float64Array(routedExperts);
  const biased = new Float64Array(routedExperts);
  const scoreOfGroup = new Float64Array(expertGroups);
  const openGroups = new Int32Array(limitedGroups);
  const chosen = new Int32Array(activatedExperts);
  const expertOfSlot = new Uint16Array(tokens * activatedExperts);
  const gateOfSlot = new Float64Array(tokens * activatedExperts);
  for (let token = 0; token < tokens; token++) {
    judge(logits, token * routedExperts, affinity, scores);
    if (broken.normalizedFirst) shareOut(scores, add);
    for (let i = 0; i < routedExperts; i++) biased[i] = add(scores[i], bias ? bias[i] : 0);
    scoreGroups(scoreOfGroup, options.groupScore === "biased" ? biased : scores, groupScoreTerms);
    openBest(scoreOfGroup, openGroups);
    if (broken.maskOfZero)
      highest(
        biased.map((score, i) => (openGroups.includes(Math.floor(i / groupSize)) ? score : 0)),
        null,
        1,
        chosen,
      );
    else highest(biased, openGroups, groupSize, chosen);
    expertOfSlot.set(chosen, token * activatedExperts);
    const weights = broken.biasInWeight ? biased : scores;
    weigh(
      weights,
      chosen,
      { ...options, normalizedGates: options.normalizedGates && !broken.normalizedFirst },
      add,
      gateOfSlot,
      token * activatedExperts,
    );
  }
  return { expertOfSlot, gateOfSlot };
}

/** What a test of a gate would measure on a batch. */
export type RouterSymptoms = {
  /**
   * Least and greatest sum of a token's gate values, of the tokens whose gates are finite; `null` if none are. The route
   * scale where nothing is wrong.
   */
  leastSum: number | null;
  mostSum: number | null;
  /** Sum of each token's gate values; `null` where one is not finite. */
  sumOfToken: (number | null)[];
  /** Gate values that are infinite or no numbers. */
  notFinite: number;
  /** Least gate value that is finite; `null` if none is. Below 0, an expert's output is subtracted. */
  leastGate: number | null;
  /** Groups that the token visits which visits most. */
  mostGroups: number;
  /** Share of all choices that the right gate does not make. */
  otherChoices: number;
  /** Greatest change of any gate value once the same is added to all biases. Only differences of biases should matter. */
  commonBiasChange: number;
  /** MaxVio of the batch. */
  maxViolation: number;
};

/** What is added to all biases. @source ours: enough for no bias to stay negative in most batches */
export const commonBiasAdded = 0.5;

/**
 * Measures a gate on a batch, without looking inside.
 *
 * @param logits  [tokens × routedExperts]
 * @param bias  b_i, [routedExperts]
 * @param gate  as `route` takes it
 * @param bugs  the mistakes that are in it
 * @throws RangeError for what `brokenRoute` refuses
 * @source ours: the properties of eq. 13 to 16 that each mistake breaks
 */
export function routerSymptoms(logits: Logits, bias: Numbers, gate: GateOptions, bugs: RouterBugs): RouterSymptoms {
  const options = completeGate(gate);
  const { routedExperts, activatedExperts, expertGroups } = options;
  requireNumbers({ bias });
  const routing = brokenRoute(logits, bias, options, bugs);
  const raised = brokenRoute(
    logits,
    Float64Array.from(bias, (one) => one + commonBiasAdded),
    options,
    bugs,
  );
  const right = route(logits, bias, options);
  const tokens = tokensOf(logits, routedExperts);
  const sumOfToken: (number | null)[] = [];
  let [notFinite, otherChoices, commonBiasChange] = [0, 0, 0];
  for (let start = 0; start < tokens * activatedExperts; start += activatedExperts) {
    const gates = routing.gateOfSlot.subarray(start, start + activatedExperts);
    const chosen = routing.expertOfSlot.subarray(start, start + activatedExperts);
    const wrong = gates.filter((value) => !Number.isFinite(value)).length;
    notFinite += wrong;
    sumOfToken.push(wrong === 0 ? gates.reduce((total, value) => total + value, 0) : null);
    const rightly = right.expertOfSlot.subarray(start, start + activatedExperts);
    otherChoices += chosen.filter((expert) => !rightly.includes(expert)).length;
    commonBiasChange = Math.max(commonBiasChange, changeOf(routing, raised, start, activatedExperts));
  }
  const sums = sumOfToken.filter((sum) => sum !== null);
  return {
    sumOfToken,
    leastSum: leastOf(sums),
    mostSum: sums.length === 0 ? null : sums.reduce((most, sum) => Math.max(most, sum)),
    notFinite,
    leastGate: leastOf(routing.gateOfSlot.filter(Number.isFinite)),
    otherChoices: tokens === 0 ? 0 : otherChoices / (tokens * activatedExperts),
    commonBiasChange,
    mostGroups: groupsPerToken(routing.expertOfSlot, { activatedExperts, routedExperts, expertGroups }).reduce(
      (most, groups) => Math.max(most, groups),
      0,
    ),
    maxViolation: maxViolation(expertLoad(routing.expertOfSlot, routedExperts)),
  };
}

/** The switches, checked and complete. */
function readBugs(bugs: RouterBugs): Record<RouterBug, boolean> {
  requireObject({ bugs });
  const { biasInWeight = false, maskOfZero = false, normalizedFirst = false, float16Sums = false } = bugs;
  requireBoolean({ biasInWeight, maskOfZero, normalizedFirst, float16Sums });
  return { biasInWeight, maskOfZero, normalizedFirst, float16Sums };
}

type Add = (a: number, b: number) => number;

/** Divides scores by their sum. */
function shareOut(scores: Float64Array, add: Add): void {
  const sum = scores.reduce(add, 0);
  for (let i = 0; i < scores.length; i++) scores[i] /= sum;
}

/** Gate values of the chosen experts, eq. 13, into the slots from `at` on. */
function weigh(
  weights: Float64Array,
  chosen: Int32Array,
  { normalizedGates, routeScale }: Gate,
  add: Add,
  gateOfSlot: Float64Array,
  at: number,
): void {
  let sum = 0;
  let exact = 0;
  for (const expert of chosen) {
    sum = add(sum, weights[expert]);
    exact += weights[expert];
  }
  for (let slot = 0; slot < chosen.length; slot++) {
    const weight = weights[chosen[slot]];
    // Where the sum is truly 0, equal shares are `route`'s answer too.
    gateOfSlot[at + slot] =
      (!normalizedGates ? weight : sum === 0 && exact === 0 ? 1 / chosen.length : weight / sum) * routeScale;
  }
}

/** Greatest change of a gate value of one token, over the experts of both routings; of finite ones. */
function changeOf(a: Routing, b: Routing, start: number, slots: number): number {
  const gateIn = ({ expertOfSlot, gateOfSlot }: Routing, expert: number): number => {
    for (let slot = start; slot < start + slots; slot++) if (expertOfSlot[slot] === expert) return gateOfSlot[slot];
    return 0;
  };
  let most = 0;
  for (const { expertOfSlot } of [a, b]) {
    for (let slot = start; slot < start + slots; slot++) {
      const change = Math.abs(gateIn(a, expertOfSlot[slot]) - gateIn(b, expertOfSlot[slot]));
      if (change > most && Number.isFinite(change)) most = change;
    }
  }
  return most;
}

function leastOf(values: Numbers): number | null {
  let least: number | null = null;
  for (let i = 0; i < values.length; i++) least = least === null ? values[i] : Math.min(least, values[i]);
  return least;
}
