import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  atGranularity,
  deepseekV3,
  expertCombinations,
  expertLayer,
  gateOf,
  sampleExpertLayer,
  sampleHidden,
  swiglu,
  type ExpertLayerWeights,
  type GateOptions,
} from "../../../src/compute/index.ts";

const { gate, layer } = JSON.parse(
  readFileSync(new URL("../../reference/prediction.json", import.meta.url), "utf8"),
) as {
  gate: GateOptions;
  layer: { weights: Record<string, unknown>; hidden: number[]; output: number[] };
};

function typed(value: unknown): unknown {
  if (Array.isArray(value))
    return typeof value[0] === "number" ? Float64Array.from(value as number[]) : value.map(typed);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typed(inner)]));
  return value;
}
const weights = { hiddenDim: 6, ...(typed(layer.weights) as object) } as ExpertLayerWeights;
const hidden = Float64Array.from(layer.hidden);

describe("swiglu(weights, vectors, options)", () => {
  // By hand: SiLU(2) · 3 = 6/(1 + e^−2), down by 0.5.
  it("is SiLU of one product times the other", () => {
    const expert = { gate: Float64Array.of(2), up: Float64Array.of(3), down: Float64Array.of(0.5) };
    expect(swiglu(expert, Float64Array.of(1), { hiddenDim: 1 })[0]).toBeCloseTo(3 / (1 + Math.exp(-2)), 14);
  });
  it("names what it refuses", () => {
    expect(() =>
      swiglu({ gate: new Float64Array(2), up: new Float64Array(4), down: new Float64Array(2) }, new Float64Array(1), {
        hiddenDim: 1,
      }),
    ).toThrow(new RangeError("weights.up must have 2 entries (got 4)"));
  });
});

describe("expertLayer(weights, hidden, options)", () => {
  // By reference: test/reference/prediction.md, where the tolerance has its reason too.
  it("gives what eq. 12 to 16 give, with the norm of the released model", () => {
    const { output } = expertLayer(weights, hidden, { gate: gate });
    layer.output.forEach((value, i) => expect(Math.abs(output[i] - value)).toBeLessThan(1e-11 * 5)); // values up to 5
  });
  it("is input, shared and routed", () => {
    const { output, sharedOutput, routedOutput } = expertLayer(weights, hidden, { gate: gate });
    output.forEach((value, i) => expect(value).toBe(hidden[i] + sharedOutput[i] + routedOutput[i]));
  });
  // By invariant: experts numbered anew, with their centroids and biases; without groups, which are neighbors.
  it("is the same when its experts are numbered anew", () => {
    const open = { ...gate, expertGroups: 1, limitedGroups: 1 };
    const order = [2, 0, 3, 1];
    const pick = <T>(of: ArrayLike<T>) => order.map((expert) => of[expert]);
    const router = Float64Array.from(
      order.flatMap((expert) => [...weights.router.subarray(expert * 6, (expert + 1) * 6)]),
    );
    const permuted = {
      ...weights,
      routedExperts: pick(weights.routedExperts),
      router,
      bias: Float64Array.from(pick(weights.bias!)),
    };
    const plain = expertLayer(weights, hidden, { gate: open });
    const other = expertLayer(permuted, hidden, { gate: open });
    expect(other.output).toEqual(plain.output);
    expect(Array.from(other.routing.expertOfSlot, (expert) => order[expert])).toEqual([...plain.routing.expertOfSlot]);
  });
  it("names what it refuses", () => {
    expect(() => expertLayer(weights, hidden, { gate: { ...gate, routedExperts: 6 } })).toThrow(
      new RangeError("weights.routedExperts must have 6 entries (got 4)"),
    );
    expect(() =>
      sampleExpertLayer({ hiddenDim: 4, expertDim: 0, sharedExperts: 0, routedExperts: 4, seed: 1 }),
    ).toThrow(new RangeError("expertDim must be a positive integer (got 0)"));
  });
  it("keeps the size of what it is given, seeded", () => {
    const sample = sampleExpertLayer({ hiddenDim: 8, expertDim: 4, sharedExperts: 1, routedExperts: 256, seed: 1 });
    expect(
      expertLayer(sample, sampleHidden({ tokens: 3, hiddenDim: 8, seed: 2 }), {
        gate: gateOf(deepseekV3.moe!),
        storage: "float32",
      }).output,
    ).toHaveLength(24);
  });
});

describe("expertCombinations(options)", () => {
  // By reference: arXiv:2401.06066, §3.1, prints 120 for 2 of 16 and 4,426,165,368 for 8 of 64.
  it.each([
    [16, 2, 120n],
    [64, 8, 4_426_165_368n],
    [256, 8, 409_663_695_276_000n],
  ])("%i choose %i", (routed, activated, combinations) => {
    expect(expertCombinations({ routedExperts: routed, activatedExperts: activated })).toBe(combinations);
  });
  it("obeys Pascal's rule", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 300 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 2, max: n - 1 }))),
        ([n, k]) => {
          const choose = (routedExperts: number, activatedExperts: number) =>
            expertCombinations({ routedExperts, activatedExperts });
          expect(choose(n, k)).toBe(choose(n - 1, k - 1) + choose(n - 1, k));
        },
      ),
    );
  });
});

describe("atGranularity(moe, options)", () => {
  const moe = deepseekV3.moe!;
  it("keeps parameters and arithmetic, whatever the cut", () => {
    const cuts = [1, 2, 4, 8].map((split) =>
      atGranularity({ ...moe, expertDim: 2048 }, { hiddenDim: 7168, split: split }),
    );
    for (const cut of cuts) {
      expect(cut.expertParameters).toBe(257 * 44_040_192);
      expect(cut.activatedParameters).toBe(9 * 44_040_192);
    }
    expect(cuts.map(({ routedExperts }) => routedExperts)).toEqual([256, 512, 1024, 2048]);
    expect(cuts[1].routerParameters).toBe(512 * 7168);
  });
  // By hand: 256/4, 8/4, 2,048 × 4, and 64 · 63/2.
  it("joins experts too", () => {
    expect(atGranularity({ ...moe, sharedExperts: 0 }, { hiddenDim: 7168, split: 1 / 4 })).toMatchObject({
      routedExperts: 64,
      activatedExperts: 2,
      expertDim: 8192,
      combinations: 2016n,
    });
  });
  it("names what it refuses", () => {
    expect(() => atGranularity(moe, { hiddenDim: 7168, split: 1 / 2 })).toThrow(
      new RangeError("split must leave sharedExperts whole (got 0.5)"),
    );
  });
});
