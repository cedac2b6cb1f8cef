import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affinities, route, traceToken, type Gate } from "../../../src/compute/index.ts";
import { anyRouting } from "./slow-route.ts";

describe("traceToken(logits, bias, options)", () => {
  // By hand. Affinities 3/4, 1/4 | 1/2, 1/2 | 1/4, 1/4; with bias 0.75, 0.25 | 0.5, 0.49 | 0.85, 0.25; groups 1, 0.99
  // and 1.1, so the second stays closed; the best three of the others are 4, 0 and 1 (tied with 5).
  it("has every value of eq. 13 to 16", () => {
    const options: Gate = {
      routedExperts: 6,
      activatedExperts: 3,
      expertGroups: 3,
      limitedGroups: 2,
      affinity: "sigmoid",
      groupScore: "biased",
      groupScoreTerms: 2,
      normalizedGates: true,
      routeScale: 2.5,
    };
    const ln3 = Math.log(3);
    const trace = traceToken(Float64Array.of(ln3, -ln3, 0, 0, -ln3, -ln3), [0, 0, 0, -0.01, 0.6, 0], options);
    const near = (actual: ArrayLike<number>, expected: number[]) => {
      expect(actual.length).toBe(expected.length);
      expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 14));
    };
    near(trace.affinity, [0.75, 0.25, 0.5, 0.5, 0.25, 0.25]);
    near(trace.biased, [0.75, 0.25, 0.5, 0.49, 0.85, 0.25]);
    near(trace.groupScores, [1, 0.99, 1.1]);
    expect(trace.openGroups).toEqual([0, 2]);
    expect(trace.chosen).toEqual([4, 0, 1]);
    near(trace.unnormalized, [0.25, 0.75, 0.25]);
    expect(trace.sum).toBeCloseTo(1.25, 14);
    near(trace.gates, [0.5, 1.5, 0.5]); // 0.2, 0.6, 0.2 times 2.5
  });
  it("chooses as route does, and says why", () => {
    fc.assert(
      fc.property(
        anyRouting.filter(({ logits }) => logits.length > 0),
        ({ logits, bias, options }) => {
          const { routedExperts, expertGroups, limitedGroups } = options;
          const own = logits.subarray(0, routedExperts);
          const trace = traceToken(own, bias, options);
          const { expertOfSlot, gateOfSlot } = route(own, bias, options);
          expect(trace.chosen).toEqual([...expertOfSlot]);
          expect(trace.gates).toEqual([...gateOfSlot]);
          expect(trace.affinity).toEqual(affinities(own, { routedExperts, affinity: options.affinity }));
          expect(trace.openGroups.length).toBe(limitedGroups);
          const worstOpen = Math.min(...trace.openGroups.map((group) => trace.groupScores[group]));
          trace.groupScores.forEach((score, group) => {
            if (!trace.openGroups.includes(group)) expect(score).toBeLessThanOrEqual(worstOpen);
          });
          for (const expert of trace.chosen)
            expect(trace.openGroups).toContain(Math.floor(expert / (routedExperts / expertGroups)));
        },
      ),
    );
  });
  it("names what it refuses", () => {
    const options: Gate = {
      routedExperts: 2,
      activatedExperts: 1,
      expertGroups: 1,
      limitedGroups: 1,
      affinity: "sigmoid",
      groupScore: "biased",
      groupScoreTerms: 1,
      normalizedGates: true,
      routeScale: 1,
    };
    expect(() => traceToken(new Float64Array(4), null, options)).toThrow(
      new RangeError("logits must have 2 entries (got 4)"),
    );
    expect(() => traceToken(new Float64Array(0), null, options)).toThrow(
      new RangeError("logits must have 2 entries (got 0)"),
    );
  });
});
