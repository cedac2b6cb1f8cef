import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  combinedPredictionLoss,
  predictionChain,
  predictionLoss,
  predictionModule,
  sampleHidden,
  samplePrediction,
  type GateOptions,
  type LatentAttention,
  type PredictionWeights,
  type Reals,
  type SharedWeights,
} from "../../../src/compute/index.ts";

type Numbers = number[];
type Reference = {
  sizes: { hiddenDim: number; vocabulary: number; attention: LatentAttention };
  gate: GateOptions;
  shared: { embedding: Numbers; head: Numbers };
  modules: Record<string, unknown>[];
  tokens: number[];
  mainHidden: Numbers;
  depths: { joined: Numbers; hidden: Numbers; probabilities: Numbers; loss: number }[];
  combinedLoss: number;
};
const reference = JSON.parse(
  readFileSync(new URL("../../reference/prediction.json", import.meta.url), "utf8"),
) as Reference;
const { sizes, gate } = reference;

/** Lists of numbers as typed arrays, however deep. */
function typed(value: unknown): unknown {
  if (Array.isArray(value))
    return typeof value[0] === "number" ? Float64Array.from(value as number[]) : value.map(typed);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typed(inner)]));
  return value;
}
const shared = { ...sizes, ...(typed(reference.shared) as object) } as unknown as SharedWeights;
const modules = reference.modules.map((weights) => {
  const module = typed(weights) as Record<"attention" | "experts", object>;
  const { hiddenDim, attention } = sizes;
  return {
    ...module,
    attention: { attention, hiddenDim, ...module.attention },
    experts: { hiddenDim, ...module.experts },
  } as unknown as PredictionWeights;
});
const tokens = Uint32Array.from(reference.tokens);
const input = tokens.subarray(0, -1);

function distance(actual: Reals, expected: Numbers): number {
  expect(actual.length).toBe(expected.length);
  const most = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(actual[i] - value)), 0) / most;
}

describe("predictionChain(modules, shared, options)", () => {
  const passes = predictionChain(modules, shared, {
    mainHidden: Float64Array.from(reference.mainHidden),
    tokens: input,
    gate,
  });
  // By reference: test/reference/prediction.md, where the tolerance has its reason too.
  it.each([1, 2])("gives what eq. 21 to 24 give at depth %i", (depth) => {
    const expected = reference.depths[depth - 1];
    const pass = passes[depth - 1];
    for (const name of ["joined", "hidden", "probabilities"] as const)
      expect(distance(pass[name], expected[name]), name).toBeLessThan(1e-11);
    expect(Math.abs(predictionLoss(pass.probabilities, tokens, { depth }) / expected.loss - 1)).toBeLessThan(1e-11);
  });
  it("gives the loss of eq. 25", () => {
    const losses = passes.map(({ probabilities, depth }) => predictionLoss(probabilities, tokens, { depth }));
    expect(Math.abs(combinedPredictionLoss(losses, 0.3) / reference.combinedLoss - 1)).toBeLessThan(1e-11);
  });
});

describe("predictionModule(weights, shared, options)", () => {
  const main = Float64Array.from(reference.mainHidden);
  // By invariant: halves of M_k swapped, and the other order.
  it("joins in either order, the columns of M_k being swapped", () => {
    const d = sizes.hiddenDim;
    const { projection } = modules[0];
    const swapped = Float64Array.from(
      projection,
      (_, i) => projection[Math.floor(i / (2 * d)) * 2 * d + ((i + d) % (2 * d))],
    );
    const plain = predictionModule(modules[0], shared, { previous: main, tokens: input, depth: 1, gate });
    const other = predictionModule({ ...modules[0], projection: swapped }, shared, {
      previous: main,
      tokens: input,
      depth: 1,
      gate,
      order: "embeddingFirst",
    });
    expect(distance(other.joined, [...plain.joined])).toBeLessThan(1e-14); // the same products, added in another order
    const wrong = predictionModule(modules[0], shared, {
      previous: main,
      tokens: input,
      depth: 1,
      gate,
      order: "embeddingFirst",
    });
    expect(distance(wrong.joined, [...plain.joined])).toBeGreaterThan(0.1);
  });
  it("sees tokens up to position + depth, and none later", () => {
    const changed = input.slice();
    changed[4] = 4; // t_5, which position 4 joins first
    const before = predictionModule(modules[0], shared, {
      previous: main,
      tokens: input,
      depth: 1,
      gate,
    }).probabilities;
    const after = predictionModule(modules[0], shared, {
      previous: main,
      tokens: changed,
      depth: 1,
      gate,
    }).probabilities;
    expect(after.subarray(0, 3 * 7)).toEqual(before.subarray(0, 3 * 7));
    expect(after.subarray(3 * 7)).not.toEqual(before.subarray(3 * 7));
  });
  it("names what it refuses", () => {
    expect(() =>
      predictionModule(modules[0], shared, { previous: main, tokens: input.subarray(0, 1), depth: 1, gate }),
    ).toThrow(new RangeError("tokens must have at least 2 entries (got 1)"));
    expect(() =>
      predictionModule(modules[0], shared, { previous: main.subarray(6), tokens: input, depth: 1, gate }),
    ).toThrow(new RangeError("previous must have 30 entries (got 24)"));
    expect(() =>
      predictionModule(modules[0], shared, { previous: main, tokens: Uint32Array.of(0, 1, 2, 3, 7), depth: 1, gate }),
    ).toThrow(new RangeError("tokens must hold tokens below 7 (got 7)"));
  });
});

describe("samplePrediction(options)", () => {
  it("makes modules that differ, with shares that sum to 1", () => {
    const { shared, modules } = samplePrediction({
      ...sizes,
      expertDim: 4,
      sharedExperts: 1,
      routedExperts: 4,
      depths: 2,
      seed: 5,
    });
    const [first, second] = predictionChain(modules, shared, {
      mainHidden: sampleHidden({ tokens: 5, hiddenDim: 6, seed: 1, storage: "float64" }),
      tokens: input,
      gate,
    });
    expect(first.probabilities).toHaveLength(4 * 7);
    expect(second.probabilities).toHaveLength(3 * 7);
    const sum = [...first.probabilities.subarray(0, 7)].reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 14);
    expect(modules[0].projection).not.toEqual(modules[1].projection);
  });
});
