import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoLayerPass, type TwoLayerOptions } from "../../src/lab/index.ts";

const options: TwoLayerOptions = { input: 2, inner: 0.5, outer: 3, target: 1, unit: "relu" };

describe("twoLayerPass(options)", () => {
  it("goes forward and backward by the chain rule", () => {
    // z = 1, h = 1, y = 3, L = 2² / 2; dy = 2, db = 2 · 1, dh = 2 · 3, dz the same, da = 6 · 2, dx = 6 · 0.5
    expect(twoLayerPass(options)).toEqual({
      input: { value: 2, gradient: 3 },
      inner: { value: 0.5, gradient: 12 },
      sum: { value: 1, gradient: 6 },
      hidden: { value: 1, gradient: 6 },
      outer: { value: 3, gradient: 2 },
      output: { value: 3, gradient: 2 },
      loss: { value: 2, gradient: 1 },
    });
  });
  it("hands no gradient back through a unit that is shut, not even at zero", () => {
    for (const inner of [-0.5, 0]) {
      const { hidden, sum, inner: weight } = twoLayerPass({ ...options, inner });
      expect([hidden.value, hidden.gradient, sum.gradient, weight.gradient]).toEqual([0, -3, 0, 0]); // dh = (0 − 1) · 3
    }
    expect(twoLayerPass({ ...options, inner: -0.5, unit: "identity" }).inner.gradient).toBe(-24); // y = −3, dy = −4, · 3 · 2
  });
  it("gives the gradients that differences give, away from the kink", () => {
    const some = fc
      .integer({ min: -30, max: 30 })
      .filter((tenths) => tenths !== 0)
      .map((tenths) => tenths / 10);
    fc.assert(
      fc.property(some, some, some, some, (input, inner, outer, target) => {
        const at = { input, inner, outer, target, unit: "relu" } as const;
        const pass = twoLayerPass(at);
        for (const name of ["input", "inner", "outer"] as const) {
          const loss = (change: number) => twoLayerPass({ ...at, [name]: at[name] + change }).loss.value;
          // The loss is of second degree in each, so central differences are exact but for rounding: losses up to 10³, some 10⁻¹³ of that over 10⁻⁵.
          expect(pass[name].gradient).toBeCloseTo((loss(1e-5) - loss(-1e-5)) / 2e-5, 6);
        }
      }),
    );
  });
  it("refuses what is not finite, and units that there are not", () => {
    expect(() => twoLayerPass({ ...options, inner: NaN })).toThrow("inner must be a finite number (got NaN)");
    expect(() => twoLayerPass({ ...options, unit: "tanh" as never })).toThrow(
      "unit must be one of relu, identity (got tanh)",
    );
  });
});
