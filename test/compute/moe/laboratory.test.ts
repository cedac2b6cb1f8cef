import { describe, expect, it } from "vitest";
import {
  balanceGradient,
  balanceStrategies,
  createLaboratory,
  droppedShare,
  expertCapacity,
  expertLoad,
  gateDeparture,
  laboratoryDefaults,
  laboratoryRun,
  maxViolation,
  relativeLoads,
  route,
  specialization,
  tokenDim,
  tokenStream,
  updateBias,
  type BalanceStrategy,
  type LaboratoryOptions,
  type Routing,
} from "../../../src/compute/index.ts";

const small: LaboratoryOptions = {
  tokens: 64,
  sequenceTokens: 16,
  domains: 3,
  routedExperts: 16,
  activatedExperts: 3,
  skew: 1,
  seed: 4,
  strategies: balanceStrategies,
};

/** The slow, obvious laboratory: one strategy, whole matrices, the public functions of the gate, the loss and the bias. */
function* slowRun(options: LaboratoryOptions, strategy: BalanceStrategy) {
  const { tokens, sequenceTokens, routedExperts, activatedExperts, expertGroups = 1, limitedGroups = 1 } = options;
  const { routerRate, taskPull, capacityFactor } = laboratoryDefaults;
  const stream = tokenStream(options);
  const gate = { routedExperts, activatedExperts, expertGroups, limitedGroups };
  const router = stream.router.slice();
  let bias = new Float64Array(routedExperts);
  const vectors = new Float64Array(tokens * tokenDim);
  const logitsOf = (router: Float64Array) =>
    Float64Array.from({ length: tokens * routedExperts }, (_, at) => {
      const token = Math.floor(at / routedExperts);
      const expert = at % routedExperts;
      let sum = 0;
      for (let k = 0; k < tokenDim; k++) sum += router[expert * tokenDim + k] * vectors[token * tokenDim + k];
      return sum;
    });
  for (let step = 0; ; step++) {
    stream.batch(step, vectors);
    const logits = logitsOf(router);
    const reference = route(logitsOf(stream.router), null, gate);
    const routing = route(logits, bias, gate);
    const tokensOfExpert = expertLoad(routing.expertOfSlot, routedExperts);
    const { gradient, loss } = balanceGradient(logits, {
      routedExperts,
      activatedExperts,
      balanceFactor: strategy.balanceFactor,
      scopeTokens: strategy.lossScope === "batch" ? tokens : sequenceTokens,
    });
    yield {
      tokensOfExpert,
      bias,
      loss,
      maxViolation: maxViolation(tokensOfExpert),
      droppedShare: droppedShare(tokensOfExpert, capacityFactor),
      departure: gateDeparture(routing, reference, gate),
    };
    bias = updateBias(bias, { tokensOfExpert, biasUpdateSpeed: strategy.biasUpdateSpeed }) as Float64Array<ArrayBuffer>;
    for (let i = 0; i < router.length; i++) {
      let slope = 0;
      for (let token = 0; token < tokens; token++)
        slope +=
          gradient[token * routedExperts + Math.floor(i / tokenDim)] * vectors[token * tokenDim + (i % tokenDim)];
      router[i] -= routerRate * slope + taskPull * (router[i] - stream.router[i]);
    }
  }
}

describe("createLaboratory(options)", () => {
  // By invariant: the fast laboratory against the slow one, which shares only the stream and the public functions. The
  // losses are a hundredfold, so that routers move within the steps taken.
  it.each([
    [1, 1],
    [4, 2],
  ])("is the slow laboratory, with %i groups of which %i are open", (expertGroups, limitedGroups) => {
    const strategies = balanceStrategies
      .filter(({ centered }) => !centered)
      .map((strategy) => ({
        ...strategy,
        balanceFactor: 100 * strategy.balanceFactor,
        biasUpdateSpeed: 10 * strategy.biasUpdateSpeed,
      }));
    const options = { ...small, expertGroups, limitedGroups, strategies };
    const laboratory = createLaboratory(options);
    const slow = strategies.map((strategy) => slowRun(options, strategy));
    for (let step = 0; step < 8; step++) {
      const fast = laboratory.step();
      expect(fast.step).toBe(step);
      fast.strategies.forEach((own, at) => {
        const expected = slow[at].next().value!;
        expect(own.tokensOfExpert, `${own.id} in step ${step}`).toEqual(expected.tokensOfExpert);
        expect(own.bias).toEqual(expected.bias);
        expect([own.maxViolation, own.droppedShare, own.departure.changedShare]).toEqual([
          expected.maxViolation,
          expected.droppedShare,
          expected.departure.changedShare,
        ]);
        expect(own.departure.distance).toBeCloseTo(expected.departure.distance, 12);
        if (strategies[at].balanceFactor > 0)
          expect(own.imbalance! * strategies[at].balanceFactor).toBeCloseTo(expected.loss, 12);
        else expect(own.imbalance).toBeNull();
      });
    }
  });
  it("gives each strategy the same, whoever races with it", () => {
    const together = createLaboratory(small);
    const alone = balanceStrategies.map((strategy) => createLaboratory({ ...small, strategies: [strategy] }));
    for (let step = 0; step < 5; step++)
      expect(together.step().strategies).toEqual(alone.flatMap((laboratory) => laboratory.step().strategies));
  });
  it("keeps loads by domain over the window, and no longer", () => {
    const laboratory = createLaboratory({ ...small, windowSteps: 2 });
    const steps = Array.from({ length: 4 }, () => laboratory.step().strategies[0]);
    const sums = laboratory.tokensOfDomainAndExpert(0);
    for (let expert = 0; expert < 16; expert++) {
      const ofDomains = sums[expert] + sums[16 + expert] + sums[32 + expert];
      expect(ofDomains).toBe(steps[2].tokensOfExpert[expert] + steps[3].tokensOfExpert[expert]);
    }
    const both = Uint32Array.from(steps[2].tokensOfExpert, (load, expert) => load + steps[3].tokensOfExpert[expert]);
    expect(steps[3].windowMaxViolation).toBe(maxViolation(both));
    // By hand: four sequences of 16 tokens are of domains 0, 1, 2 and 0; two steps, three experts each.
    expect(
      [0, 1, 2].map((domain) => sums.subarray(16 * domain, 16 * domain + 16).reduce((sum, load) => sum + load, 0)),
    ).toEqual([192, 96, 96]);
  });
  it("stops moving biases after biasUpdateSteps", () => {
    const laboratory = createLaboratory({
      ...small,
      strategies: balanceStrategies.filter(({ id }) => id === "bias"),
      biasUpdateSteps: 2,
    });
    const biases = Array.from({ length: 4 }, () => laboratory.step().strategies[0].bias);
    expect(biases[1]).not.toEqual(biases[0]);
    expect(biases[2]).not.toEqual(biases[1]);
    expect(biases[3]).toEqual(biases[2]);
  });
  // A short prefix of what the benchmark runs in full, at a tenth of the size and ten times the speed γ: 512 tokens,
  // 32 experts, 300 steps. The window's 100 steps expect 6,400 tokens of an expert, whose noise is 1.25%.
  it("balances by bias from a skewed start", () => {
    const laboratory = createLaboratory({
      ...small,
      tokens: 512,
      sequenceTokens: 64,
      domains: 8,
      routedExperts: 32,
      activatedExperts: 4,
      strategies: balanceStrategies
        .filter(({ id }) => id === "none" || id === "bias")
        .map((strategy) => ({ ...strategy, biasUpdateSpeed: 10 * strategy.biasUpdateSpeed })),
    });
    for (let step = 0; step < 299; step++) laboratory.step();
    const [none, bias] = laboratory.step().strategies;
    expect(none.windowMaxViolation).toBeGreaterThan(2);
    expect(bias.windowMaxViolation).toBeLessThan(0.1);
    expect(bias.droppedShare).toBeLessThan(none.droppedShare);
  });
  it("names what it refuses", () => {
    expect(() => createLaboratory({ ...small, tokens: 65 })).toThrow(
      new RangeError("tokens must be a multiple of 16 in a sequence (got 65)"),
    );
    expect(() => createLaboratory({ ...small, expertGroups: 3 })).toThrow(
      new RangeError("routedExperts must be a multiple of 3 groups (got 16)"),
    );
    expect(() => createLaboratory({ ...small, strategies: [{ ...balanceStrategies[0], balanceFactor: -1 }] })).toThrow(
      new RangeError("strategies[0].balanceFactor must be a finite number, 0 or above (got -1)"),
    );
    expect(() => createLaboratory({ ...small, taskPull: 2 })).toThrow(
      new RangeError("taskPull must be from 0 to 1 (got 2)"),
    );
  });
});

it("laboratoryRun(options): takes the laboratory's steps", () => {
  const laboratory = createLaboratory(small);
  const run = laboratoryRun(small);
  expect(run.next().value).toEqual(laboratory.step());
  expect(run.next().value).toEqual(laboratory.step());
});

describe("droppedShare(tokensOfExpert, capacityFactor)", () => {
  // By hand: mean 4, so 4 places at factor 1: 5 + 1 of 16 find none; at 1.25 five places, and 4 + 0.
  it("counts choices beyond the capacity", () => {
    const loads = Uint32Array.of(9, 5, 2, 0);
    expect(droppedShare(loads, 1)).toBe(6 / 16);
    expect(droppedShare(loads, 1.25)).toBe(4 / 16);
    expect(expertCapacity({ meanLoad: 4, capacityFactor: 1.1 })).toBe(5);
  });
  it("is 0 without tokens", () => {
    expect(droppedShare(new Uint32Array(3), 1)).toBe(0);
  });
});

describe("gateDeparture(routing, reference, options)", () => {
  const routing = (expertOfSlot: number[], gateOfSlot: number[]): Routing => ({
    expertOfSlot: Uint16Array.from(expertOfSlot),
    gateOfSlot: Float64Array.from(gateOfSlot),
  });
  // By hand: first token {0: 3/4, 1: 1/4} against {1: 1/2, 2: 1/2}: common 1/4; second the same but for the scale.
  it("is half the difference of shares, whatever their scale", () => {
    const departure = gateDeparture(
      routing([0, 1, 2, 0], [0.75, 0.25, 0.5, 0.5]),
      routing([1, 2, 0, 2], [1, 1, 2.5, 2.5]),
      { routedExperts: 3, activatedExperts: 2 },
    );
    expect(departure).toEqual({ changedShare: 0.25, distance: 0.375 });
  });
  it("names what it refuses", () => {
    expect(() =>
      gateDeparture(routing([0, 3], [1, 1]), routing([0, 1], [1, 1]), { routedExperts: 3, activatedExperts: 2 }),
    ).toThrow(new RangeError("expertOfSlot must hold experts below 3 (got 3)"));
  });
});

describe("specialization(tokensOfDomainAndExpert, options)", () => {
  // By hand: shares (1, 0) and (0, 1) against (1/2, 1/2): 1/2 each; and 0 where both domains have the same.
  it("is how far domains' shares lie from those of all", () => {
    expect(specialization(Uint32Array.of(4, 0, 0, 4), { routedExperts: 2 })).toBe(0.5);
    expect(specialization(Uint32Array.of(3, 1, 6, 2), { routedExperts: 2 })).toBe(0);
  });
  it("relativeLoads: 1 is a fair share", () => {
    // by hand: 3 and 1 of 4, twofold
    expect([...relativeLoads(Uint32Array.of(3, 1, 0, 0), { routedExperts: 2 })]).toEqual([1.5, 0.5, 0, 0]);
  });
});

describe("tokenStream(options)", () => {
  it("gives the same batch for the same step, and another for another", () => {
    const batch = (step: number) => {
      const vectors = new Float64Array(64 * tokenDim);
      tokenStream(small).batch(step, vectors);
      return vectors;
    };
    expect(batch(3)).toEqual(batch(3));
    expect(batch(3)).not.toEqual(batch(4));
    expect(batch(3)[0]).toBe(1);
  });
  it("gives sequences one domain each", () => {
    expect([...tokenStream(small).domainOfToken]).toEqual(
      [0, 1, 2, 0].flatMap((domain) => Array<number>(16).fill(domain)),
    );
  });
  it("has no popular experts at a skew of 0", () => {
    const { router } = tokenStream({ ...small, skew: 0 });
    for (let expert = 0; expert < 16; expert++) expect(router[expert * tokenDim]).toBe(-1);
  });
});
