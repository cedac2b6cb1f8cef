import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highest } from "../../../src/compute/moe/highest.ts";

describe("highest(scores, groups, groupSize, into)", () => {
  it("takes by hand", () => {
    const into = new Int32Array(3);
    highest(Float64Array.of(1, 3, 2, 3, 0), null, 1, into);
    expect([...into]).toEqual([1, 3, 2]);
  });
  it("looks at the groups named, scores of −∞ included", () => {
    const into = new Int32Array(3);
    highest(Float64Array.of(-Infinity, -Infinity, 9, 9, -1, -Infinity), Int32Array.of(0, 2), 2, into);
    expect([...into]).toEqual([4, 0, 1]);
  });
  it("is the head of a stable sort", () => {
    const cases = fc
      .array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true })), { minLength: 1, maxLength: 60 })
      .chain((scores) => fc.tuple(fc.constant(scores), fc.integer({ min: 1, max: scores.length })));
    fc.assert(
      fc.property(cases, ([scores, wanted]) => {
        const into = new Int32Array(wanted);
        highest(Float64Array.from(scores), null, 1, into);
        const compare = (a: number, b: number) => (scores[a] > scores[b] ? -1 : scores[a] < scores[b] ? 1 : a - b);
        expect([...into]).toEqual([...scores.keys()].sort(compare).slice(0, wanted));
      }),
    );
  });
});
