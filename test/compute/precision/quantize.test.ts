import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRandom,
  decode,
  e2m1,
  e4m3,
  e5m2,
  e5m6,
  encode,
  errorMetrics,
  granularities,
  numberFormats,
  powerOfTwoAtLeast,
  quantize,
  sampleMatrix,
  type Granularity,
  type NumberFormat,
} from "../../../src/compute/index.ts";
import { exponentOf } from "../../../src/compute/exponent-of.ts";

const formats = fc.constantFrom(e4m3, e5m2, e5m6, e2m1);
const matrix = (rows: number, columns: number, seed = 1): Float32Array =>
  sampleMatrix({ shape: "heavy", rows, columns, seed });

describe("quantize(values, { rows, columns }, format, options)", () => {
  // By hand: 896/448 = 2; 300/2 = 150 is between 144 and 160, 6 from 144; 3/2 = 1.5; −1/2.
  it("scales a tile by its largest magnitude over the largest value of the format", () => {
    const { codes, scales, values, saturatedCount, scaleOfValue } = quantize(
      Float32Array.of(300, -896, 3, -1),
      { rows: 1, columns: 4 },
      e4m3,
      { granularity: "tile" },
    );
    expect([...scales]).toEqual([2]);
    expect([...codes].map((code) => decode(e4m3, code))).toEqual([144, -448, 1.5, -0.5]);
    expect([...values]).toEqual([288, -896, 3, -1]);
    expect([...scaleOfValue]).toEqual([0, 0, 0, 0]);
    expect(saturatedCount).toBe(0);
  });
  // By reference: the released kernels, loop by loop (deepseek-ai/DeepSeek-V3, inference/kernel.py: s = max|x| / 448 and y = x / s in float32).
  it.each([
    ["tile", 1],
    ["block", 128],
  ] as const)("does what the released kernel does: %s", (granularity, height) => {
    const [rows, columns] = [200, 300];
    const original = matrix(rows, columns);
    const quantized = quantize(original, { rows, columns }, e4m3, { granularity });
    let scale = 0;
    for (let top = 0; top < rows; top += height) {
      for (let left = 0; left < columns; left += 128) {
        let amax = 0;
        const inGroup: number[] = [];
        for (let row = top; row < Math.min(top + height, rows); row++) {
          for (let column = left; column < Math.min(left + 128, columns); column++)
            inGroup.push(row * columns + column);
        }
        for (const i of inGroup) amax = Math.max(amax, Math.abs(original[i]));
        const s = Math.fround(amax / 448);
        expect(quantized.scales[scale]).toBe(s);
        const different = inGroup.filter((i) => {
          const code = encode(e4m3, Math.fround(original[i] / s));
          return (
            quantized.scaleOfValue[i] !== scale ||
            quantized.codes[i] !== code ||
            quantized.values[i] !== decode(e4m3, code) * s
          );
        });
        expect(different).toEqual([]);
        scale++;
      }
    }
    expect(quantized.scales.length).toBe(scale);
  });
  // By hand: rows of 300 are 128 + 128 + 44; 200 rows are 128 + 72.
  it.each<[Granularity, number, number]>([
    ["none", 128, 1],
    ["tensor", 128, 1],
    ["tile", 128, 600],
    ["block", 128, 6],
    ["tile", 32, 2000],
    ["block", 300, 1],
  ])("%s of %d has %d scales for [200 × 300]", (granularity, groupSize, count) => {
    expect(
      quantize(matrix(200, 300), { rows: 200, columns: 300 }, e4m3, { granularity, groupSize }).scales.length,
    ).toBe(count);
  });
  it("changes nothing but the format without scales", () => {
    const original = Float32Array.of(1e6, 1.05, -3e-5, 0, -500, 464, 465);
    const { scales, values, saturatedCount } = quantize(original, { rows: 1, columns: 7 }, e4m3, {
      granularity: "none",
    });
    expect([...scales]).toEqual([1]);
    expect([...values]).toEqual([448, 1, -0, 0, -448, 448, 448]);
    expect(saturatedCount).toBe(3); // 1e6, −500 and 465; 464 rounds to 448 by itself
  });
  // By hand: halfway past the end, E4M3's 464 still rounds to 448 (even), E5M2's 61,440 and E2M1's 7 round past it (odd).
  it.each<[string, NumberFormat, number, number]>([
    ["E4M3", e4m3, 464, 0],
    ["E5M2", e5m2, 61_440, 1],
    ["E2M1", e2m1, 7, 1],
    ["E2M1", e2m1, 6.9, 0],
    ["E4M3", e4m3, 464.0001, 1],
  ])("counts what rounds past the end: %s, %o, %d", (_, format, value, saturated) => {
    expect(
      quantize(Float32Array.of(value, -value), { rows: 1, columns: 2 }, format, { granularity: "none" }).saturatedCount,
    ).toBe(2 * saturated);
  });
  it.each(granularities)("leaves zeros alone, with scale 1: %s", (granularity) => {
    const { codes, scales, values } = quantize(new Float32Array(600), { rows: 2, columns: 300 }, e4m3, { granularity });
    expect(scales.every((scale) => scale === 1)).toBe(true);
    expect(codes.every((code) => code === 0)).toBe(true);
    expect(values.every((value) => value === 0)).toBe(true);
  });
  it("keeps amax from below if asked to, as the released kernel does", () => {
    const tiny = Float32Array.of(1e-5, -2e-6, 0);
    const size = { rows: 1, columns: 3 };
    const free = quantize(tiny, size, e4m3, { granularity: "tile" });
    const floored = quantize(tiny, size, e4m3, { granularity: "tile", amaxFloor: 1e-4 });
    expect([...free.scales]).toEqual([Math.fround(tiny[0] / 448)]);
    expect([...floored.scales]).toEqual([Math.fround(1e-4 / 448)]);
    expect(decode(e4m3, free.codes[0])).toBe(448);
    expect(decode(e4m3, floored.codes[0])).toBe(44); // 1e-5 / (1e-4 / 448) = 44.8, and the spacing there is 4
    expect([...quantize(new Float32Array(3), size, e4m3, { granularity: "tile", amaxFloor: 1e-4 }).scales]).toEqual([
      Math.fround(1e-4 / 448),
    ]);
  });
  // By hand: 448 → 1; 449 / 448 is just above 1 → 2; 0.6 / 448 = 1.34e-3 → 2⁻⁹ = 1.95e-3; 3 / 6 → 2⁻¹.
  it.each<[number, NumberFormat, number]>([
    [448, e4m3, 1],
    [449, e4m3, 2],
    [0.6, e4m3, 2 ** -9],
    [-3, e2m1, 0.5],
  ])("takes powers of two upwards as scales: amax %d", (amax, format, scale) => {
    expect([
      ...quantize(Float32Array.of(amax, 0.01), { rows: 1, columns: 2 }, format, {
        granularity: "tensor",
        scaleRule: "power" as const,
      }).scales,
    ]).toEqual([scale]);
  });
  it("with power-of-two scales never saturates, and changes no value that the format has", () => {
    fc.assert(
      fc.property(
        formats,
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom("tile" as const, "tensor" as const),
        (format, numbers, granularity) => {
          const size = { rows: 1, columns: numbers.length };
          const options = { granularity, groupSize: 16, scaleRule: "power" as const };
          const { values, scales, saturatedCount, scaleOfValue, codes } = quantize(
            Float32Array.from(numbers),
            size,
            format,
            options,
          );
          expect(saturatedCount).toBe(0);
          for (const scale of scales) expect(2 ** exponentOf(scale)).toBe(scale);
          codes.forEach((code, i) => expect(values[i]).toBe(decode(format, code) * scales[scaleOfValue[i]]));
        },
      ),
    );
  });
  it("gives the same codes in another unit, if that is a power of two", () => {
    fc.assert(
      fc.property(
        formats,
        fc.constantFrom("tensor", "tile", "block"),
        fc.constantFrom("free" as const, "power" as const),
        fc.integer({ min: -30, max: 30 }),
        (format, granularity, scaleRule, k) => {
          const original = matrix(5, 40);
          const options = { granularity: granularity as Granularity, groupSize: 8, scaleRule };
          const here = quantize(original, { rows: 5, columns: 40 }, format, options);
          const there = quantize(
            original.map((value) => value * 2 ** k),
            { rows: 5, columns: 40 },
            format,
            options,
          );
          expect(there.codes).toEqual(here.codes);
          expect(there.scales).toEqual(here.scales.map((scale) => scale * 2 ** k));
        },
      ),
    );
  });
  it("errs by at most 2⁻⁽ᵐ⁺¹⁾, and the roundings of scale and quotient, unless a scaled value is subnormal", () => {
    fc.assert(
      fc.property(formats, fc.nat(1000), (format, seed) => {
        const original = matrix(3, 64, seed);
        const { values, scales, scaleOfValue } = quantize(original, { rows: 3, columns: 64 }, format, {
          granularity: "tile",
          groupSize: 32,
        });
        const bound = 2 ** -(format.mantissaBits + 1) + 2 ** -22; // two roundings to float32, 2⁻²⁴ each, with room
        for (let i = 0; i < original.length; i++) {
          const scale = scales[scaleOfValue[i]];
          const error = Math.abs(values[i] - original[i]);
          expect(error).toBeLessThanOrEqual(
            Math.max(bound * Math.abs(original[i]), ((1 + 2 ** -22) * scale * format.smallest) / 2),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
  it("keeps an outlier from harming the tiles beside it", () => {
    const original = matrix(4, 256);
    const withOutlier = original.map((value, i) => (i === 200 ? 1e5 : value));
    const size = { rows: 4, columns: 256 };
    const [tile, tileThen] = [original, withOutlier].map(
      (values) => quantize(values, size, e4m3, { granularity: "tile" }).codes,
    );
    expect(tileThen.filter((code, i) => Math.floor(i / 128) !== 1 && code !== tile[i]).length).toBe(0);
    const lost = (granularity: Granularity): number =>
      errorMetrics({ original: withOutlier, restored: quantize(withOutlier, size, e4m3, { granularity }).values })
        .underflowedShare;
    expect(lost("tensor")).toBeGreaterThan(5 * lost("tile"));
    expect(lost("block")).toBeGreaterThan(lost("tile"));
  });
  it("saturates infinity, which does not enter the scale, and keeps NaN", () => {
    const { scales, values, saturatedCount } = quantize(
      Float32Array.of(448, -Infinity, NaN, 1),
      { rows: 1, columns: 4 },
      e4m3,
      { granularity: "tile" },
    );
    expect([...scales]).toEqual([1]);
    expect([...values]).toEqual([448, -448, NaN, 1]);
    expect(saturatedCount).toBe(1);
  });
  it("finds scales at both ends of float32", () => {
    const least = quantize(Float32Array.of(2 ** -149, 0), { rows: 1, columns: 2 }, e4m3, { granularity: "tensor" });
    // The smallest normal float32: by hand, 2⁻¹⁴⁹ / 2⁻¹²⁶ = 2⁻²³ is under half of E4M3's smallest value and becomes 0.
    expect([[...least.scales], [...least.values], least.saturatedCount]).toEqual([[2 ** -126], [0, 0], 0]);
    const most = quantize(Float64Array.of(1e300), { rows: 1, columns: 1 }, e4m3, { granularity: "tensor" });
    expect([[...most.scales], most.saturatedCount]).toEqual([[2 ** 127], 1]);
  });
  // By invariant: a scale made from the largest value of its group lets it through.
  it("saturates no finite value where there are scales, in any format and at any magnitude", () => {
    const spreads = fc.integer({ min: -140, max: 100 }).map((exponent) => 2 ** exponent);
    fc.assert(
      fc.property(
        fc.constantFrom(...numberFormats.filter(({ signed }) => signed)),
        spreads,
        fc.constantFrom("tensor", "tile", "block"),
        fc.constantFrom("free" as const, "power" as const),
        fc.integer({ min: 0, max: 1e6 }),
        (format, spread, granularity, scaleRule, seed) => {
          const random = createRandom(seed);
          const original = Float32Array.from({ length: 64 }, () => spread * random.normal());
          expect(
            quantize(original, { rows: 4, columns: 16 }, format, { granularity, groupSize: 8, scaleRule })
              .saturatedCount,
          ).toBe(0);
        },
      ),
    );
  });
  // By hand: 448 · 2²⁰ and the next float32 up. Their quotients by 448 are 2²⁰ and a little more, which float32's log₂ cannot tell apart.
  it("rounds a scale up to a power of two exactly", () => {
    const scaleOf = (amax: number): number =>
      quantize(Float32Array.of(amax), { rows: 1, columns: 1 }, e4m3, {
        granularity: "tensor",
        scaleRule: "power" as const,
      }).scales[0];
    expect([scaleOf(448 * 2 ** 20), scaleOf(448 * 2 ** 20 + 32)]).toEqual([2 ** 20, 2 ** 21]);
  });
  // By invariant: any group of 32 has a power-of-two scale that E8M0 holds, and 4-bit codes, as OCP's MXFP4 has.
  it("stores 4-bit values in groups of 32 with a scale of 8 bits", () => {
    const random = createRandom(8);
    const original = Float32Array.from({ length: 256 }, () => random.normal());
    const { codes, scales } = quantize(original, { rows: 2, columns: 128 }, e2m1, {
      granularity: "tile",
      groupSize: 32,
      scaleRule: "power" as const,
    });
    expect(scales.length).toBe(8);
    expect(Math.max(...codes)).toBeLessThan(16);
    expect(scales.every((scale) => scale >= 2 ** -127 && scale <= 2 ** 127 && 2 ** exponentOf(scale) === scale)).toBe(
      true,
    );
  });
  it("names what it refuses", () => {
    const size = { rows: 2, columns: 2 };
    const four = new Float32Array(4);
    expect(() => quantize(new Float32Array(3), size, e4m3, { granularity: "tile" })).toThrow(
      new RangeError("values must have 4 entries (got 3)"),
    );
    expect(() => quantize(four, { rows: 0, columns: 2 }, e4m3, { granularity: "tile" })).toThrow(
      new RangeError("rows must be a positive integer (got 0)"),
    );
    expect(() => quantize("1234" as never, size, e4m3, { granularity: "tile" })).toThrow(/^values must be an array/);
    expect(() => quantize([1, 2, "3", 4] as never, size, e4m3, { granularity: "tile" })).toThrow(
      new RangeError('values[2] must be a number (got "3")'),
    );
    expect(() => quantize(four, size, e4m3, { granularity: "row" as "tile" })).toThrow(
      new RangeError('granularity must be one of "none", "tensor", "tile", "column", "block" (got "row")'),
    );
    expect(() => quantize(four, size, e4m3, { granularity: "tile", groupSize: 1.5 })).toThrow(
      new RangeError("groupSize must be a positive integer (got 1.5)"),
    );
    expect(() => quantize(four, size, e4m3, { granularity: "tile", amaxFloor: -1 })).toThrow(
      new RangeError("amaxFloor must be a finite number, 0 or above (got -1)"),
    );
    expect(() => quantize(four.fill(NaN), size, e2m1, { granularity: "tile" })).toThrow(
      new RangeError("values[0] must be a number, since E2M1 has no NaN (got NaN)"),
    );
  });
});

describe("powerOfTwoAtLeast(value)", () => {
  it("is exact at every power of two, where a logarithm in float32 misses", () => {
    for (let exponent = -1022; exponent <= 1022; exponent++) {
      const power = 2 ** exponent;
      expect([powerOfTwoAtLeast(power), powerOfTwoAtLeast(power * (1 + 2 ** -52))]).toEqual([power, 2 * power]);
    }
    // ⌈log₂⌉ in float32 of the float32 just above 2²⁰ is 20: one too few, and the largest value would saturate.
    const above = 2 ** 20 * (1 + 2 ** -23);
    expect(Math.ceil(Math.fround(Math.log2(above)))).toBe(20);
    expect(powerOfTwoAtLeast(above)).toBe(2 ** 21);
  });
  it("is at least the value, and its half is not", () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 2 ** 1023, noNaN: true }), (value) => {
        const power = powerOfTwoAtLeast(value);
        expect(power).toBeGreaterThanOrEqual(value);
        expect(value === 5e-324 || power / 2 < value).toBe(true);
      }),
    );
  });
  it.each([0, -1, NaN, Infinity])("refuses %d", (value) => {
    expect(() => powerOfTwoAtLeast(value)).toThrow(
      new RangeError(`value must be a finite number above 0 (got ${value})`),
    );
  });
});
