import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchBalanceLoss, route, sequenceBalanceLoss } from "../../../src/compute/index.ts";

const ln3 = Math.log(3);

/** Eq. 17 to 20 one after the other, with sorting and the engine's own exponential. */
function slowLoss(logits: number[], experts: number, activatedExperts: number, balanceFactor: number): number {
  const tokens = logits.length / experts;
  const rows = Array.from({ length: tokens }, (_, t) =>
    logits.slice(t * experts, (t + 1) * experts).map((x) => 1 / (1 + Math.exp(-x))),
  );
  const bestOfToken = rows.map((row) =>
    [...row.keys()].sort((a, b) => row[b] - row[a] || a - b).slice(0, activatedExperts),
  );
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return (
    balanceFactor *
    sum(
      Array.from({ length: experts }, (_, expert) => {
        const f = (experts / (activatedExperts * tokens)) * bestOfToken.filter((best) => best.includes(expert)).length;
        const P = sum(rows.map((row) => row[expert] / sum(row))) / tokens;
        return f * P;
      }),
    )
  );
}

describe("sequenceBalanceLoss(logits, options)", () => {
  // By hand: affinities 3/4 and 1/2, shares 0.6 and 0.4, the first chosen: f = 2 and 0, so 2 · 0.6.
  it("is eq. 17 for one token", () => {
    expect(
      sequenceBalanceLoss(Float64Array.of(ln3, 0), { routedExperts: 2, activatedExperts: 1, balanceFactor: 1 }),
    ).toBeCloseTo(1.2, 14);
  });
  // By hand: two tokens that mirror each other, f = 1 and 1, P = 1/2 and 1/2.
  it("is α where all is balanced", () => {
    expect(
      sequenceBalanceLoss(Float64Array.of(ln3, 0, 0, ln3), {
        routedExperts: 2,
        activatedExperts: 1,
        balanceFactor: 0.0001,
      }),
    ).toBeCloseTo(0.0001, 18);
    expect(sequenceBalanceLoss(new Float32Array(12), { routedExperts: 4, activatedExperts: 4, balanceFactor: 1 })).toBe(
      1,
    );
  });
  // Affinities within 4 ulp of the oracle's, then quotients and sums of at most 40: 128 ulp is ample. Logits lie on a
  // grid, so that equal affinities are equal on both sides and no others come near.
  it("is the sorting one, ties included", () => {
    const sizes = fc
      .integer({ min: 1, max: 10 })
      .chain((experts) =>
        fc.tuple(fc.constant(experts), fc.integer({ min: 1, max: experts }), fc.integer({ min: 1, max: 4 })),
      );
    const cases = sizes.chain(([experts, activated, tokens]) => {
      const length = experts * tokens;
      return fc.record({
        experts: fc.constant(experts),
        activated: fc.constant(activated),
        logits: fc.array(
          fc.integer({ min: -40, max: 40 }).map((x) => x / 8),
          { minLength: length, maxLength: length },
        ),
      });
    });
    fc.assert(
      fc.property(cases, ({ experts, activated, logits }) => {
        const loss = sequenceBalanceLoss(Float64Array.from(logits), {
          routedExperts: experts,
          activatedExperts: activated,
          balanceFactor: 0.0001,
        });
        expect(Math.abs(loss / slowLoss(logits, experts, activated, 0.0001) - 1)).toBeLessThanOrEqual(128 * 2 ** -52);
        expect(loss).toBeLessThanOrEqual(0.0001 * (experts / activated) * (1 + 128 * 2 ** -52));
      }),
      { numRuns: 500 },
    );
  });
  // By hand: nothing to share, so 1/2 each; the lower index is chosen, f = 2 and 0.
  it("shares evenly for a token whose affinities are all 0", () => {
    expect(
      sequenceBalanceLoss(Float64Array.of(-800, -800), { routedExperts: 2, activatedExperts: 1, balanceFactor: 1 }),
    ).toBe(1);
  });
  it("names what it refuses", () => {
    const loss = (cells: number, experts: number, activated: number, factor: number) => () =>
      sequenceBalanceLoss(new Float64Array(cells), {
        routedExperts: experts,
        activatedExperts: activated,
        balanceFactor: factor,
      });
    expect(loss(0, 2, 1, 1)).toThrow(new RangeError("logits must hold at least one token (got 0)"));
    expect(loss(3, 2, 1, 1)).toThrow(new RangeError("logits must have a multiple of 2 entries (got 3)"));
    expect(loss(2, 2, 3, 1)).toThrow(new RangeError("activatedExperts must be an integer from 1 to 2 (got 3)"));
    expect(loss(2, 2, 1, -1)).toThrow(new RangeError("balanceFactor must be a finite number, 0 or above (got -1)"));
    expect(loss(2, 1.5, 1, 1)).toThrow(new RangeError("routedExperts must be an integer from 1 to 65536 (got 1.5)"));
  });
});

describe("batchBalanceLoss(logits, expertOfSlot, options)", () => {
  const options = { routedExperts: 2, activatedExperts: 1, balanceFactor: 1 };
  // By hand: affinities 3/4 and 1/2, so shares of 0.6 and 0.4 for both tokens. Chosen once each: f = 1 and 1; both times the first: f = 2 and 0.
  it("counts the slots that were chosen, and not the best by affinity", () => {
    const logits = Float64Array.of(ln3, 0, ln3, 0);
    expect(batchBalanceLoss(logits, [0, 1], options)).toBeCloseTo(1, 15);
    expect(batchBalanceLoss(logits, [0, 0], options)).toBeCloseTo(1.2, 15);
    expect(sequenceBalanceLoss(logits, options)).toBeCloseTo(1.2, 15);
  });
  it("is the loss of one sequence where neither bias nor limit changes a choice", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 4, maxLength: 40 }), (values) => {
        const logits = Float64Array.from(values.slice(0, values.length - (values.length % 4)));
        const gate = { routedExperts: 4, activatedExperts: 2 };
        expect(batchBalanceLoss(logits, route(logits, null, gate).expertOfSlot, gate)).toBe(
          sequenceBalanceLoss(logits, gate),
        );
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => batchBalanceLoss(new Float64Array(4), [0, 2], options)).toThrow(
      new RangeError("expertOfSlot[1] must be an integer from 0 to 1 (got 2)"),
    );
    expect(() => batchBalanceLoss(new Float64Array(4), [0], options)).toThrow(
      new RangeError("expertOfSlot must have 2 entries (got 1)"),
    );
  });
});
