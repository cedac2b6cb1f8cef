import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cutRules,
  decode,
  dotProduct,
  e4m3,
  e5m2,
  encode,
  hopperAdder,
  inputThatTellsApart,
  largestCode,
  numberLine,
  productRange,
  promotedAdder,
  runningSums,
  traceDotProduct,
} from "../../../src/compute/index.ts";

const formats = { a: e4m3, b: e4m3 };
const code = fc
  .integer({ min: 0, max: largestCode(e4m3) })
  .chain((magnitude) => fc.constantFrom(magnitude, magnitude + 128));
const rows = fc.array(fc.tuple(code, code), { minLength: 1, maxLength: 80 });

describe("traceDotProduct(a, b, formats, accumulator)", () => {
  // By hand: 448 · 1 has exponent 8, 2⁻³ · 2⁻³ exponent −6: 14 places; 13 fraction bits end at 2⁻⁵, so 2⁻⁶ is lost.
  it("shows what is aligned, shifted and cut", () => {
    const { steps, value, exact } = traceDotProduct([448, 2 ** -3, 0], [1, 2 ** -3, 5], formats, hopperAdder);
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(step).toMatchObject({
      largestExponent: 8,
      top: 9,
      lowest: -6,
      keptDigits: 15,
      lost: { terms: 1, sum: 2 ** -6 },
      sum: 448,
      register: 448,
      promoted: null,
    });
    expect(step.terms[0]).toEqual({
      value: 448,
      exponent: 8,
      shift: 0,
      kept: 448,
      lost: 0,
      digits: "0111000000000000",
    });
    expect(step.terms[1]).toEqual({
      value: 2 ** -6,
      exponent: -6,
      shift: 14,
      kept: 0,
      lost: 2 ** -6,
      digits: "0000000000000001",
    });
    expect(step.terms[2]).toMatchObject({ value: 0, exponent: null, kept: 0, lost: 0 });
    expect([value, exact]).toEqual([448, 448 + 2 ** -6]);
  });
  it("ends where the adder ends, and loses what it says", () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 2, max: 36 }),
        fc.constantFrom(...cutRules),
        fc.constantFrom(...runningSums),
        fc.constantFrom(0, 32, 64),
        (codes, bits, cut, runningSum, promotionInterval) => {
          const a = codes.map(([code]) => decode(e4m3, code));
          const b = codes.map(([, code]) => decode(e4m3, code));
          const accumulator = { ...hopperAdder, bits, registerBits: bits, cut, runningSum, promotionInterval };
          const { steps, value, exact } = traceDotProduct(a, b, formats, accumulator);
          expect(value).toBe(dotProduct(a, b, formats, accumulator));
          expect(exact).toBe(a.reduce((sum, x, k) => sum + x * b[k], 0)); // at most 43 bits
          for (const { terms, running, lost, sum, top, lowest, keptDigits } of steps) {
            const all = running ? [...terms, running] : terms;
            expect(all.reduce((total, { kept }) => total + kept, 0)).toBe(sum);
            expect(all.reduce((total, { value }) => total + value, 0)).toBe(sum + lost.sum); // at most 43 bits
            expect(all.filter(({ value, kept }) => value !== kept)).toHaveLength(lost.terms);
            for (const { value, kept, lost, digits } of all) {
              expect(kept + lost).toBe(value);
              expect(digits).toHaveLength(top - lowest + 1);
              // The digits are the magnitude, and without those past the adder's last they are what is kept.
              expect(parseInt(digits, 2) * 2 ** lowest).toBe(Math.abs(value));
              if (cut === "toward-zero")
                expect(parseInt(digits.slice(0, keptDigits).padEnd(digits.length, "0"), 2) * 2 ** lowest).toBe(
                  Math.abs(kept),
                );
            }
          }
        },
      ),
    );
  });
  // By hand: 128 times 1 · 1 is 128, in four steps of 32; promoted after the fourth.
  it("promotes after N_C elements, and starts anew", () => {
    const ones = Array.from({ length: 160 }, () => 1);
    const { steps, value } = traceDotProduct(ones, ones, formats, promotedAdder);
    expect(steps.map(({ register }) => register)).toEqual([32, 64, 96, 128, 32]);
    expect(steps.map(({ promoted }) => promoted)).toEqual([null, null, null, 128, 160]);
    expect(steps[4].running?.value).toBe(0);
    expect(value).toBe(160);
  });
  it("has nothing to align where all is zero: 14 bits from 2⁰ down, of digits from 2¹", () => {
    const { steps, value } = traceDotProduct([0, 0], [1, 0], formats, hopperAdder);
    expect(value).toBe(0);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ largestExponent: null, top: 1, lowest: -13, keptDigits: 15, sum: 0, register: 0 });
    for (const { exponent, shift, kept, lost, digits } of steps[0].terms)
      expect({ exponent, shift, kept, lost, digits }).toEqual({
        exponent: null,
        shift: 0,
        kept: 0,
        lost: 0,
        digits: "0".repeat(15),
      });
  });
  it("names what it refuses", () => {
    expect(() => traceDotProduct([NaN], [1], formats, hopperAdder)).toThrow(
      new RangeError("a[0] must be a finite number (got NaN)"),
    );
    expect(() => traceDotProduct([], [], formats, hopperAdder)).toThrow(
      new RangeError("a must have from 1 to 1024 entries (got 0)"),
    );
    expect(() => traceDotProduct([1], [1], formats, { ...hopperAdder, adder: "fp32" })).toThrow(
      new RangeError('adder must be "aligned" to be followed (got "fp32")'),
    );
  });
});

describe("inputThatTellsApart({ fewerBits, moreBits })", () => {
  it("is wrong with fewer bits and right with more", () => {
    for (let fewer = 2; fewer < 35; fewer++) {
      for (let more = fewer + 1; more <= 35; more++) {
        const { a, b, exact } = inputThatTellsApart({ fewerBits: fewer, moreBits: more });
        const at = (bits: number): number => dotProduct(a, b, formats, { ...hopperAdder, bits, registerBits: bits });
        expect(at(more)).toBe(exact);
        expect(at(fewer)).not.toBe(exact);
      }
    }
  });
  it("uses numbers of E4M3", () => {
    const { a, b } = inputThatTellsApart({ fewerBits: 34, moreBits: 35 });
    for (const x of [...a, ...b]) expect(decode(e4m3, encode(e4m3, x))).toBe(x);
    expect([...a, ...b]).toEqual([256, 2 ** -9, 256, 2 ** -9]); // 2¹⁶ and 2⁻¹⁸: 34 bits apart
  });
  it("names what it refuses", () => {
    expect(() => inputThatTellsApart({ fewerBits: 14, moreBits: 14 })).toThrow(
      new RangeError("moreBits must be an integer from 15 to 35 (got 14)"),
    );
  });
});

describe("productRange({ a, b, products })", () => {
  // By hand: −6 − 6 = −12; 8 + 8 = 16; 3 + 3 = 6; −12 − 6 = −18 = −9 − 9; 16 + 18 = 34.
  // 448² = 200,704; times 2¹⁸ is 5.26 · 10¹⁰, between 2³⁵ and 2³⁶: 36 bits. Times 32: 41.
  it("says what each number of bits counts, for 32 products of E4M3", () => {
    expect(productRange(formats)).toEqual({
      lowestExponent: -12,
      highestExponent: 16,
      fractionBits: 6,
      lastBit: -18,
      bitsBelowLeading: 34,
      productBits: 36,
      sumBits: 41,
    });
  });
  // By hand for E5M2: −14 − 14; 15 + 15; 2 + 2; −16 − 16 = −32; 30 + 32 = 62; 57,344² = 1.53 · 2³¹ → 32 + 32 = 64; 69.
  it("is wider for E5M2", () => {
    expect(productRange({ a: e5m2, b: e5m2 })).toEqual({
      lowestExponent: -28,
      highestExponent: 30,
      fractionBits: 4,
      lastBit: -32,
      bitsBelowLeading: 62,
      productBits: 64,
      sumBits: 69,
    });
  });
  it("holds every product: each is a multiple of the last bit, and some product has that bit", () => {
    const line = [...numberLine(e4m3)].filter((value) => value > 0);
    let hasLastBit = false;
    for (const x of line) {
      for (const y of line) {
        const units = x * y * 2 ** 18;
        if (units !== Math.floor(units) || units >= 2 ** 36) throw new Error(`${x} · ${y}`);
        hasLastBit ||= units % 2 === 1;
      }
    }
    expect(hasLastBit).toBe(true);
  });
});
