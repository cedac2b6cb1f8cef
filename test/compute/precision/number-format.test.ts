import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decode,
  decodeArray,
  e4m3,
  encode,
  encodeArray,
  formatById,
  formatIds,
  largestCode,
  numberFormat,
  numberFormats,
  numberLine,
  quantize,
  roundTo,
  spacingAt,
  specialValues,
  ue4m3,
  type NumberFormatSpec,
} from "../../../src/compute/index.ts";

const anySpec: fc.Arbitrary<NumberFormatSpec> = fc.record({
  exponentBits: fc.integer({ min: 2, max: 8 }),
  mantissaBits: fc.integer({ min: 1, max: 7 }),
  signed: fc.boolean(),
  special: fc.constantFrom(...specialValues),
  bias: fc.integer({ min: -200, max: 400 }),
  subnormals: fc.boolean(),
});

describe("numberFormat(spec)", () => {
  // By hand: with bias 8 every value of E4M3 is halved, so the largest is 224, and 300 saturates there.
  it("derives what follows from the fields, whatever was copied along", () => {
    const halved = numberFormat({ ...e4m3, id: "e4m3-bias-8", bias: 8 });
    expect(halved).toMatchObject({ bits: 8, largest: 224, smallestNormal: 2 ** -7, smallest: 2 ** -10 });
    expect(roundTo(halved, 300)).toBe(224);
    const { values, saturatedCount } = quantize(Float32Array.of(300), { rows: 1, columns: 1 }, halved, {
      granularity: "none",
    });
    expect([[...values], saturatedCount]).toEqual([[224], 1]);
  });
  it("names a format by its fields, and has IEEE 754's bias and specials, if nothing else is said", () => {
    expect(numberFormat({ exponentBits: 5, mantissaBits: 10 })).toMatchObject({
      id: "e5m10",
      name: "E5M10",
      bias: 15,
      special: "ieee",
      signed: true,
      largest: 65_504,
    });
    expect(numberFormat({ exponentBits: 3, mantissaBits: 0, signed: false, special: "none" })).toMatchObject({
      id: "ue3m0",
      name: "UE3M0",
      bits: 3,
      largest: 16,
    });
  });
  it("makes frozen formats", () => {
    expect(numberFormats.every(Object.isFrozen)).toBe(true);
    expect(() => {
      (e4m3 as { bias: number }).bias = 8;
    }).toThrow(TypeError);
  });
  // By invariant: each finite value goes to its own code and back, and rises with it.
  it("makes formats whose codes and values fit, of any fields", () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const format = numberFormat(spec);
        const values = Float64Array.from({ length: largestCode(format) + 1 }, (_, code) => decode(format, code));
        expect(
          values.every((value, code) => encode(format, value) === code && (code === 0 || value > values[code - 1])),
        ).toBe(true);
        expect([values.at(-1), values[format.subnormals ? 1 : 0]]).toEqual([format.largest, format.smallest]);
        expect(encodeArray(format, values)).toEqual(encodeArray(format, values).map((_, code) => code));
      }),
      { numRuns: 40 },
    );
  });
  // By reference: value by value. Exponents wider than float32's once took a table that has too few bits for them.
  it("encodes float32 arrays as single numbers, whatever the exponent", () => {
    const specs: NumberFormatSpec[] = [
      { exponentBits: 9, mantissaBits: 2 },
      { exponentBits: 11, mantissaBits: 4 },
      { exponentBits: 5, mantissaBits: 2, bias: 140 },
      { exponentBits: 4, mantissaBits: 3, subnormals: false, special: "none" },
    ];
    const values = Float32Array.from(
      { length: 2000 },
      (_, i) => (i % 2 ? 1 : -1) * (1 + (i % 13) / 13) * 2 ** (-149 + (i % 270)),
    );
    for (const spec of specs) {
      const format = numberFormat(spec);
      expect([...encodeArray(format, values)]).toEqual([...values].map((value) => encode(format, value)));
    }
  });
  it.each<[Record<string, unknown>, string]>([
    [{ special: "IEEE" }, 'special must be one of "ieee", "one-nan", "none" (got "IEEE")'],
    [
      { mantissaBits: 0 },
      'mantissaBits must be at least 1 for "ieee", whose NaN is told from infinity by the mantissa (got 0)',
    ],
    [
      { exponentBits: 1 },
      'exponentBits must be at least 2 for "ieee", whose highest exponent holds no numbers (got 1)',
    ],
    [
      { exponentBits: 1, mantissaBits: 0, special: "one-nan" },
      "mantissaBits must leave a code for a number above 0 (got 0)",
    ],
    [
      { exponentBits: 8, mantissaBits: 8 },
      "exponentBits must leave the code at most 16 bits with 8 of mantissa and a sign (got 8)",
    ],
    [{ exponentBits: 12 }, "exponentBits must be an integer from 1 to 11 (got 12)"],
    [{ mantissaBits: 2.5 }, "mantissaBits must be an integer from 0 to 10 (got 2.5)"],
    [{ bias: 2000 }, "bias must be an integer from -993 to 1072 (got 2000)"],
    [{ signed: 1 }, "signed must be true or false (got 1)"],
    [{ name: "" }, 'name must be a text (got "")'],
  ])("refuses %o", (change, message) => {
    expect(() => numberFormat({ exponentBits: 5, mantissaBits: 2, ...change } as NumberFormatSpec)).toThrow(
      new RangeError(message),
    );
  });
});

describe("a format by hand", () => {
  it("is refused by everything that takes one", () => {
    const copy = { ...e4m3, bias: 8 };
    const message = new RangeError("format must be made by numberFormat, as e4m3 is (got an object)");
    for (const use of [
      () => encode(copy, 1),
      () => decode(copy, 1),
      () => roundTo(copy, 1),
      () => numberLine(copy),
      () => spacingAt(copy, 1),
      () => largestCode(copy),
      () => encodeArray(copy, new Float32Array(0)),
      () => decodeArray(copy, new Uint8Array(0)),
      () => quantize(new Float32Array(1), { rows: 1, columns: 1 }, copy, { granularity: "none" }),
    ])
      expect(use).toThrow(message);
    expect(() => encode(null!, 1)).toThrow(
      new RangeError("format must be made by numberFormat, as e4m3 is (got null)"),
    );
  });
});

describe("unsigned formats", () => {
  it("may have a zero", () => {
    expect([encode(ue4m3, 0), encode(ue4m3, -0), encode(ue4m3, 448), decode(ue4m3, 0)]).toEqual([0, 0, 126, 0]);
    expect(() => encode(ue4m3, -1)).toThrow(new RangeError("value must be 0 or above for UE4M3 (got -1)"));
  });
});

describe("NaN in a format without mantissa", () => {
  it("has an integer code", () => {
    const format = numberFormat({ exponentBits: 5, mantissaBits: 0, special: "one-nan" });
    expect(encode(format, NaN)).toBe(31);
    expect(decode(format, 31)).toBeNaN();
  });
});

describe("formatById(id)", () => {
  it("finds each format", () => {
    expect(formatIds.map(formatById)).toEqual(numberFormats);
  });
  it("names the ids that there are", () => {
    expect(() => formatById("e3m4")).toThrow(
      new RangeError('id must be one of e4m3, e5m2, e5m6, bf16, fp16, e3m2, e2m3, e2m1, e8m0, ue4m3 (got "e3m4")'),
    );
  });
});
