/** @file The balance laboratory (§2.1.2, §4.5): strategies side by side on one stream of tokens, one step at a time. */
import {
  refuse,
  requireArray,
  requireBoolean,
  requireInRange,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requireOneOf,
  requirePositive,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { clearScope, closeScope, countToken, gradientOfToken, newScope } from "./balance-gradient.ts";
import { biasChange } from "./bias-change.ts";
import { droppedShare } from "./capacity.ts";
import { compareToken, departureOf, newTally, type Departure } from "./departure.ts";
import type { Routing } from "./gate.ts";
import { openBest, scoreGroups } from "./groups.ts";
import { highest } from "./highest.ts";
import { maxViolation } from "./load.ts";
import { createRecentLoad } from "./recent-load.ts";
import { addRouterGradient, affinitiesOfToken } from "./router-step.ts";
import { lossScopes, type BalanceStrategy } from "./strategies.ts";
import { tokenDim, tokenStream, type TokenStreamOptions } from "./token-stream.ts";

export type LaboratoryOptions = TokenStreamOptions & {
  activatedExperts: number;
  /** Groups of equally many experts, side by side; 1, for no limit on nodes, if left out. */
  expertGroups?: number;
  /** M; 1 if left out. */
  limitedGroups?: number;
  strategies: readonly BalanceStrategy[];
  /** η: a router with a loss moves by −η times its gradient. */
  routerRate?: number;
  /**
   * Share of the way back to where it began that a router with a loss moves in each step. It stands for the task, which
   * wants the router as it was: without it, even the weakest loss would win in the end.
   */
  taskPull?: number;
  /** For the share of choices that would be dropped. */
  capacityFactor?: number;
  /** Steps over which loads are averaged. */
  windowSteps?: number;
  /** After so many steps γ is 0; never, if left out. */
  biasUpdateSteps?: number;
};

/** What one strategy made of one step. */
export type StrategyStep = {
  id: string;
  /** [routedExperts] */
  tokensOfExpert: Uint32Array;
  /** b_i that the step was routed with, [routedExperts]. */
  bias: Float64Array;
  /** MaxVio of this batch. */
  maxViolation: number;
  /** MaxVio of the loads summed over the window. */
  windowMaxViolation: number;
  /** Share of choices beyond the capacity. */
  droppedShare: number;
  /** From the gates that the router gave before any balancing, under the same limit on nodes. */
  departure: Departure;
  /** Σ f_i P_i over the strategy's scope, without α: 1 if balanced; `null` without a loss. */
  imbalance: number | null;
};

export type LaboratoryStep = {
  /** 0 for the first. */
  step: number;
  strategies: StrategyStep[];
};

export type Laboratory = {
  /** Takes one step with all strategies, on the same tokens. */
  step(): LaboratoryStep;
  /** Loads over the window, [domains × routedExperts], of one strategy: a copy. */
  tokensOfDomainAndExpert(strategy: number): Uint32Array;
};

/**
 * What all are started with where the options say nothing. `routerRate` and `taskPull` are ours.
 *
 * @source ours: the settings of an invented experiment
 */
export const laboratoryDefaults = deepFreeze({
  expertGroups: 1,
  limitedGroups: 1,
  routerRate: 100,
  taskPull: 0.002,
  capacityFactor: 1.25,
  windowSteps: 100,
  biasUpdateSteps: Infinity,
} as const);

type Racer = {
  strategy: BalanceStrategy;
  router: Float64Array;
  gradient: Float64Array;
  bias: Float64Array;
  routing: Routing;
  loads: Uint32Array;
  recent: ReturnType<typeof createRecentLoad>;
};

/**
 * A laboratory at its start: all strategies have the same router, and biases of 0.
 *
 * In each step a batch is routed by each strategy, then its biases and its router move. Gates are normalized; groups
 * are ranked by their best K_r/M biased affinities. Losses count the best by affinity alone, as eq. 18 is printed.
 *
 * @throws RangeError if sizes do not fit each other, or an option is not allowed
 * @source §2.1.2, eq. 13 to 20; §4.5.2 and §4.5.3 for the comparison
 */
export function createLaboratory(options: LaboratoryOptions): Laboratory {
  requireObject({ options });
  const all = { ...laboratoryDefaults, ...options };
  requireLaboratory(all);
  const {
    tokens,
    sequenceTokens,
    domains,
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    strategies,
    routerRate,
    taskPull,
    capacityFactor,
    windowSteps,
    biasUpdateSteps,
  } = all;
  const stream = tokenStream(options);
  const { domainOfToken } = stream;
  const slots = tokens * activatedExperts;
  const limited = limitedGroups < expertGroups;
  const groupSize = routedExperts / expertGroups;
  const groupScoreTerms = Math.min(groupSize, Math.max(1, Math.floor(activatedExperts / limitedGroups)));

  const vectors = new Float64Array(tokens * tokenDim);
  const mostScopeTokens = strategies.some(({ balanceFactor, lossScope }) => balanceFactor > 0 && lossScope === "batch")
    ? tokens
    : sequenceTokens;
  const scores = new Float64Array(mostScopeTokens * routedExperts);
  const biased = new Float64Array(routedExperts);
  const noBias = new Float64Array(routedExperts);
  const groupScores = new Float64Array(expertGroups);
  const openGroups = new Int32Array(limitedGroups);
  const best = new Int32Array(activatedExperts);
  const chosen = new Int32Array(activatedExperts);
  const gradientOfLogits = new Float64Array(routedExperts);
  const scope = newScope(routedExperts);
  const tally = newTally(routedExperts);
  const newRouting = (): Routing => ({ expertOfSlot: new Uint16Array(slots), gateOfSlot: new Float64Array(slots) });
  const reference = newRouting();
  const racers = strategies.map((strategy): Racer => ({
    strategy,
    router: stream.router.slice(),
    gradient: new Float64Array(stream.router.length),
    bias: new Float64Array(routedExperts),
    routing: newRouting(),
    loads: new Uint32Array(domains * routedExperts),
    recent: createRecentLoad(windowSteps, domains, routedExperts),
  }));
  const learning = racers.filter(({ strategy }) => strategy.balanceFactor > 0);
  const fixed = racers.filter(({ strategy }) => strategy.balanceFactor === 0);
  let taken = 0;

  /** Chooses experts for one token by s + b, within the best groups, and writes slots and gates. */
  function choose(own: Float64Array, bias: Float64Array, token: number, { expertOfSlot, gateOfSlot }: Routing): void {
    let ranked = own;
    if (bias !== noBias) {
      for (let i = 0; i < routedExperts; i++) biased[i] = own[i] + bias[i];
      ranked = biased;
    }
    if (limited) {
      scoreGroups(groupScores, ranked, groupScoreTerms);
      openBest(groupScores, openGroups);
    }
    highest(ranked, limited ? openGroups : null, groupSize, chosen);
    let sum = 0;
    for (let slot = 0; slot < activatedExperts; slot++) sum += own[chosen[slot]];
    const at = token * activatedExperts;
    for (let slot = 0; slot < activatedExperts; slot++) {
      expertOfSlot[at + slot] = chosen[slot];
      gateOfSlot[at + slot] = sum === 0 ? 1 / activatedExperts : own[chosen[slot]] / sum;
    }
  }

  const biasOf = ({ strategy, bias }: Racer): Float64Array => (strategy.biasUpdateSpeed > 0 ? bias : noBias);

  /** The router as it began: its choices are the reference, and those of strategies that leave it alone. */
  function routeFixed(): void {
    const own = scores.subarray(0, routedExperts);
    for (let token = 0; token < tokens; token++) {
      affinitiesOfToken(stream.router, vectors, token * tokenDim, own, 0);
      choose(own, noBias, token, reference);
      for (const racer of fixed) {
        if (racer.strategy.biasUpdateSpeed > 0) choose(own, racer.bias, token, racer.routing);
      }
    }
    for (const racer of fixed) {
      if (racer.strategy.biasUpdateSpeed > 0) continue;
      racer.routing.expertOfSlot.set(reference.expertOfSlot);
      racer.routing.gateOfSlot.set(reference.gateOfSlot);
    }
  }

  /** A router with a loss: routes, and adds up its gradient. Returns the mean of Σ f P over the scopes. */
  function routeLearning(racer: Racer): number {
    const { strategy, router, gradient, routing } = racer;
    const bias = biasOf(racer);
    const scopeTokens = strategy.lossScope === "batch" ? tokens : sequenceTokens;
    gradient.fill(0);
    let imbalance = 0;
    for (let first = 0; first < tokens; first += scopeTokens) {
      clearScope(scope);
      for (let i = 0, start = 0; i < scopeTokens; i++, start += routedExperts) {
        affinitiesOfToken(router, vectors, (first + i) * tokenDim, scores, start);
        const own = scores.subarray(start, start + routedExperts);
        highest(own, null, 1, best);
        countToken(scope, scores, start, best);
        choose(own, bias, first + i, routing);
      }
      imbalance += closeScope(scope, scopeTokens, activatedExperts);
      for (let i = 0, start = 0; i < scopeTokens; i++, start += routedExperts) {
        gradientOfToken(scope, scores, start, strategy.balanceFactor / tokens, gradientOfLogits, 0);
        addRouterGradient(gradient, gradientOfLogits, vectors, (first + i) * tokenDim);
      }
    }
    return imbalance / (tokens / scopeTokens);
  }

  function observe(racer: Racer, imbalance: number | null): StrategyStep {
    const { strategy, routing, loads, recent, bias } = racer;
    loads.fill(0);
    Object.assign(tally, { changed: 0, distance: 0 });
    const tokensOfExpert = new Uint32Array(routedExperts);
    for (let token = 0, slot = 0; token < tokens; token++) {
      const row = domainOfToken[token] * routedExperts;
      compareToken(tally, routing, reference, slot, activatedExperts);
      for (const end = slot + activatedExperts; slot < end; slot++) {
        tokensOfExpert[routing.expertOfSlot[slot]]++;
        loads[row + routing.expertOfSlot[slot]]++;
      }
    }
    recent.add(loads);
    return {
      id: strategy.id,
      tokensOfExpert,
      bias: bias.slice(),
      maxViolation: maxViolation(tokensOfExpert),
      windowMaxViolation: maxViolation(recent.tokensOfExpert()),
      droppedShare: droppedShare(tokensOfExpert, capacityFactor),
      departure: departureOf(tally, slots, activatedExperts),
      imbalance,
    };
  }

  /** After a step: biases against the load, a router with a loss against its gradient and back toward its beginning. */
  function move({ strategy, router, gradient, bias }: Racer, tokensOfExpert: Uint32Array): void {
    if (strategy.biasUpdateSpeed > 0 && taken < biasUpdateSteps) {
      const change = biasChange(tokensOfExpert, strategy);
      for (let i = 0; i < routedExperts; i++) bias[i] += change[i];
    }
    if (strategy.balanceFactor > 0) {
      for (let i = 0; i < router.length; i++)
        router[i] -= routerRate * gradient[i] + taskPull * (router[i] - stream.router[i]);
    }
  }

  function step(): LaboratoryStep {
    stream.batch(taken, vectors);
    routeFixed();
    const imbalances = new Map(learning.map((racer) => [racer, routeLearning(racer)]));
    const seen = racers.map((racer) => observe(racer, imbalances.get(racer) ?? null));
    racers.forEach((racer, at) => move(racer, seen[at].tokensOfExpert));
    return { step: taken++, strategies: seen };
  }

  return { step, tokensOfDomainAndExpert: (strategy) => racers[strategy].recent.tokensOfDomainAndExpert.slice() };
}

/**
 * Steps of a laboratory, one by one, without end. Ask `next()` to step.
 *
 * @throws RangeError, on the first step, for what `createLaboratory` refuses
 * @source §2.1.2, eq. 13 to 20; §4.5.2 and §4.5.3 for the comparison
 */
export function* laboratoryRun(options: LaboratoryOptions): Generator<LaboratoryStep, never> {
  const laboratory = createLaboratory(options);
  for (;;) yield laboratory.step();
}

function requireLaboratory(options: Required<LaboratoryOptions>): void {
  requireObject({ options });
  const {
    routedExperts,
    activatedExperts,
    expertGroups,
    limitedGroups,
    strategies,
    routerRate,
    taskPull,
    capacityFactor,
    windowSteps,
    biasUpdateSteps,
  } = options;
  requireIntegerInRange({ routedExperts }, 1, 65_536);
  requireIntegerInRange({ expertGroups }, 1, routedExperts);
  if (routedExperts % expertGroups !== 0)
    refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  requireIntegerInRange({ limitedGroups }, 1, expertGroups);
  requireIntegerInRange({ activatedExperts }, 1, limitedGroups * (routedExperts / expertGroups));
  requireNonNegative({ routerRate });
  requireInRange({ taskPull }, 0, 1);
  requirePositive({ capacityFactor });
  if (biasUpdateSteps !== Infinity) requireNonNegative({ biasUpdateSteps });
  requireArray({ strategies });
  requireIntegerInRange({ windowSteps }, 1, 65_536);
  strategies.forEach((strategy, at) => {
    requireObject({ [`strategies[${at}]`]: strategy });
    const { id, balanceFactor, lossScope, biasUpdateSpeed, centered } = strategy;
    if (typeof id !== "string") refuse(`strategies[${at}].id`, "be a text", id);
    requireBoolean({ [`strategies[${at}].centered`]: centered });
    requireNonNegative({
      [`strategies[${at}].balanceFactor`]: balanceFactor,
      [`strategies[${at}].biasUpdateSpeed`]: biasUpdateSpeed,
    });
    requireOneOf({ [`strategies[${at}].lossScope`]: lossScope }, lossScopes);
  });
}
