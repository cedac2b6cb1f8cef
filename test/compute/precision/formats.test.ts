import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bf16,
  createRandom,
  decode,
  e2m1,
  e4m3,
  e5m2,
  e5m6,
  e8m0,
  encode,
  fp16,
  largestCode,
  numberFormats,
  numberLine,
  roundTo,
  spacingAt,
  type NumberFormat,
} from "../../../src/compute/index.ts";
import { exponentOf } from "../../../src/compute/exponent-of.ts";
import { hardCases, specified, specifiedValue, walkedCode } from "./specification.ts";

const everyCode = ({ bits }: NumberFormat): number[] => Array.from({ length: 2 ** bits }, (_, code) => code);
const byName = (name: string): NumberFormat => numberFormats.find((format) => format.name === name)!;
const signedFormats = fc.constantFrom(...numberFormats.filter(({ signed }) => signed));
const anyNumber = fc.double({ noNaN: true });

describe("numberFormats", () => {
  it.each(specified)(
    "$format.name has the fields and extremes of its specification",
    ({ format, sign, exponent, mantissa, bias, largest, smallestNormal, smallest }) => {
      expect(format).toMatchObject({
        bits: sign + exponent + mantissa,
        signed: sign === 1,
        exponentBits: exponent,
        mantissaBits: mantissa,
        bias,
        largest,
        smallestNormal,
        smallest,
      });
    },
  );
  it("are all specified, each once", () => {
    expect(specified.map(({ format }) => format).sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      [...numberFormats].sort((a, b) => a.id.localeCompare(b.id)),
    );
  });
});

describe("decode(format, code)", () => {
  it.each(specified)("gives the specified value of every code of $format.name", (spec) => {
    const different = everyCode(spec.format).filter(
      (code) => !Object.is(decode(spec.format, code), specifiedValue(spec, code)),
    );
    expect(different).toEqual([]);
  });
  it.each(specified)(
    "finds as many finite values, infinities and NaNs of $format.name as specified",
    ({ format, finite, infinities, nans }) => {
      const values = everyCode(format).map((code) => decode(format, code));
      expect(values.filter(Number.isFinite).length).toBe(finite);
      expect(values.filter((value) => Math.abs(value) === Infinity).length).toBe(infinities);
      expect(values.filter(Number.isNaN).length).toBe(nans);
    },
  );
  // OCP 8-bit Floating Point Specification 1.0, Table 1, S.EEEE.MMM and S.EEEEE.MM; Microscaling 1.0: S.EE.M, EEEEEEEE.
  it.each<[string, string, number]>([
    ["E4M3", "0.0000.000", 0],
    ["E4M3", "1.0000.000", -0],
    ["E4M3", "0.1111.110", 448],
    ["E4M3", "0.0001.000", 2 ** -6],
    ["E4M3", "0.0000.111", 0.875 * 2 ** -6],
    ["E4M3", "0.0000.001", 2 ** -9],
    ["E4M3", "0.1111.111", NaN],
    ["E4M3", "1.1111.111", NaN],
    ["E5M2", "0.11111.00", Infinity],
    ["E5M2", "1.11111.00", -Infinity],
    ["E5M2", "0.11111.01", NaN],
    ["E5M2", "1.11111.10", NaN],
    ["E5M2", "0.11111.11", NaN],
    ["E5M2", "1.00000.00", -0],
    ["E5M2", "0.11110.11", 57_344],
    ["E5M2", "0.00001.00", 2 ** -14],
    ["E5M2", "0.00000.11", 0.75 * 2 ** -14],
    ["E5M2", "0.00000.01", 2 ** -16],
    ["E2M1", "0.11.1", 6],
    ["E2M1", "0.01.0", 1],
    ["E2M1", "1.00.1", -0.5],
    ["E8M0", "00000000", 2 ** -127],
    ["E8M0", "01111111", 1],
    ["E8M0", "11111110", 2 ** 127],
    ["E8M0", "11111111", NaN],
  ])("reads %s, %s as the specification does", (name, text, value) => {
    const format = byName(name);
    expect(decode(format, parseInt(text.replaceAll(".", ""), 2))).toBe(value);
  });
  it("reads binary16 as the platform does", () => {
    const view = new DataView(new ArrayBuffer(2)) as DataView & { getFloat16(offset: number): number };
    const different = everyCode(fp16).filter(
      (code) => (view.setUint16(0, code), !Object.is(decode(fp16, code), view.getFloat16(0))),
    );
    expect(different).toEqual([]);
  });
  it("reads bfloat16 as the upper half of float32", () => {
    const view = new DataView(new ArrayBuffer(4));
    const different = everyCode(bf16).filter(
      (code) => (view.setUint16(0, code), !Object.is(decode(bf16, code), view.getFloat32(0))),
    );
    expect(different).toEqual([]);
  });
  it.each([-1, 256, 1.5, NaN])("refuses %d as a code of 8 bits", (code) => {
    expect(() => decode(e4m3, code)).toThrow(new RangeError(`code must be an integer from 0 to 255 (got ${code})`));
  });
});

describe("encode(format, value, overflow)", () => {
  it.each(numberFormats)("undoes decode for every code of $name that is not NaN", (format) => {
    const values = everyCode(format).map((code) => decode(format, code));
    const different = values.filter((value, code) => !Number.isNaN(value) && encode(format, value, "format") !== code);
    expect(different).toEqual([]);
  });
  it.each(numberFormats.filter(({ special }) => special !== "none"))(
    "gives one NaN of $name for NaN, under both rules",
    (format) => {
      expect(decode(format, encode(format, NaN))).toBeNaN();
      expect(encode(format, NaN, "format")).toBe(encode(format, NaN, "saturate"));
    },
  );
  // By invariant: the slow walk along the specified values.
  it.each(specified.filter(({ format }) => format === e4m3 || format === e5m2 || format === e2m1))(
    "finds what a walk along the values of $format.name finds",
    (spec) => {
      const { format } = spec;
      const random = createRandom(3);
      const randomCases = Array.from({ length: 20_000 }, () => random.normal() * 2 ** (random.integer(42) - 22));
      const different = [...hardCases(spec), ...randomCases].filter(
        (value) => encode(format, value) !== walkedCode(spec, value, "largest"),
      );
      expect(different).toEqual([]);
      // One past the largest code is the NaN of E4M3 and the infinity of E5M2.
      const unsaturated =
        format === e2m1
          ? []
          : [...hardCases(spec), ...randomCases].filter(
              (value) => encode(format, value, "format") !== walkedCode(spec, value, "next"),
            );
      expect(unsaturated).toEqual([]);
    },
  );
  it("finds what a walk along the values of E5M6 finds", () => {
    const spec = specified.find(({ format }) => format === e5m6)!;
    const cases = hardCases(spec).filter((_, i) => i % 16 === 0);
    expect([...cases].filter((value) => encode(e5m6, value, "format") !== walkedCode(spec, value, "next"))).toEqual([]);
  });
  // By reference: Node's own rounding to binary16 (DataView.setFloat16, ECMAScript 2025), infinite on overflow.
  it("rounds doubles to binary16 as the platform does", () => {
    const view = new DataView(new ArrayBuffer(2)) as DataView & { setFloat16(offset: number, value: number): void };
    const random = createRandom(4);
    const cases = Array.from({ length: 200_000 }, () => random.normal() * 2 ** (random.integer(44) - 26));
    const different = [...cases, ...hardCases(specified[3])].filter((value) => {
      view.setFloat16(0, value);
      return encode(fp16, value, "format") !== view.getUint16(0);
    });
    expect(different).toEqual([]);
  });
  // By hand: adding half of the lower half's range, less one where the upper half is even, carries as rounding does.
  it("rounds float32 to bfloat16 as adding to its bits does", () => {
    const random = createRandom(5);
    const patterns = Uint32Array.from({ length: 200_000 }, (_, i) =>
      i % 4 === 0 ? (random.bits() & 0xffff_0000) | 0x8000 : random.bits(),
    );
    const values = new Float32Array(patterns.buffer);
    const different = patterns.filter((pattern, i) => {
      const rounded = ((pattern >>> 16) + (((pattern & 0xffff) + 0x7fff + ((pattern >>> 16) & 1)) >>> 16)) & 0xffff;
      return !Number.isNaN(values[i]) && encode(bf16, values[i], "format") !== rounded;
    });
    expect([...different]).toEqual([]);
  });
  // By hand. 464 is halfway from 448 to the 480 that E4M3 has not, 61,440 from 57,344 to 65,536: to even, so 448 but not 57,344.
  it.each<[string, number, number, number]>([
    ["E4M3", 464, 448, 448],
    ["E4M3", 464.5, 448, NaN],
    ["E4M3", -465, -448, NaN],
    ["E4M3", Infinity, 448, NaN],
    ["E5M2", 61_439, 57_344, 57_344],
    ["E5M2", 61_440, 57_344, Infinity],
    ["E5M2", -Infinity, -57_344, -Infinity],
    ["FP16", 65_519, 65_504, 65_504],
    ["FP16", -65_520, -65_504, -Infinity],
    ["E5M6", 65_279, 65_024, 65_024],
    ["E5M6", 65_280, 65_024, Infinity],
    ["E2M1", 1e9, 6, 6],
    ["E2M1", -Infinity, -6, -6],
    ["E8M0", 1e300, 2 ** 127, NaN],
    ["BF16", 1e300, 255 * 2 ** 120, Infinity],
  ])("past the end, %s takes %d to %d if it saturates, else to %d", (name, value, saturated, otherwise) => {
    const format = byName(name);
    expect(roundTo(format, value)).toBe(saturated);
    expect(roundTo(format, value, "format")).toBe(otherwise);
  });
  // By hand. 1 + 2⁻⁴ is halfway from 1 to 1.125, so 1 (even); 2⁻³⁰ more is nearer to 1.125, but float32 forgets it.
  it("rounds a double once, where a way through float32 rounds twice", () => {
    const value = 1 + 2 ** -4 + 2 ** -30;
    expect(roundTo(e4m3, value)).toBe(1.125);
    expect(roundTo(e4m3, Math.fround(value))).toBe(1);
  });
  // By hand: half of the smallest subnormal is a tie with zero, which is even; any more is not.
  it.each([
    ["E4M3", 2 ** -10],
    ["E5M2", 2 ** -17],
    ["E2M1", 0.25],
    ["FP16", 2 ** -25],
    ["BF16", 2 ** -134],
  ])("%s underflows at %d, keeping the sign", (name, half) => {
    const format = byName(name);
    expect(roundTo(format, half)).toBe(0);
    expect(roundTo(format, -half)).toBe(-0);
    expect(roundTo(format, half * (1 + 2 ** -50))).toBe(format.smallest);
    expect(roundTo(format, 5e-324)).toBe(0);
  });
  // By hand: halfway between powers, 1.5, goes up; there is no value below 2⁻¹²⁷ to fall to.
  it.each([
    [1, 1],
    [1.49, 1],
    [1.5, 2],
    [3, 4],
    [5, 4],
    [1e-300, 2 ** -127],
    [2 ** -126 * 0.74, 2 ** -127],
  ])("E8M0 takes %d to %d", (value, power) => {
    expect(roundTo(e8m0, value)).toBe(power);
  });
  it("refuses what the format cannot say", () => {
    expect(() => encode(e8m0, 0)).toThrow(new RangeError("value must be above 0 for E8M0 (got 0)"));
    expect(() => encode(e8m0, -2)).toThrow(new RangeError("value must be above 0 for E8M0 (got -2)"));
    expect(() => encode(e2m1, NaN)).toThrow(new RangeError("value must be a number, since E2M1 has no NaN (got NaN)"));
    expect(() => encode(e4m3, 1, "wrap" as "saturate")).toThrow(
      new RangeError('overflow must be one of "saturate", "format" (got "wrap")'),
    );
  });
});

describe("roundTo(format, value)", () => {
  it("never falls where the value rises", () => {
    fc.assert(
      fc.property(signedFormats, anyNumber, anyNumber, (format, a, b) => {
        expect(roundTo(format, Math.min(a, b))).toBeLessThanOrEqual(roundTo(format, Math.max(a, b)));
      }),
    );
  });
  it("is symmetric", () => {
    fc.assert(
      fc.property(signedFormats, anyNumber, (format, value) => {
        expect(roundTo(format, -value)).toBe(-roundTo(format, value));
      }),
    );
  });
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(signedFormats, anyNumber, (format, value) => {
        const once = roundTo(format, value);
        expect(roundTo(format, once)).toBe(once);
      }),
    );
  });
  it("errs by at most half the spacing, up to the largest value", () => {
    fc.assert(
      fc.property(signedFormats, fc.double({ min: -1, max: 1, noNaN: true }), (format, share) => {
        const value = share * format.largest;
        expect(Math.abs(roundTo(format, value) - value)).toBeLessThanOrEqual(spacingAt(format, value) / 2);
      }),
    );
  });
  it("errs by at most 2⁻⁽ᵐ⁺¹⁾ of the value where numbers are normal", () => {
    fc.assert(
      fc.property(
        signedFormats,
        fc.double({ min: 1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (format, significand, where) => {
          const [from, to] = [exponentOf(format.smallestNormal), exponentOf(format.largest) - 1];
          const value = significand * 2 ** Math.round(from + where * (to - from));
          expect(Math.abs(roundTo(format, value) - value) / value).toBeLessThanOrEqual(2 ** -(format.mantissaBits + 1));
        },
      ),
    );
  });
  it("commutes with powers of two where numbers are normal", () => {
    fc.assert(
      fc.property(
        signedFormats,
        fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
        fc.nat(40),
        (format, significand, k) => {
          const from = exponentOf(format.smallestNormal);
          const shift = k % (exponentOf(format.largest) - from);
          expect(roundTo(format, significand * 2 ** from * 2 ** shift)).toBe(
            roundTo(format, significand * 2 ** from) * 2 ** shift,
          );
        },
      ),
    );
  });
});

describe("numberLine(format)", () => {
  it.each(specified)(
    "has all finite values of $format.name in rising order, zero once",
    ({ format, finite, largest }) => {
      const line = numberLine(format);
      expect(line.length).toBe(format.signed ? finite - 1 : finite);
      expect(line.every((value, i) => i === 0 || value > line[i - 1])).toBe(true);
      expect(line.at(-1)).toBe(largest);
      expect(line[0]).toBe(format.signed ? -largest : format.subnormals ? 0 : format.smallest);
    },
  );
  // OCP Microscaling Formats Specification 1.0, all values of E2M1.
  it("lists E2M1", () => {
    expect([...numberLine(e2m1)]).toEqual([-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6]);
  });
});

describe("spacingAt(format, value)", () => {
  it.each(numberFormats)("is the step to the next value of $name, from each value on", (format) => {
    const line = numberLine(format).filter((value) => value >= 0);
    const different = [...line].filter(
      (value, i) => i + 1 < line.length && spacingAt(format, value) !== line[i + 1] - value,
    );
    expect(different).toEqual([]);
  });
  it("is the last step past the end, and the same for both signs", () => {
    expect(spacingAt(e4m3, 1e9)).toBe(32);
    expect(spacingAt(e4m3, -3)).toBe(0.25);
    expect(spacingAt(e5m2, 0)).toBe(2 ** -16);
  });
  it("refuses what is not finite", () => {
    expect(() => spacingAt(e4m3, NaN)).toThrow(new RangeError("value must be a finite number (got NaN)"));
  });
});

describe("largestCode(format)", () => {
  it.each(numberFormats)("decodes to the largest value of $name", (format) => {
    expect(decode(format, largestCode(format))).toBe(format.largest);
  });
});
