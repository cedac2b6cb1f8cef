import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRandom,
  decode,
  decodeArray,
  e2m1,
  e4m3,
  e5m2,
  encode,
  encodeArray,
  fp16,
  newCodes,
  numberFormat,
  numberFormats,
  overflowRules,
  type NumberFormat,
  type OverflowRule,
} from "../../../src/compute/index.ts";
import { hardCases, specified } from "./specification.ts";

const tabled = [e4m3, e5m2].flatMap((format) => overflowRules.map((rule) => ({ format, rule })));

/** Codes that differ from those of `encode`, one by one: the slow and obvious way. */
function differences(format: NumberFormat, values: Float32Array, rule: OverflowRule): number[] {
  const codes = encodeArray(format, values, rule);
  return [...values].filter((value, i) => codes[i] !== encode(format, value, rule));
}

describe("encodeArray(format, values, overflow, into)", () => {
  // All upper halves of a float32, with lower halves that are zero, least, around the middle and greatest.
  it.each(tabled)("agrees with encode for every upper half of a float32: $format.name, $rule", ({ format, rule }) => {
    const lower = [0, 1, 0x7fff, 0x8000, 0xffff];
    const patterns = Uint32Array.from(
      { length: 0x1_0000 * lower.length },
      (_, i) => ((i & 0xffff) << 16) | lower[i >>> 16],
    );
    expect(differences(format, new Float32Array(patterns.buffer), rule)).toEqual([]);
  });
  it.each(tabled)("agrees with encode on half a million random floats: $format.name, $rule", ({ format, rule }) => {
    const random = createRandom(6);
    const patterns = Uint32Array.from({ length: 500_000 }, () => random.bits());
    expect(differences(format, new Float32Array(patterns.buffer), rule)).toEqual([]);
  });
  it.each(specified.filter(({ format }) => format.signed && format.bits <= 12))(
    "agrees with encode where rounding is hard, $format.name",
    (spec) => {
      for (const rule of overflowRules) expect(differences(spec.format, hardCases(spec), rule)).toEqual([]);
    },
  );
  it("gives NaN one code, whatever its sign and payload", () => {
    const values = new Float32Array(Uint32Array.of(0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0xff80_0001).buffer);
    expect([...encodeArray(e4m3, values)]).toEqual([0x7f, 0x7f, 0x7f, 0x7f]);
    expect([...encodeArray(e5m2, values, "format")]).toEqual([0x7e, 0x7e, 0x7e, 0x7e]);
  });
  it("rounds doubles once", () => {
    const value = 1 + 2 ** -4 + 2 ** -30; // see encode
    expect([...encodeArray(e4m3, Float64Array.of(value))]).toEqual([encode(e4m3, 1.125)]);
    expect([...encodeArray(e4m3, Float32Array.of(value))]).toEqual([encode(e4m3, 1)]);
  });
  it("reads a part of a buffer, and writes into a part of one", () => {
    const values = Float32Array.of(9, 1, -2, 448, 9).subarray(1, 4);
    const buffer = new Uint8Array(5);
    expect(encodeArray(e4m3, values, "saturate", buffer.subarray(1, 4)).buffer).toBe(buffer.buffer);
    expect([...buffer]).toEqual([0, 0x38, 0xc0, 0x7e, 0]); // 0.0111.000, 1.1000.000, 0.1111.110
  });
  it("refuses a target of another length, one too narrow, and what has no code", () => {
    expect(() => encodeArray(e4m3, new Float32Array(3), "saturate", new Uint8Array(2))).toThrow(
      new RangeError("into must have 3 entries (got 2)"),
    );
    expect(() => encodeArray(fp16, new Float32Array(3), "saturate", new Uint8Array(3))).toThrow(
      new RangeError("into must have 16 bits an entry for FP16 (got 8)"),
    );
    expect(() => encodeArray(e2m1, Float32Array.of(NaN))).toThrow(
      new RangeError("values[0] must be a number, since E2M1 has no NaN (got NaN)"),
    );
    expect(() => encodeArray(e4m3, new Float32Array(1), "wrap" as "saturate")).toThrow(
      new RangeError('overflow must be one of "saturate", "format" (got "wrap")'),
    );
  });
});

describe("decodeArray(format, codes)", () => {
  it.each(numberFormats)("agrees with decode for every code of $name", (format) => {
    const codes = newCodes(format, 2 ** format.bits).map((_, code) => code);
    expect([...decodeArray(format, codes)].filter((value, code) => !Object.is(value, decode(format, code)))).toEqual(
      [],
    );
  });
  it("is undone by encodeArray", () => {
    fc.assert(
      fc.property(fc.constantFrom(e4m3, e5m2, e2m1, fp16), fc.array(fc.nat(0xffff)), (format, numbers) => {
        const codes = newCodes(format, numbers.length)
          .map((_, i) => numbers[i] % 2 ** format.bits)
          .filter((code) => !Number.isNaN(decode(format, code)));
        expect(encodeArray(format, decodeArray(format, codes), "format")).toEqual(codes);
      }),
    );
  });
  it("refuses a code of too many bits", () => {
    expect(() => decodeArray(e2m1, Uint8Array.of(15, 16))).toThrow(
      new RangeError("codes[1] must be from 0 to 15 (got 16)"),
    );
  });
});

describe("newCodes(format, length)", () => {
  it("has a byte for each code if that is enough, else two", () => {
    expect(numberFormats.map((format) => newCodes(format, 2).BYTES_PER_ELEMENT)).toEqual(
      numberFormats.map(({ bits }) => (bits > 8 ? 2 : 1)),
    );
  });
});

describe("a format made from another", () => {
  // A reader's experiment: E4M3 with the special values of IEEE formats, under the same id.
  it("has codes of its own, and leaves those of the other alone", () => {
    const ieee = numberFormat({ ...e4m3, special: "ieee" });
    const codes = Uint8Array.of(0x78, 0x7e);
    for (const format of [e4m3, ieee, e4m3])
      expect([...decodeArray(format, codes)]).toEqual([...codes].map((code) => decode(format, code)));
    for (const format of [e4m3, ieee, e4m3])
      expect([...encodeArray(format, Float32Array.of(300, 1e9), "format")]).toEqual([
        encode(format, 300, "format"),
        encode(format, 1e9, "format"),
      ]);
  });
  // By hand: 1 is exponent field 15 of five bits, before five bits of mantissa: 15 × 32 = 480, which a byte does not hold.
  it("may have more than eight bits", () => {
    const e5m5 = numberFormat({ exponentBits: 5, mantissaBits: 5 });
    expect(encodeArray(e5m5, Float32Array.of(1))[0]).toBe(480);
  });
});
