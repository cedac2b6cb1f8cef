import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adders,
  blackwellAdder,
  createRandom,
  cutRules,
  decode,
  dotProduct,
  e4m3,
  e5m2,
  exactAdder,
  fp32Adder,
  hopperAdder,
  largestCode,
  mostAdderBits,
  promotedAdder,
  runningSums,
  type Accumulator,
  type NumberFormat,
} from "../../../src/compute/index.ts";
import { layoutOf, slowExactSum, slowSum } from "./slow-adder.ts";

const both = (format: NumberFormat) => ({ a: format, b: format });
const finiteCode = (format: NumberFormat) =>
  fc.integer({ min: 0, max: largestCode(format) }).chain((code) => fc.constantFrom(code, code + 128));
const rows = (format: NumberFormat, maxLength = 100) =>
  fc.array(fc.tuple(finiteCode(format), finiteCode(format)), { maxLength });
const tables = new Map(
  [e4m3, e5m2].map((format) => [format, Array.from({ length: 256 }, (_, code) => decode(format, code))]),
);
const values = (format: NumberFormat, codes: Iterable<number>): number[] =>
  Array.from(codes, (code) => tables.get(format)![code]);

describe("dotProduct(a, b, formats, accumulator)", () => {
  // By reference: the same adder with BigInts, on 100,000 dot products.
  it("adds as the big-integer model does: Hopper's 14 bits", () => {
    const random = createRandom(14);
    let different = 0;
    for (let i = 0; i < 100_000; i++) {
      // A third of the rows has large and small codes mixed, as the uniform choice of codes does; the others are narrow, so that sums cancel.
      const [low, span] = i % 3 === 0 ? [0, 127] : [random.integer(100), 1 + random.integer(27)];
      const length = 1 + random.integer(40);
      const draw = (): Uint8Array =>
        Uint8Array.from({ length }, () => low + random.integer(span) + (random.uniform() < 0.5 ? 128 : 0));
      const a = draw();
      const b = draw();
      const sum = dotProduct(values(e4m3, a), values(e4m3, b), both(e4m3), hopperAdder);
      if (sum !== slowSum(a, b, layoutOf.e4m3, { ...hopperAdder, adder: "aligned" })) different++;
    }
    expect(different).toBe(0);
  }, 60_000);
  it.each([
    ["e4m3", e4m3],
    ["e5m2", e5m2],
  ] as const)("adds as the big-integer model does: every width, cut and order, %s", (id, format) => {
    const options = fc.record({
      adder: fc.constantFrom("register" as const, "aligned" as const),
      bits: fc.integer({ min: 2, max: 36 }),
      registerBits: fc.integer({ min: 2, max: 36 }),
      groupSize: fc.constantFrom(1, 4, 16, 32),
      cut: fc.constantFrom(...cutRules),
      runningSum: fc.constantFrom(...runningSums),
    });
    fc.assert(
      fc.property(rows(format), options, (codes, options) => {
        const a = codes.map(([code]) => code);
        const b = codes.map(([, code]) => code);
        expect(dotProduct(values(format, a), values(format, b), both(format), { ...hopperAdder, ...options })).toBe(
          slowSum(a, b, layoutOf[id], options),
        );
      }),
      {
        numRuns: 5000,
        examples: [
          [
            [
              [107, 105],
              [129, 3],
            ],
            { adder: "register", bits: 2, registerBits: 6, groupSize: 32, cut: "toward-zero", runningSum: "aligned" },
          ],
        ],
      },
    ); // the example needs 54 bits in E5M2
  });
  it.each([
    ["e4m3", e4m3],
    ["e5m2", e5m2],
  ] as const)("loses nothing when it is exact: %s", (id, format) => {
    fc.assert(
      fc.property(rows(format), (codes) => {
        const a = codes.map(([code]) => code);
        const b = codes.map(([, code]) => code);
        expect(dotProduct(values(format, a), values(format, b), both(format), exactAdder)).toBe(
          slowExactSum(a, b, layoutOf[id]),
        );
      }),
      { numRuns: 2000 },
    );
  });
  // 32 products of E4M3 have 41 bits at most, and 34 bits below the leading one of the largest exponent hold each of them.
  it.each(runningSums)("with enough bits every adder is exact: running sum %s", (runningSum) => {
    fc.assert(
      fc.property(
        rows(e4m3, 64),
        fc.constantFrom("register" as const, "aligned" as const),
        fc.constantFrom(...cutRules),
        (codes, adder, cut) => {
          const a = values(
            e4m3,
            codes.map(([code]) => code),
          );
          const b = values(
            e4m3,
            codes.map(([, code]) => code),
          );
          const wide: Accumulator = {
            ...hopperAdder,
            adder,
            cut,
            runningSum,
            bits: mostAdderBits,
            registerBits: mostAdderBits,
          };
          expect(dotProduct(a, b, both(e4m3), wide)).toBe(dotProduct(a, b, both(e4m3), exactAdder));
        },
      ),
      { numRuns: 1000 },
    );
  });
  it("promoted every 32, exact groups are a sum in float32", () => {
    fc.assert(
      fc.property(rows(e4m3, 200), (codes) => {
        const a = values(
          e4m3,
          codes.map(([code]) => code),
        );
        const b = values(
          e4m3,
          codes.map(([, code]) => code),
        );
        let total = 0;
        for (let first = 0; first < a.length; first += 32) {
          let group = 0;
          for (let k = first; k < Math.min(first + 32, a.length); k++) group += a[k] * b[k]; // exact: 41 bits
          total = Math.fround(total + Math.fround(group));
        }
        expect(dotProduct(a, b, both(e4m3), { ...exactAdder, promotionInterval: 32 })).toBe(total);
        expect(
          dotProduct(a, b, both(e4m3), { ...hopperAdder, bits: 45, registerBits: 45, promotionInterval: 32 }),
        ).toBe(total);
      }),
    );
  });
  // By hand: 448 is 1.75 · 2⁸, so 13 fraction bits end at 2⁻⁵. 2⁻⁵ = 2⁻³ · 2⁻², 2⁻⁶ = 2⁻³ · 2⁻³, 2⁻¹⁶ = 2⁻⁸ · 2⁻⁸.
  it.each([
    ["14 bits keep 2⁻⁵", hopperAdder, [448, 2 ** -3], [1, 2 ** -2], 448 + 2 ** -5],
    ["14 bits cut 2⁻⁶", hopperAdder, [448, 2 ** -3], [1, 2 ** -3], 448],
    [
      "15 bits, 14 below the leading one, keep 2⁻⁶",
      { ...hopperAdder, bits: 15, registerBits: 15 },
      [448, 2 ** -3],
      [1, 2 ** -3],
      448 + 2 ** -6,
    ],
    ["25 bits keep 2⁻¹⁶", { ...hopperAdder, bits: 25, registerBits: 25 }, [448, 2 ** -8], [1, 2 ** -8], 448 + 2 ** -16],
    ["448 + 7.5 tells nothing", hopperAdder, [448, 7.5], [1, 1], 455.5],
    ["cut toward zero", hopperAdder, [448, -(2 ** -3)], [1, 2 ** -3], 448],
    ["cut down", { ...hopperAdder, cut: "down" }, [448, -(2 ** -3)], [1, 2 ** -3], 448 - 2 ** -5],
    ["Blackwell keeps 2⁻¹⁵ in float32", blackwellAdder, [448, 2 ** -8], [1, 2 ** -7], 448 + 2 ** -15],
  ] satisfies [string, Accumulator, number[], number[], number][])("%s", (_, accumulator, a, b, expected) => {
    expect(dotProduct(a, b, both(e4m3), accumulator)).toBe(expected);
  });
  // By hand: the exponent of 3.5 · 3.5 = 12.25 is read as 1 + 1 = 2, not 3: at 4 bits the last bit is 2⁻¹, and 12.25 loses 0.25; the register keeps 4 bits, 12.
  it("aligns by the exponents of the codes, before the product is normalized", () => {
    expect(dotProduct([3.5], [3.5], both(e4m3), { ...hopperAdder, bits: 4, registerBits: 45 })).toBe(12);
    expect(dotProduct([3.5], [3.5], both(e4m3), { ...hopperAdder, bits: 5, registerBits: 45 })).toBe(12.25);
    // A subnormal counts with the exponent of the smallest normal number: 2⁻⁹ has −6, and 2⁻⁹ · 1 is cut at 2 bits: the last one is 2⁻⁷.
    expect(dotProduct([2 ** -9], [1], both(e4m3), { ...hopperAdder, bits: 2 })).toBe(0);
    expect(dotProduct([2 ** -9], [1], both(e4m3), { ...hopperAdder, bits: 4 })).toBe(2 ** -9);
  });
  it("loses more without promotion than with it, on numbers of one sign", () => {
    const ones = Array.from({ length: 4096 }, (_, k) => 1 + (k % 8) / 8);
    const exact = dotProduct(ones, ones, both(e4m3), exactAdder);
    const error = (accumulator: Accumulator): number =>
      Math.abs(dotProduct(ones, ones, both(e4m3), accumulator) - exact) / exact;
    expect(error(hopperAdder)).toBeGreaterThan(0.01);
    expect(error(promotedAdder)).toBeLessThan(error(hopperAdder) / 10);
    expect(error(fp32Adder)).toBe(0); // sums of multiples of 1/64 below 2¹⁸: 24 bits
  });
  it.each(adders)("gives what IEEE 754 says for NaN and infinity, and 0 for nothing: %s", (adder) => {
    const accumulator = { ...hopperAdder, adder };
    const ones = Array.from({ length: 40 }, () => 1);
    expect(dotProduct([1, NaN], [1, 1], both(e4m3), accumulator)).toBeNaN();
    expect(dotProduct([Infinity, 1], [2, 1], both(e5m2), accumulator)).toBe(Infinity);
    expect(dotProduct([Infinity, 1], [0, 1], both(e5m2), accumulator)).toBeNaN();
    expect(dotProduct([Infinity, Infinity], [1, -1], both(e5m2), accumulator)).toBeNaN();
    expect(dotProduct([Infinity, ...ones], [-1, ...ones], both(e5m2), accumulator)).toBe(-Infinity);
    expect(dotProduct([], [], both(e4m3), accumulator)).toBe(0);
    expect(dotProduct([0, 0], [448, -448], both(e4m3), accumulator)).toBe(0);
  });
  it("names what it refuses", () => {
    expect(() => dotProduct([1], [1, 2], both(e4m3), hopperAdder)).toThrow(
      new RangeError("b must have 1 entries (got 2)"),
    );
    expect(() => dotProduct([1.0625], [1], both(e4m3), hopperAdder)).toThrow(
      new RangeError("a[0] must be a number of E4M3 (got 1.0625)"),
    );
    expect(() => dotProduct([1], [1], both(e4m3), { ...hopperAdder, bits: 1 })).toThrow(
      new RangeError("bits must be an integer from 2 to 45 (got 1)"),
    );
    expect(() => dotProduct([1], [1], both(e4m3), { ...hopperAdder, promotionInterval: 48 })).toThrow(
      new RangeError("promotionInterval must be a multiple of 32, the products of one step (got 48)"),
    );
    expect(() => dotProduct([1], [1], both(e4m3), { ...hopperAdder, adder: "wide" as "exact" })).toThrow(
      'adder must be one of "exact", "fp32", "register", "aligned" (got "wide")',
    );
  });
});
