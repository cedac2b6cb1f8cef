import { describe, expect, it } from "vitest";
import {
  createAdamW,
  createParameter,
  lateErrors,
  recipeNames,
  relativeLossError,
  smallAdamW,
  smoothed,
  trainingRun,
} from "../../src/lab/index.ts";
import { createTextSource, raceVocabulary } from "../../src/lab/race-text.ts";

const run = (options: Partial<Parameters<typeof trainingRun>[0]>): number[] => [
  ...trainingRun({ recipe: "FP32", steps: 3, seed: 1, batch: 32, hiddenDim: 32, ...options }),
];

describe("trainingRun(options)", () => {
  it.each(recipeNames)("gives the same bits each time, and learns: %s", (recipe) => {
    const losses = run({ recipe, steps: 24 });
    expect(run({ recipe, steps: 3 })).toEqual(losses.slice(0, 3));
    expect(Math.abs(losses[0] - Math.log(raceVocabulary))).toBeLessThan(1); // near to a guess among 32
    expect(losses[23]).toBeLessThan(losses[0] - 0.3);
  });
  it.each([1, 2, 3, 4, 5])("starts all recipes alike, and each stays near to BF16: seed %d", (seed) => {
    const reference = smoothed(run({ recipe: "BF16", steps: 12, seed }));
    for (const recipe of ["FP32", "FP8 fine-grained"] as const) {
      const relative = relativeLossError({ losses: smoothed(run({ recipe, steps: 12, seed })), reference });
      expect(Math.abs(relative[11])).toBeLessThan(0.02); // 12 steps of a tiny network: no claim about the report's 0.25%
    }
  });
  it("differs by seed, by promotion and by accumulator bits", () => {
    const fine = run({ recipe: "FP8 fine-grained" });
    expect(run({ recipe: "FP8 fine-grained", seed: 2 })).not.toEqual(fine);
    expect(run({ recipe: "FP8 without promotion" })).not.toEqual(fine);
    expect(run({ recipe: "FP8 fine-grained", accumulatorBits: 10 })).not.toEqual(fine);
  });
  // By reference: losses 1 and 8 as Node 24, Node 20 and Firefox 153 gave them, to the last bit: no engine may change them.
  it.each([
    ["FP32", 4.147986891461691, 3.835348713656926],
    ["BF16", 4.147779109701681, 3.836056487671029],
    ["FP8 fine-grained", 4.15747529739728, 3.8284282898422823],
  ] as const)("has recorded bits: %s", (recipe, first, eighth) => {
    const losses = run({ recipe, steps: 8 });
    expect([losses[0], losses[7]]).toEqual([first, eighth]);
  });
  it("reports a loss that is no number any more, and goes on", () => {
    const losses = run({ recipe: "FP32", steps: 4, learningRate: 1e30 });
    expect(losses).toHaveLength(4);
    expect(losses.some((loss) => !Number.isFinite(loss))).toBe(true);
  });
  it("names what it refuses", () => {
    expect(() => run({ seed: -1 })).toThrow(new RangeError("seed must be an integer from 0 to 4294967293 (got -1)"));
    expect(() => run({ recipe: "FP4" as "FP32" })).toThrow(/^recipe must be one of "FP32", "BF16"/);
    expect(() => run({ learningRate: 0 })).toThrow(
      new RangeError("learningRate must be a finite number above 0 (got 0)"),
    );
  });
});

describe("createTextSource({ grammar, text })", () => {
  it("follows each last symbol and kind of the one before with at most four symbols, the first with 60%", () => {
    const text = createTextSource({ grammar: 1, text: 2 }).next(60_000);
    const counts = new Map<number, Map<number, number>>();
    for (let i = 2; i < text.length; i++) {
      const pair = (text[i - 2] % 4) * raceVocabulary + text[i - 1];
      const followers = counts.get(pair) ?? new Map<number, number>();
      counts.set(pair, followers.set(text[i], (followers.get(text[i]) ?? 0) + 1));
    }
    expect(Math.max(...[...counts.values()].map((followers) => followers.size))).toBeLessThanOrEqual(4);
    const likeliest =
      [...counts.values()].reduce((sum, followers) => sum + Math.max(...followers.values()), 0) / (text.length - 2);
    expect(likeliest).toBeGreaterThan(0.58); // above 0.6 where two of the four are the same symbol
    expect(likeliest).toBeLessThan(0.68);
  });
});

describe("createAdamW(parameters, options)", () => {
  // By hand: the first step of Adam is η in the direction of the gradient, whatever its size; decay takes η λ w besides.
  it("moves by the rate at first", () => {
    const parameter = createParameter(1, 2, "double");
    parameter.values.set([1, -2]);
    parameter.gradient.set([0.5, -8]);
    createAdamW([parameter], {
      ...smallAdamW,
      learningRate: 0.01,
      weightDecay: 0.1,
      epsilon: 0,
      moments: "fp32",
    }).step();
    expect(parameter.values[0]).toBeCloseTo(1 - 0.01 - 0.001, 12);
    expect(parameter.values[1]).toBeCloseTo(-2 + 0.01 + 0.002, 12);
    expect([...parameter.gradient]).toEqual([0, 0]);
  });
  // By reference: three steps with a changing gradient, written out; β 0.9 and 0.95, as in §4.2.
  it("follows its formula, with moments in BF16 or not", () => {
    for (const moments of ["fp32", "bf16"] as const) {
      const rounded = (value: number): number => {
        if (moments === "fp32") return value;
        const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
        return new Float32Array(Uint32Array.of(((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff_0000) >>> 0).buffer)[0];
      };
      const parameter = createParameter(1, 1, "double");
      parameter.values[0] = 0.7;
      const optimizer = createAdamW([parameter], { ...smallAdamW, moments });
      let [w, m, v] = [0.7, 0, 0];
      [0.3, -0.2, 0.05].forEach((g, step) => {
        m = rounded(0.9 * m + (1 - 0.9) * g);
        v = rounded(0.95 * v + (1 - 0.95) * g * g);
        const [mHat, vHat] = [m / (1 - 0.9 ** (step + 1)), v / (1 - 0.95 ** (step + 1))];
        w -= 3e-3 * (mHat / (Math.sqrt(vHat) + 1e-8) + 0.1 * w);
        parameter.gradient[0] = g;
        optimizer.step();
        expect(Math.abs(parameter.values[0] - w)).toBeLessThan(1e-12); // powers by ** or by products: 1 ulp of 1 − β
      });
    }
  });
});

describe("smoothed(losses, coefficient), relativeLossError({ losses, reference })", () => {
  // By hand: 2; 0.9 · 2 + 0.1 · 1 = 1.9; (1.9 − 2) / 2 = −5%.
  it("are what Figure 10 shows", () => {
    expect([...smoothed([2, 1])]).toEqual([2, 0.9 * 2 + (1 - 0.9) * 1]);
    expect(relativeLossError({ losses: [1.9], reference: [2] })[0]).toBeCloseTo(-0.05, 12);
    expect(() => relativeLossError({ losses: [1], reference: [] })).toThrow(
      new RangeError("losses must have 0 entries (got 1)"),
    );
    expect(() => smoothed([1], 1)).toThrow(new RangeError("coefficient must be from 0 to below 1 (got 1)"));
  });
});

describe("lateErrors({ losses, reference })", () => {
  // By hand. Of five steps the last two count, a quarter rounded up: errors of 0 and 2⁻⁹ in one seed, −2⁻⁷ and −2⁻⁸ in the other.
  it("is of the last quarter, over all seeds", () => {
    const reference = [1, 1, 1, 1, 1];
    const losses = [
      [9, 9, 9, 1, 1 + 2 ** -9],
      [9, 9, 9, 1 - 2 ** -7, 1 - 2 ** -8],
    ];
    expect(lateErrors({ losses, reference: [reference, reference] })).toEqual({
      mean: (2 ** -10 - 3 * 2 ** -9) / 2,
      low: -3 * 2 ** -9,
      high: 2 ** -10,
      largest: 2 ** -7,
      within: 2 / 4, // 0.25% lies between 2⁻⁹ and 2⁻⁸
    });
  });
  it("needs as many rows on both sides", () => {
    expect(() => lateErrors({ losses: [[1]], reference: [] })).toThrow(
      new RangeError("losses must have 0 rows (got 1)"),
    );
    expect(() => lateErrors({ losses: [], reference: [] })).toThrow(
      new RangeError("losses must have at least one row (got 0)"),
    );
  });
});
