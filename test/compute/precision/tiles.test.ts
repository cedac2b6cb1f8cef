import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRandom,
  decode,
  decodeArray,
  e2m1,
  e4m3,
  e5m2,
  e5m6,
  e8m0,
  encode,
  encodeTiles,
  numberLine,
  quantize,
  sampleMatrix,
  scaleOf,
  scaleRules,
  tileShapes,
  type Granularity,
  type NumberFormat,
  type ScaleRule,
  type TileShape,
} from "../../../src/compute/index.ts";

const matrix = (rows: number, columns: number): Float32Array =>
  sampleMatrix({ shape: "heavy", rows, columns, seed: 5 });
const decoded = (values: number[], options: Parameters<typeof encodeTiles>[2]): number[] => [
  ...decodeArray(
    options.format,
    encodeTiles(Float64Array.from(values), { rows: 1, columns: values.length }, options).codes,
  ),
];

describe("encodeTiles(values, { rows, columns }, options)", () => {
  // By reference: quantize, which goes value by value.
  it.each<[string, Granularity, TileShape | null, number]>([
    ["nothing", "none", null, 128],
    ["tensor", "tensor", tileShapes.tensor, 128],
    ["row", "tile", tileShapes.row, 128],
    ["block", "block", tileShapes.block, 128],
    ["mx", "tile", tileShapes.mx, 32],
  ])("does what quantize does: %s", (_, granularity, tile, groupSize) => {
    for (const format of [e4m3, e5m2, e5m6, e2m1]) {
      for (const scaleRule of scaleRules) {
        const size = { rows: 150, columns: 300 };
        const values = matrix(150, 300);
        const expected = quantize(values, size, format, { granularity, groupSize, scaleRule });
        const { codes, scales } = encodeTiles(values, size, { format, tile, scaleRule });
        expect(codes).toEqual(expected.codes);
        expect(scales).toEqual(expected.scales);
      }
    }
  });
  // By hand: 576/128 = 4.5 → 5 rows of blocks, 7168/128 = 56: 5 · 56 = 280; 576 · 56 = 32,256.
  it("has 280 blocks and 32,256 tiles for [576 × 7168]", () => {
    const values = new Float32Array(576 * 7168);
    const count = (tile: TileShape): number =>
      encodeTiles(values, { rows: 576, columns: 7168 }, { format: e4m3, tile }).scales.length;
    expect(count(tileShapes.block)).toBe(280);
    expect(count(tileShapes.row)).toBe(32_256);
  });
  it("scales 128 rows of a column together: column tiles are row tiles of the transposed matrix", () => {
    const values = matrix(200, 30);
    const transposed = Float32Array.from(values, (_, i) => values[(i % 200) * 30 + Math.floor(i / 200)]);
    const columns = encodeTiles(values, { rows: 200, columns: 30 }, { format: e4m3, tile: tileShapes.column });
    const rows = encodeTiles(transposed, { rows: 30, columns: 200 }, { format: e4m3, tile: tileShapes.row });
    expect(columns.scales.length).toBe(60); // 2 rows of tiles, 30 columns
    expect(Array.from(columns.codes)).toEqual(
      Array.from(columns.codes, (_, i) => rows.codes[(i % 30) * 200 + Math.floor(i / 30)]),
    );
  });
  it("leaves a tile of zeros alone, and saturates infinity", () => {
    const { scales, codes } = encodeTiles(
      Float32Array.of(0, -0, Infinity, 896, 0, 0, NaN, 448),
      { rows: 4, columns: 2 },
      { format: e4m3, tile: { height: 1, width: 2 } },
    );
    expect([...scales]).toEqual([1, 2, 1, 1]);
    expect([...codes].map((code) => decode(e4m3, code))).toEqual([0, -0, 448, 448, 0, 0, NaN, 448]);
  });
  it("takes what no float32 can hold: 1e308 saturates at the largest scale, 1e-320 is lost", () => {
    const { scales, codes } = encodeTiles(
      Float64Array.of(1e308, 1e-320),
      { rows: 2, columns: 1 },
      { format: e4m3, tile: { height: 1, width: 1 } },
    );
    expect([...scales]).toEqual([2 ** 127, 2 ** -126]);
    expect([...codes].map((code) => decode(e4m3, code))).toEqual([448, 0]);
  });
  it("scales subnormal float32 numbers to normal codes", () => {
    const { scales, codes } = encodeTiles(
      Float32Array.of(2 ** -140, -(2 ** -145)),
      { rows: 1, columns: 2 },
      { format: e4m3, tile: tileShapes.row },
    );
    expect(scales[0]).toBe(2 ** -126); // the smallest scale there is
    expect([...codes].map((code) => decode(e4m3, code))).toEqual([0, -0]); // 2⁻¹⁴ is below half of 2⁻⁹
  });
  // By hand: between 1 and 1.125, 1.1 lies at 0.8 of the way.
  it("rounds as asked: to nearest, toward zero, or by chance", () => {
    expect(decoded([1.1, -1.1, 500, 2 ** -10], { format: e4m3, tile: null })).toEqual([1.125, -1.125, 448, 0]);
    expect(decoded([1.1, -1.1, 500, 2 ** -10], { format: e4m3, tile: null, rounding: "truncate" })).toEqual([
      1, -1, 448, 0,
    ]);
    const rounded = decoded(
      Array.from({ length: 20_000 }, () => 1.1),
      { format: e4m3, tile: null, rounding: "stochastic", seed: 3 },
    );
    const up = rounded.filter((value) => value === 1.125).length / rounded.length;
    expect(rounded.every((value) => value === 1 || value === 1.125)).toBe(true);
    expect(Math.abs(up - 0.8)).toBeLessThan(5 * Math.sqrt((0.8 * 0.2) / 20_000)); // five standard deviations
  });
  it("never moves a number of the format, whatever the rounding", () => {
    for (const format of [e4m3, e5m2, e2m1, e5m6]) {
      const line = [...numberLine(format)];
      for (const rounding of ["nearest-even", "truncate", "stochastic"] as const)
        expect(decoded(line, { format, tile: null, rounding })).toEqual(line);
    }
  });
  it("takes a scale that is known before", () => {
    expect(decoded([1000, 2], { format: e4m3, scale: 2 })).toEqual([448, 1]);
    expect(() => decoded([1000, 2], { format: e4m3, tile: { height: 1, width: 1 }, scale: 2 })).toThrow(
      new RangeError('tile must be the whole tensor where the scale is given (got "1 × 1")'),
    );
  });
  it("names what it refuses", () => {
    expect(() => encodeTiles(new Float32Array(3), { rows: 2, columns: 2 }, { format: e4m3 })).toThrow(
      new RangeError("values must have 4 entries (got 3)"),
    );
    expect(() => encodeTiles(new Float32Array(0), { rows: 0, columns: 2 }, { format: e4m3 })).toThrow(
      new RangeError("rows must be a positive integer (got 0)"),
    );
    expect(() => encodeTiles(new Float32Array(4), { rows: 2, columns: 2 }, { format: e8m0 })).toThrow(
      new RangeError('format must have a sign (got "E8M0")'),
    );
    expect(() => encodeTiles(Float32Array.of(NaN), { rows: 1, columns: 1 }, { format: e2m1 })).toThrow(
      new RangeError("values[0] must be a number, since E2M1 has no NaN (got NaN)"),
    );
    expect(() =>
      encodeTiles(new Float32Array(4), { rows: 2, columns: 2 }, { format: e4m3, tile: { height: 0, width: 2 } }),
    ).toThrow(new RangeError("tile.height must be a positive integer (got 0)"));
  });
});

describe("scaleOf(amax, format, rule)", () => {
  // By hand. 150/448 = 0.335: up to 2⁻¹; in log₂ −1.58, nearest −2. 150 is between 2⁷ and 2⁸, and E4M3's largest value has exponent 8.
  // 633.56/448 = 1.41420 is just below √2 = 1.41421: nearest is 2⁰. log₂ 633.56 = 9.31: 9 − 8 or 10 − 8.
  it.each<[number, NumberFormat, ScaleRule, number]>([
    [150, e4m3, "free", Math.fround(150 / 448)],
    [150, e4m3, "power", 2 ** -1],
    [150, e4m3, "nearest-power", 2 ** -2],
    [150, e4m3, "mx", 2 ** -1],
    [150, e4m3, "mx-up", 2 ** 0],
    [633.56, e4m3, "power", 2],
    [633.56, e4m3, "nearest-power", 1],
    [633.56, e4m3, "mx", 2],
    [633.56, e4m3, "mx-up", 4],
    [633.57, e4m3, "nearest-power", 2],
    [448, e4m3, "free", 1],
    [448, e4m3, "power", 1],
    [256, e4m3, "mx", 1],
    [256, e4m3, "mx-up", 1],
    [6, e2m1, "mx", 1],
    [57_344, e5m2, "mx", 1],
  ])("at %d: %o, %s", (amax, format, rule, scale) => {
    expect(scaleOf(amax, format, rule)).toBe(scale);
  });
  it("codes powers as E8M0 does: 126 for 2⁻¹, 127 for 2⁰", () => {
    expect(encode(e8m0, scaleOf(150, e4m3, "mx"))).toBe(126);
    expect(encode(e8m0, scaleOf(150, e4m3, "mx-up"))).toBe(127);
  });
  // By hand: 1 − 448/633.56 = 0.29288.
  it("cuts 29.3% off 633.56 by the nearest power, and nothing by rounding up", () => {
    expect(
      (633.56 - Number(decoded([633.56], { format: e4m3, tile: tileShapes.row, scaleRule: "nearest-power" }))) / 633.56,
    ).toBeCloseTo(0.293, 3);
    expect(2 * Number(decoded([633.56], { format: e4m3, tile: tileShapes.row, scaleRule: "power" }))).toBe(640); // 316.78 is nearest to 320
  });
  it("of all rules, only free, power and mx-up never saturate", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-30, max: 1e30, noNaN: true }),
        fc.constantFrom(e4m3, e5m2, e2m1),
        fc.constantFrom(...scaleRules),
        (amax, format, rule) => {
          const scaled = amax / scaleOf(amax, format, rule);
          // What mx-even rounds up to the next power lies above all but half a step of it; what mx-nearest does, above √2 of it.
          const most =
            rule === "mx" || rule === "mx-even" || rule === "mx-nearest"
              ? 2 ** (Math.floor(Math.log2(format.largest)) + 1)
              : rule === "nearest-power"
                ? format.largest * Math.SQRT2 * (1 + 2 ** -50)
                : format.largest * (1 + 2 ** -23);
          expect(scaled).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
  it("is 1 for zero, and names what it refuses", () => {
    for (const rule of scaleRules) expect(scaleOf(0, e4m3, rule)).toBe(1);
    expect(() => scaleOf(Infinity, e4m3, "mx")).toThrow(
      new RangeError("amax must be a finite number, 0 or above (got Infinity)"),
    );
  });
  // By hand: 2688 is past 464, from where numbers round past 448.
  it("does not fit into E4M3 itself when it is 2688: saturating 448, else NaN", () => {
    expect(decode(e4m3, encode(e4m3, 2688))).toBe(448);
    expect(decode(e4m3, encode(e4m3, 2688, "format"))).toBeNaN();
  });
});

describe("the stream of stochastic rounding", () => {
  it("is the seed's, and unbiased over the format", () => {
    const random = createRandom(8);
    const values = Float32Array.from({ length: 4096 }, () => random.uniform() * 16);
    const once = encodeTiles(
      values,
      { rows: 64, columns: 64 },
      { format: e4m3, tile: null, rounding: "stochastic", seed: 4 },
    );
    expect(
      encodeTiles(values, { rows: 64, columns: 64 }, { format: e4m3, tile: null, rounding: "stochastic", seed: 4 })
        .codes,
    ).toEqual(once.codes);
    const difference =
      decodeArray(e4m3, once.codes).reduce((sum, value, i) => sum + value - values[i], 0) / values.length;
    expect(Math.abs(difference)).toBeLessThan(5 * (0.5 / Math.sqrt(4096))); // five standard errors; a step is at most 1 here
  });
});
