import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adamWStep,
  bf16,
  publishedAdamW,
  publishedSchedule,
  roundTo,
  type AdamWState,
} from "../../../src/compute/index.ts";
import { createAdamW, createParameter } from "../../../src/lab/index.ts";

type Kept = { weights: number[]; first: number[]; second: number[] };
type Case = {
  name: string;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  weights: number[];
  gradients: number[][];
  rates: number[];
  fp64: Kept[];
  bf16: Kept[];
};
const cases = JSON.parse(readFileSync(new URL("../../reference/adamw.json", import.meta.url), "utf8")) as Case[];
const start = (weights: readonly number[]): AdamWState => ({
  weights,
  first: weights.map(() => 0),
  second: weights.map(() => 0),
  steps: 0,
});

describe("adamWStep(state, gradient, learningRate, settings)", () => {
  describe.each(cases)("$name", ({ weights, gradients, rates, fp64, bf16: rounded, ...settings }) => {
    it.each([
      ["exact", fp64],
      ["bf16", rounded],
    ] as const)("steps as PyTorch does, moments kept: %s", (moments, expected) => {
      let state = start(weights);
      gradients.forEach((gradient, i) => {
        state = adamWStep(state, gradient, rates[i], { ...settings, moments });
        for (const part of ["weights", "first", "second"] as const) {
          const scale = Math.max(...expected[i][part].map(Math.abs));
          // A few roundings a step: torch has the same formula in another order.
          state[part].forEach((value, k) =>
            expect(Math.abs(value - expected[i][part][k])).toBeLessThanOrEqual(2 ** -48 * scale),
          );
        }
        if (moments === "bf16") expect(state.second).toEqual(expected[i].second);
        expect(state.steps).toBe(i + 1);
      });
    });
  });
  // By hand: after one step m/(1 − β₁) = g and v/(1 − β₂) = g², so that the update is η in the direction of the gradient, whatever its size; decay takes ηλw.
  it("moves by the learning rate at first, whatever the gradient", () => {
    const { weights } = adamWStep(start([1, 1, 1]), [1e-3, -5, 0], 0.01, {
      ...publishedAdamW,
      epsilon: 0,
      moments: "exact",
    });
    expect(weights[0]).toBeCloseTo(1 - 0.01 - 0.001, 14);
    expect(weights[1]).toBeCloseTo(1 + 0.01 - 0.001, 14);
    expect(weights[2]).toBeCloseTo(1 - 0.001, 14);
  });
  it("keeps moments that are numbers of BF16, where they are kept so", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (gradient) => {
          const { first, second } = adamWStep(start(gradient.map(() => 1)), gradient, 2.2e-4);
          for (const moment of [...first, ...second]) expect(roundTo(bf16, moment)).toBe(moment);
        },
      ),
    );
  });
  it("is what the laboratory trains with", () => {
    const parameter = createParameter(1, 4, "double");
    parameter.values.fill(0.5);
    const optimizer = createAdamW([parameter], { ...publishedAdamW, moments: "bf16", learningRate: 1e-3 });
    let state = start([...parameter.values]);
    for (let step = 0; step < 5; step++) {
      const gradient = [0.3, -2, 1e-4, 0.7].map((g) => g * (step - 1.5));
      parameter.gradient.set(gradient);
      optimizer.step();
      state = adamWStep(state, gradient, 1e-3, { ...publishedAdamW, moments: "bf16" });
      state.weights.forEach((w, i) => expect(parameter.values[i]).toBeCloseTo(w, 14));
    }
  });
  it("refuses lengths that differ and settings that are none", () => {
    expect(() => adamWStep(start([1, 2]), [1], 0.1)).toThrow(
      new RangeError("gradient must have 2 numbers, as weights (got 1)"),
    );
    expect(() => adamWStep(start([1]), [1], 0.1, { ...publishedAdamW, beta1: 1 })).toThrow(RangeError);
    expect(() => adamWStep(start([1]), [NaN], 0.1)).toThrow(
      new RangeError("gradient[0] must be a finite number (got NaN)"),
    );
    expect(publishedAdamW.beta2).toBe(publishedSchedule.adamBeta2);
  });
});
