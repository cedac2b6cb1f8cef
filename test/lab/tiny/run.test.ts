import { describe, expect, it } from "vitest";
import {
  maxViolation,
  modelParameters,
  predictionModuleParameters,
  sumParameters,
  updateBias,
} from "../../../src/compute/index.ts";
import {
  createTinyRun,
  tinyConfig,
  tinyDefaults,
  tinyFlopPerStep,
  tinyRun,
  tinySetups,
  validateTiny,
  type TinySettings,
} from "../../../src/lab/index.ts";
import { routerNames, tinyParameters } from "../../../src/lab/tiny/network.ts";

/** A run that costs a few milliseconds a step. */
const small: Partial<TinySettings> = {
  steps: 6,
  batch: 4,
  sequenceLength: 12,
  hiddenDim: 8,
  denseDim: 8,
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 4,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 4,
  keyValueHeads: 1,
  expertDim: 4,
  warmupSteps: 2,
  decaySteps: 2,
  groupSize: 4,
};

const lossesOf = (settings: Partial<TinySettings>): number[] =>
  [...tinyRun({ ...small, ...settings })].map(({ loss }) => loss);

describe("createTinyRun(settings)", () => {
  it("begins as a guess among 64 symbols, and learns", () => {
    const losses = lossesOf({ steps: 60, learningRate: 0.02 });
    expect(Math.abs(losses[0] - Math.log(64))).toBeLessThan(0.05);
    expect(losses[59]).toBeLessThan(losses[0] - 0.8);
  });
  it.each(tinySetups)(
    "gives the same bits each time, and has the parameters that compute counts: $name",
    ({ settings }) => {
      const both = {
        ...small,
        steps: 3,
        warmupSteps: 2,
        ...settings,
        ...("kvLoraRank" in settings ? {} : { kvLoraRank: 4 }),
      };
      expect(lossesOf(both)).toEqual(lossesOf(both));
      const config = tinyConfig(both);
      const { network } = createTinyRun(both);
      const trained = tinyParameters(network).reduce((sum, { values }) => sum + values.length, 0);
      const biases = config.moe!.routingBias ? routerNames(config).length * config.moe!.routedExperts : 0;
      const { block = 0, projection = 0, norms = 0 } = config.mtpDepth > 0 ? predictionModuleParameters(config) : {};
      expect(trained + biases).toBe(sumParameters(modelParameters(config)) + block + projection + norms);
    },
  );
  it("has about 50,000 parameters by default", () => {
    const config = tinyConfig();
    const { block, projection, norms } = predictionModuleParameters(config);
    const parameters = sumParameters(modelParameters(config)) + block + projection + norms;
    expect(Math.abs(parameters / 50_000 - 1)).toBeLessThan(0.05);
    expect(tinyDefaults.steps).toBe(150);
  });
  it("starts from the same weights where parts are the same", () => {
    const [latent, full] = [createTinyRun(small).network, createTinyRun({ ...small, attention: "full" }).network];
    expect(full.embedding).toEqual(latent.embedding);
    expect(full.blocks[1].experts).toEqual(latent.blocks[1].experts);
    expect(full.head).toEqual(latent.head);
  });
  it("counts every choice of a step once, by domain, by gate and by expert, and moves biases as compute does", () => {
    const run = createTinyRun({ ...small, expertGroups: 4, limitedGroups: 1 });
    const [first, second] = [run.step(), run.step()];
    const [inLayer, inModule] = first.routers;
    const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
    for (const [router, tokens] of [
      [inLayer, 4 * 12],
      [inModule, 4 * 11],
    ] as const) {
      // the module has one prediction less in each sequence
      for (const counts of [router.tokensOfExpert, router.tokensOfDomainAndExpert, router.gateHistogram])
        expect(sum(counts)).toBe(2 * tokens);
      expect(router.maxViolation).toBe(maxViolation(router.tokensOfExpert));
      expect(router.blockedExperts).toBeGreaterThan(0);
    }
    expect(inLayer.bias).toEqual(new Float64Array(8));
    expect(second.routers[0].bias).toEqual(
      updateBias(inLayer.bias, {
        tokensOfExpert: inLayer.tokensOfExpert,
        biasUpdateSpeed: tinyDefaults.biasUpdateSpeed,
      }),
    );
    expect(createTinyRun(small).step().routers[0].blockedExperts).toBe(0);
    expect([second.tokens, second.flop]).toEqual([
      2 * 4 * 12,
      2 * tinyFlopPerStep({ ...small, expertGroups: 4, limitedGroups: 1 }),
    ]);
  });
  it.each(["FP32", "BF16", "FP8 fine-grained"] as const)(
    "says in words that a run diverged, and makes no more steps: %s",
    (recipe) => {
      const run = createTinyRun({ ...small, recipe, learningRate: 1e30, clipNorm: 0, warmupSteps: 0 });
      while (!run.done) run.step();
      expect(run.diverged).toMatch(/^The run diverged in step \d: .*learning rate \(here 1e\+30\)/);
      expect(() => run.step()).toThrow(/^step must be made of a run that has not diverged/);
    },
  );
  it("goes on from a kept state, bit for bit", () => {
    const whole = lossesOf({});
    const first = createTinyRun(small);
    const seen = [first.step().loss, first.step().loss, first.step().loss];
    const state = first.save();
    first.step();
    expect([...seen, ...[...tinyRun(small, state)].map(({ loss }) => loss)]).toEqual(whole);
  });
  it("judges without changing anything", () => {
    const run = createTinyRun(small);
    run.step();
    const before = run.save();
    const { loss, acceptance, routers } = validateTiny(run, { sequencesPerDomain: 2 });
    expect(run.save()).toEqual(before);
    expect(loss).toBeGreaterThan(3);
    expect(acceptance).toBeGreaterThan(0.5); // two near-uniform distributions have nearly everything in common
    expect(routers.map(({ name }) => name)).toEqual(["layer 2", "MTP module"]);
  });
  it("names what it refuses", () => {
    expect(() => createTinyRun({ activatedExperts: 9 })).toThrow(
      new RangeError("activatedExperts must be an integer from 1 to 8 (got 9)"),
    );
    expect(() => createTinyRun({ learningRate: 0 })).toThrow(
      new RangeError("learningRate must be a finite number above 0 (got 0)"),
    );
    expect(() => createTinyRun({ ropeHeadDim: 3 })).toThrow(
      new RangeError("ropeHeadDim must be even, since RoPE turns pairs (got 3)"),
    );
    expect(() => createTinyRun({ warmupSteps: 0.5 })).toThrow(
      new RangeError("warmupSteps must be an integer from 0 to 100000 (got 0.5)"),
    );
    expect(() => createTinyRun({ speed: 1 } as object)).toThrow(/^settings\.speed must be one of seed, steps/);
  });
});
