import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  groupedAttention,
  latentAttention,
  sampleGroupedWeights,
  sampleHidden,
  sampleLatentWeights,
  type GroupedAttention,
  type GroupedWeights,
  type LatentAttention,
  type LatentPass,
  type LatentWeights,
  type Reals,
} from "../../../src/compute/index.ts";

type Case<Attention> = {
  name: string;
  hiddenDim: number;
  attention: Attention;
  matrices: Record<string, number[] | null>;
  hidden: number[];
  expected: Record<string, number[] | null>;
};
const references = JSON.parse(readFileSync(new URL("../../reference/attention.json", import.meta.url), "utf8")) as {
  latent: Case<LatentAttention>[];
  grouped: Case<GroupedAttention>[];
};

/** Largest difference, as a share of the largest expected value. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let most = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(expected[i]));
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
  }
  return difference / most;
}

function typed<Weights>({ attention, hiddenDim, matrices }: Case<unknown>): Weights {
  const entries = Object.entries(matrices).map(([name, values]) => [name, values && Float64Array.from(values)]);
  return { attention, hiddenDim, ...Object.fromEntries(entries) } as Weights;
}

describe("latentAttention(weights, hidden, options)", () => {
  // By reference: test/reference/attention.md, where the tolerance has its reason too.
  it.each(references.latent)("gives what the formulas of the released model give: $name", (reference) => {
    const weights = typed<LatentWeights>(reference);
    for (const way of ["expanded", "absorbed"] as const) {
      const pass = latentAttention(weights, Float64Array.from(reference.hidden), { way, storage: "float64" });
      for (const [name, expected] of Object.entries(reference.expected)) {
        const actual = pass[name as keyof LatentPass] as Reals | null;
        if (way === "absorbed" && (name === "keys" || name === "values")) expect(actual).toBeNull();
        else if (expected === null) expect(actual).toBeNull();
        else expect(distance(actual!, expected), `${way} ${name}`).toBeLessThan(1e-12);
      }
    }
  });

  // By invariant. Chains of up to four float32 arrays, each entry rounded to 6e-8 of itself, scores of a few units.
  it("is the same both ways, to 1e-5 in float32", () => {
    const sizes = fc.record({
      attentionHeads: fc.integer({ min: 1, max: 6 }),
      kvLoraRank: fc.integer({ min: 1, max: 24 }),
      qLoraRank: fc.option(fc.integer({ min: 1, max: 24 })),
      nopeHeadDim: fc.integer({ min: 1, max: 12 }),
      ropeHeadDim: fc.integer({ min: 1, max: 4 }).map((pairs) => 2 * pairs),
      valueHeadDim: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 8 }), fc.nat(1e6), (shape, tokens, seed) => {
        const weights = sampleLatentWeights({ kind: "latent", ...shape }, { hiddenDim: 32, seed: seed });
        const hidden = sampleHidden({ tokens: tokens, hiddenDim: 32, seed: seed + 1 });
        const expanded = latentAttention(weights, hidden);
        expect(expanded.output).toBeInstanceOf(Float32Array);
        expect(distance(latentAttention(weights, hidden, { way: "absorbed" }).output, expanded.output)).toBeLessThan(
          1e-5,
        );
      }),
      { numRuns: 60 },
    );
  });
  it("lets no token see a later one", () => {
    const weights = sampleLatentWeights(
      {
        kind: "latent",
        attentionHeads: 2,
        kvLoraRank: 8,
        qLoraRank: 6,
        nopeHeadDim: 4,
        ropeHeadDim: 2,
        valueHeadDim: 4,
      },
      { hiddenDim: 16, seed: 1 },
    );
    const hidden = sampleHidden({ tokens: 6, hiddenDim: 16, seed: 2 });
    for (const way of ["expanded", "absorbed"] as const) {
      const whole = latentAttention(weights, hidden, { way }).output;
      for (let tokens = 1; tokens < 6; tokens++) {
        expect(latentAttention(weights, hidden.subarray(0, tokens * 16), { way }).output).toEqual(
          whole.subarray(0, tokens * 16),
        );
      }
    }
  });
  // By invariant: heads appear in no cached array.
  it("caches the same, however many heads there are", () => {
    const cached = [1, 2, 7].map((attentionHeads) => {
      const weights = sampleLatentWeights(
        {
          kind: "latent",
          attentionHeads,
          kvLoraRank: 8,
          qLoraRank: 6,
          nopeHeadDim: 4,
          ropeHeadDim: 2,
          valueHeadDim: 4,
        },
        { hiddenDim: 16, seed: 1 },
      );
      const { kvLatent, ropeKey } = latentAttention(weights, sampleHidden({ tokens: 3, hiddenDim: 16, seed: 2 }));
      return kvLatent.length + ropeKey.length;
    });
    expect(cached).toEqual([30, 30, 30]); // 3 tokens × (8 + 2)
  });
  it("weighs by shares that sum to 1", () => {
    const weights = sampleLatentWeights(
      {
        kind: "latent",
        attentionHeads: 3,
        kvLoraRank: 8,
        qLoraRank: null,
        nopeHeadDim: 4,
        ropeHeadDim: 2,
        valueHeadDim: 4,
      },
      { hiddenDim: 16, seed: 3 },
    );
    const pass = latentAttention(weights, sampleHidden({ tokens: 5, hiddenDim: 16, seed: 2 }), { storage: "float64" });
    for (let row = 0; row < 15; row++) {
      const sum = [...pass.weights.subarray(5 * row, 5 * row + 5)].reduce((total, weight) => total + weight, 0);
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(8 * 2 ** -53); // five quotients and four sums, at most half an ulp of 1 each
    }
  });
  it("names what it refuses", () => {
    const weights = sampleLatentWeights(
      {
        kind: "latent",
        attentionHeads: 2,
        kvLoraRank: 8,
        qLoraRank: 6,
        nopeHeadDim: 4,
        ropeHeadDim: 2,
        valueHeadDim: 4,
      },
      { hiddenDim: 16, seed: 1 },
    );
    expect(() => latentAttention(weights, new Float32Array(17))).toThrow(
      new RangeError("hidden must have a multiple of 16 entries (got 17)"),
    );
    expect(() => latentAttention(weights, new Float32Array(16), { way: "merged" as "absorbed" })).toThrow(
      new RangeError('way must be one of "expanded", "absorbed" (got "merged")'),
    );
    expect(() => sampleLatentWeights({ ...weights.attention, kvLoraRank: 0 }, { hiddenDim: 16, seed: 1 })).toThrow(
      new RangeError("attention.kvLoraRank must be a positive integer (got 0)"),
    );
  });
});

describe("groupedAttention(weights, hidden, options)", () => {
  // By reference: test/reference/attention.md.
  it.each(references.grouped)("gives what the formulas give: $name", (reference) => {
    const pass = groupedAttention(typed<GroupedWeights>(reference), Float64Array.from(reference.hidden), {
      storage: "float64",
    });
    expect(distance(pass.headOutputs, reference.expected.headOutputs!)).toBeLessThan(1e-12);
    expect(distance(pass.output, reference.expected.output!)).toBeLessThan(1e-12);
  });
  // By hand: 3 tokens × 2 heads × 4.
  it("caches keys and values of the key-value heads", () => {
    const weights = sampleGroupedWeights(
      { kind: "grouped", attentionHeads: 6, keyValueHeads: 2, headDim: 4, bias: false },
      { hiddenDim: 16, seed: 1 },
    );
    const { keys, values } = groupedAttention(weights, sampleHidden({ tokens: 3, hiddenDim: 16, seed: 2 }));
    expect([keys.length, values.length]).toEqual([24, 24]);
  });
  it("names what it refuses", () => {
    const attention = { kind: "grouped", attentionHeads: 4, keyValueHeads: 2, headDim: 4, bias: false } as const;
    const weights = {
      ...sampleGroupedWeights(attention, { hiddenDim: 16, seed: 1 }),
      attention: { ...attention, attentionHeads: 3 },
    };
    expect(() => groupedAttention(weights, new Float32Array(16))).toThrow(
      new RangeError("attention.attentionHeads must be a multiple of 2 key-value heads (got 3)"),
    );
  });
  it("refuses heads of odd width, whose numbers RoPE cannot pair", () => {
    const attention = { kind: "grouped", attentionHeads: 2, keyValueHeads: 1, headDim: 5, bias: false } as const;
    const weights = sampleGroupedWeights(attention, { hiddenDim: 8, seed: 1 });
    expect(() => groupedAttention(weights, new Float32Array(8))).toThrow(
      new RangeError("attention.headDim must be even, since RoPE turns pairs (got 5)"),
    );
  });
});
