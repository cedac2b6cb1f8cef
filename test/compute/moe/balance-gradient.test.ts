import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceGradient, sequenceBalanceLoss, type BalanceGradientOptions } from "../../../src/compute/index.ts";

type Reference = Required<BalanceGradientOptions> & {
  name: string;
  logits: number[];
  loss: number;
  gradient: number[];
};
const references = JSON.parse(
  readFileSync(new URL("../../reference/balance-loss.json", import.meta.url), "utf8"),
) as Reference[];

describe("balanceGradient(logits, options)", () => {
  // By reference: test/reference/balance-loss.md, where the tolerance has its reason too.
  it.each(references)("is PyTorch's own gradient: $name", ({ logits, loss, gradient, ...options }) => {
    const own = balanceGradient(Float64Array.from(logits), options);
    const most = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(Math.abs(own.loss / loss - 1)).toBeLessThan(1e-13);
    // Where every expert is chosen, f is 1 for all and nothing is left but rounding, of α/T.
    gradient.forEach((value, i) =>
      expect(Math.abs(own.gradient[i] - value)).toBeLessThan(1e-13 * Math.max(most, options.balanceFactor / 100)),
    );
  });
  // Central differences over 2e-5 are right to the square of that, 4e-10 of the loss's third derivative (below 1 for
  // α = 1); logits lie 1/8 apart, so that no choice changes in between.
  it("is what finite differences give", () => {
    const grid = fc.integer({ min: -24, max: 24 }).map((x) => x / 8);
    fc.assert(
      fc.property(
        fc.uniqueArray(grid, { minLength: 5, maxLength: 5 }),
        fc.uniqueArray(grid, { minLength: 5, maxLength: 5 }),
        fc.nat(9),
        (first, second, at) => {
          const logits = Float64Array.from([...first, ...second]);
          const options = { routedExperts: 5, activatedExperts: 2, balanceFactor: 1 };
          const shifted = (by: number) =>
            balanceGradient(
              logits.map((value, i) => value + (i === at ? by : 0)),
              options,
            ).loss;
          expect(
            Math.abs((shifted(1e-5) - shifted(-1e-5)) / 2e-5 - balanceGradient(logits, options).gradient[at]),
          ).toBeLessThan(1e-9);
        },
      ),
    );
  });
  it("has the loss of sequenceBalanceLoss, as a mean over sequences", () => {
    const logits = Float64Array.from(references[1].logits);
    const options = { routedExperts: 6, activatedExperts: 2, balanceFactor: 0.003 };
    const each = [0, 1].map((sequence) =>
      sequenceBalanceLoss(logits.subarray(sequence * 24, (sequence + 1) * 24), options),
    );
    expect(balanceGradient(logits, { ...options, scopeTokens: 4 }).loss).toBeCloseTo((each[0] + each[1]) / 2, 15);
  });
  it("leaves a token without affinities alone", () => {
    expect([
      ...balanceGradient(Float64Array.of(-800, -800), { routedExperts: 2, activatedExperts: 1, balanceFactor: 1 })
        .gradient,
    ]).toEqual([0, 0]);
  });
  it("names what it refuses", () => {
    const options = { routedExperts: 2, activatedExperts: 1, balanceFactor: 1 };
    expect(() => balanceGradient(new Float64Array(6), { ...options, scopeTokens: 2 })).toThrow(
      new RangeError("logits must hold a multiple of 2 tokens (got 3)"),
    );
    expect(() => balanceGradient(new Float64Array(6), { ...options, balanceFactor: -1 })).toThrow(
      new RangeError("balanceFactor must be a finite number, 0 or above (got -1)"),
    );
  });
});
