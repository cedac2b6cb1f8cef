import { describe, expect, it } from "vitest";
import {
  balanceRun,
  deepseekV3,
  expertLoad,
  gateOf,
  maxViolation,
  route,
  syntheticLogits,
  updateBias,
  type BalanceStep,
  type Gate,
  type MoeConfig,
} from "../../../src/compute/index.ts";

const gate: Gate = {
  ...gateOf(deepseekV3.moe as MoeConfig),
  routedExperts: 16,
  expertGroups: 4,
  limitedGroups: 2,
  activatedExperts: 4,
};
const batch = { tokens: 256, routedExperts: 16, skew: 0.8, seed: 11 };

function firstSteps(count: number, biasUpdateSpeed: number, initialBias?: number[]): BalanceStep[] {
  const run = balanceRun(batch, gate, { biasUpdateSpeed, initialBias });
  return Array.from({ length: count }, () => run.next().value);
}

describe("updateBias(bias, options)", () => {
  // By hand: the mean is 2.
  it("lowers the overloaded, raises the underloaded and leaves those at the mean", () => {
    expect([
      ...updateBias([0, 0.5, -0.5, 0], { tokensOfExpert: Uint32Array.of(5, 2, 0, 1), biasUpdateSpeed: 0.25 }),
    ]).toEqual([-0.25, 0.5, -0.25, 0.25]);
  });
  it("changes nothing at speed 0, and never its input", () => {
    const bias = Float64Array.of(0.1, -0.1);
    expect([...updateBias(bias, { tokensOfExpert: Uint32Array.of(3, 0), biasUpdateSpeed: 0 })]).toEqual([0.1, -0.1]);
    updateBias(bias, { tokensOfExpert: Uint32Array.of(3, 0), biasUpdateSpeed: 1 });
    expect([...bias]).toEqual([0.1, -0.1]);
  });
  it("names what it refuses", () => {
    expect(() => updateBias([0], { tokensOfExpert: Uint32Array.of(1, 1), biasUpdateSpeed: 0.1 })).toThrow(
      new RangeError("bias must have 2 entries (got 1)"),
    );
    expect(() => updateBias([0], { tokensOfExpert: Uint32Array.of(1), biasUpdateSpeed: -0.1 })).toThrow(
      new RangeError("biasUpdateSpeed must be a finite number, 0 or above (got -0.1)"),
    );
  });
});

describe("balanceRun(batch, gate, { biasUpdateSpeed, initialBias })", () => {
  it("is route, load and updateBias, taken in turn", () => {
    let bias = new Float64Array(16);
    firstSteps(5, 0.02).forEach((step, index) => {
      expect(step.bias).toEqual(bias);
      expect(step.logits).toEqual(syntheticLogits(batch, index));
      expect(step.routing).toEqual(route(step.logits, bias, gate));
      expect(step.tokensOfExpert).toEqual(expertLoad(step.routing.expertOfSlot, 16));
      expect(step.maxViolation).toBe(maxViolation(step.tokensOfExpert));
      bias = updateBias(bias, { tokensOfExpert: step.tokensOfExpert, biasUpdateSpeed: 0.02 }) as typeof bias;
    });
  });
  it("starts from the biases given", () => {
    const initialBias = Array.from({ length: 16 }, (_, expert) => expert / 100);
    expect([...firstSteps(1, 0.02, initialBias)[0].bias]).toEqual(initialBias);
  });
  // An observation on a seeded corpus, with room: the busiest expert is 167% above the mean at first, and near 30% at last;
  // of 64 tokens an expert, chance alone leaves some 20%.
  it("evens out a skewed load, which stays skewed without it", () => {
    const [first] = firstSteps(1, 0);
    const settled = firstSteps(100, 0.02).slice(-20);
    const left = firstSteps(100, 0).slice(-20);
    const mean = (steps: BalanceStep[]) => steps.reduce((sum, step) => sum + step.maxViolation, 0) / steps.length;
    expect(first.maxViolation).toBeGreaterThan(1);
    expect(mean(settled)).toBeLessThan(0.25 * mean(left));
  });
  it("names what it refuses", () => {
    const first = (batchExperts: number, biasUpdateSpeed: number, initialBias?: number[]) =>
      balanceRun({ ...batch, routedExperts: batchExperts }, gate, { biasUpdateSpeed, initialBias }).next();
    expect(() => first(32, 0.02)).toThrow(new RangeError("batch.routedExperts must be the gate's 16 (got 32)"));
    expect(() => first(16, -1)).toThrow(new RangeError("biasUpdateSpeed must be a finite number, 0 or above (got -1)"));
    expect(() => first(16, 0.02, [0])).toThrow(new RangeError("initialBias must have 16 entries (got 1)"));
  });
});
