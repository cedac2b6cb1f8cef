import { describe, expect, it } from "vitest";
import { affinities, expertLoad, groupHistogram, groupsPerToken, loadEntropy, maxViolation, routerPlayground, syntheticLogits, traceToken, type PlaygroundOptions } from "../../../src/compute/index.ts";

const options: PlaygroundOptions = {
  tokens: 32, routedExperts: 16, expertGroups: 4, limitedGroups: 2, activatedExperts: 4, affinity: "sigmoid", skew: 0.8, biasUpdateSpeed: 0.02,
  steps: 3, bias: [0.3], token: 7, seed: 2412,
};

describe("routerPlayground(options, report)", () => {
  it("shows steps 0 to the last, and reports each", () => {
    const shares: number[] = [];
    expect(routerPlayground(options, (share) => shares.push(share)).length).toBe(4);
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    expect(routerPlayground({ ...options, steps: 0 }).length).toBe(1);
  });
  it("shows of each step what its parts say", () => {
    const gate = { ...options, groupScore: "biased", groupScoreTerms: 2, normalizedGates: true, routeScale: 2.5 } as const;
    routerPlayground(options).forEach((step, index) => {
      const logits = syntheticLogits(options, index);
      expect(step.tokensOfExpert).toEqual(expertLoad(step.expertOfSlot, 16));
      expect(step.meanLoad).toBe(8); // 32 tokens × 4 of 16 experts
      expect(step.maxViolation).toBe(maxViolation(step.tokensOfExpert));
      expect(step.entropy).toBe(loadEntropy(step.tokensOfExpert));
      expect(step.tokensOfGroupCount).toEqual(groupHistogram(groupsPerToken(step.expertOfSlot, { activatedExperts: 4, routedExperts: 16, expertGroups: 4 }), 4));
      expect(step.affinity).toEqual(Float32Array.from(affinities(logits, { routedExperts: 16, affinity: "sigmoid" })));
      expect(step.trace).toEqual(traceToken(logits.slice(7 * 16, 8 * 16), step.bias, gate));
      expect(step.trace.chosen).toEqual(Array.from(step.expertOfSlot.subarray(7 * 4, 8 * 4)));
    });
  });
  it("starts from the biases given, 0 where none is, and moves each by γ at most", () => {
    const [first, second] = routerPlayground(options);
    expect([...first.bias]).toEqual([0.3, ...Array.from({ length: 15 }, () => 0)]);
    second.bias.forEach((bias, expert) => expect([-0.02, 0, 0.02].some((move) => bias === first.bias[expert] + move)).toBe(true));
  });
  it("follows the last token where the chosen one is not there", () => {
    expect(routerPlayground({ ...options, token: 500 })).toEqual(routerPlayground({ ...options, token: 31 }));
  });
  it("hands out affinities of batches that can be drawn", () => {
    expect(routerPlayground({ ...options, steps: 0, tokens: 256 })[0].affinity.length).toBe(4096);
    expect(routerPlayground({ ...options, steps: 0, tokens: 257 })[0].affinity.length).toBe(0);
  });
  it("takes any whole number of experts and nodes that the controls allow", () => {
    for (const routedExperts of [8, 16, 256]) for (const expertGroups of [1, 2, 4, 8]) for (let limitedGroups = 1; limitedGroups <= expertGroups; limitedGroups++) {
      for (const activatedExperts of [1, 3, 8, 16]) {
        if (activatedExperts > (routedExperts / expertGroups) * limitedGroups) continue;
        const [step] = routerPlayground({ ...options, steps: 0, tokens: 8, routedExperts, expertGroups, limitedGroups, activatedExperts });
        expect(step.expertOfSlot.length).toBe(8 * activatedExperts);
      }
    }
  });
  it.each<[Partial<PlaygroundOptions>, string]>([
    [{ limitedGroups: 5 }, "Nodes per token must be an integer from 1 to 4 (got 5)"],
    [{ activatedExperts: 9 }, "Experts per token must be an integer from 1 to 8 (got 9)"],
    [{ expertGroups: 17 }, "expertGroups must be an integer from 1 to 16 (got 17)"],
    [{ steps: -1 }, "steps must be an integer, 0 or above (got -1)"],
    [{ token: -1 }, "token must be an integer, 0 or above (got -1)"],
    [{ tokens: 0 }, "tokens must be a positive integer (got 0)"],
    [{ bias: [NaN] }, "bias[0] must be a finite number (got NaN)"],
  ])("names the option that it refuses: %o", (option, message) => {
    expect(() => routerPlayground({ ...options, ...option })).toThrow(new RangeError(message));
  });
});
