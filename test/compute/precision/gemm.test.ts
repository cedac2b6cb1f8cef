import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bf16,
  createRandom,
  dotProduct,
  e2m1,
  e4m3,
  e5m2,
  encodedProduct,
  encodeTiles,
  exactAdder,
  float32Operand,
  fp32Adder,
  gemm,
  gemmByRows,
  hopperAdder,
  operandOf,
  promotedAdder,
  quantize,
  sampleMatrix,
  tileShapes,
  type Accumulator,
  type TileOptions,
} from "../../../src/compute/index.ts";

const matrix = (rows: number, columns: number, seed: number): Float32Array =>
  sampleMatrix({ shape: "normal", rows, columns, seed });
const encoded = (values: Float32Array, rows: number, columns: number, options: TileOptions) =>
  operandOf(encodeTiles(values, { rows, columns }, options));
const v3 = { a: { format: e4m3, tile: tileShapes.row }, b: { format: e4m3, tile: tileShapes.block } };

describe("gemm(a, b, accumulator)", () => {
  it.each<[string, Accumulator]>([
    ["Hopper", hopperAdder],
    ["promoted", promotedAdder],
    ["FP32", fp32Adder],
    ["exact", exactAdder],
  ])("is one dot product for each row and column, without scales: %s", (_, accumulator) => {
    const a = encoded(matrix(5, 300, 1), 5, 300, { format: e4m3, tile: null });
    const b = encoded(matrix(7, 300, 2), 7, 300, { format: e4m3, tile: null });
    const product = gemm(a, b, accumulator);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 7; j++) {
        const expected = dotProduct(
          a.terms.values.subarray(300 * i, 300 * i + 300),
          b.terms.values.subarray(300 * j, 300 * j + 300),
          { a: e4m3, b: e4m3 },
          accumulator,
        );
        expect(product[7 * i + j]).toBe(expected);
      }
    }
  });
  // By invariant: exactly added, a product of encoded matrices is that of what the codes stand for; 2⁻⁴⁵: 300 additions of doubles.
  it.each<[string, TileOptions, TileOptions]>([
    ["tensor", { format: e4m3 }, { format: e5m2 }],
    ["V3's tiles and blocks", v3.a, v3.b],
    [
      "MX",
      { format: e4m3, tile: tileShapes.mx, scaleRule: "mx" },
      { format: e2m1, tile: tileShapes.mx, scaleRule: "mx" },
    ],
    ["columns", { format: e4m3, tile: tileShapes.column }, { format: bf16, tile: null }],
    [
      "widths that do not divide each other",
      { format: e4m3, tile: { height: 3, width: 50 } },
      { format: e4m3, tile: { height: 2, width: 70 } },
    ],
  ])("applies the scales of both operands: %s", (_, optionsOfA, optionsOfB) => {
    const [rows, inner, columns] = [130, 300, 5];
    const [a, b] = [matrix(rows, inner, 3), matrix(columns, inner, 4)];
    const restored = (values: Float32Array, count: number, options: TileOptions): Float64Array => {
      const { codes, scales, tile } = encodeTiles(values, { rows: count, columns: inner }, options);
      const { terms } = operandOf({ format: options.format, rows: count, columns: inner, codes, scales, tile });
      return terms.values.map(
        (value, i) =>
          value *
          scales[
            Math.floor(Math.floor(i / inner) / tile.height) * Math.ceil(inner / tile.width) +
              Math.floor((i % inner) / tile.width)
          ],
      );
    };
    const [x, y] = [restored(a, rows, optionsOfA), restored(b, columns, optionsOfB)];
    const product = encodedProduct(a, b, {
      rows,
      inner,
      columns,
      a: optionsOfA,
      b: optionsOfB,
      accumulator: exactAdder,
    });
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        let magnitude = 0;
        for (let k = 0; k < inner; k++) {
          sum += x[i * inner + k] * y[j * inner + k];
          magnitude += Math.abs(x[i * inner + k] * y[j * inner + k]);
        }
        expect(Math.abs(product[i * columns + j] - sum)).toBeLessThanOrEqual(2 ** -44 * magnitude);
      }
    }
  });
  // By reference: Figure 7 and DeepGEMM, tile by tile: four steps of 32 in the tensor core, then scaled and added in float32.
  it("promotes and scales every 128 elements, in float32", () => {
    const [rows, inner, columns] = [3, 384, 130];
    const [a, b] = [matrix(rows, inner, 5), matrix(columns, inner, 6)];
    const product = encodedProduct(a, b, { rows, inner, columns, ...v3, accumulator: promotedAdder });
    const x = quantize(a, { rows, columns: inner }, e4m3, { granularity: "tile" });
    const y = quantize(b, { rows: columns, columns: inner }, e4m3, { granularity: "block" });
    const unscaled = (q: typeof x, i: number): number => q.values[i] / q.scales[q.scaleOfValue[i]];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let total = 0;
        for (let k = 0; k < inner; k += 128) {
          const part = (q: typeof x, row: number): number[] =>
            Array.from({ length: 128 }, (_, l) => Math.fround(unscaled(q, row * inner + k + l)));
          const partial = dotProduct(part(x, i), part(y, j), { a: e4m3, b: e4m3 }, hopperAdder);
          total = Math.fround(
            total +
              Math.fround(x.scales[x.scaleOfValue[i * inner + k]] * y.scales[y.scaleOfValue[j * inner + k]]) * partial,
          );
        }
        expect(product[i * columns + j]).toBe(total);
      }
    }
  });
  it("turning promotion off changes bits", () => {
    const options = { rows: 8, inner: 1024, columns: 8, ...v3 };
    const [a, b] = [matrix(8, 1024, 7), matrix(8, 1024, 8)];
    expect(encodedProduct(a, b, { ...options, accumulator: hopperAdder })).not.toEqual(
      encodedProduct(a, b, { ...options, accumulator: promotedAdder }),
    );
  });
  it("scaling an operand by a power of two scales the product, whatever the adder", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20, max: 20 }),
        fc.constantFrom(hopperAdder, promotedAdder, exactAdder, fp32Adder),
        fc.constantFrom(tileShapes.tensor, tileShapes.row, tileShapes.mx),
        (power, accumulator, tile) => {
          const options = {
            rows: 2,
            inner: 256,
            columns: 2,
            a: { format: e4m3, tile, scaleRule: "power" as const },
            b: { format: e4m3, tile, scaleRule: "power" as const },
            accumulator,
          };
          const [a, b] = [matrix(2, 256, 9), matrix(2, 256, 10)];
          expect(
            encodedProduct(
              a.map((x) => x * 2 ** power),
              b,
              options,
            ),
          ).toEqual(encodedProduct(a, b, options).map((x) => x * 2 ** power));
        },
      ),
    );
  });
  it("multiplies plain float32 numbers", () => {
    const random = createRandom(2);
    const a = Float32Array.from({ length: 6 }, () => random.normal());
    const b = Float32Array.from({ length: 3 }, () => random.normal());
    const product = gemm(
      float32Operand(a, { rows: 2, columns: 3 }),
      float32Operand(b, { rows: 1, columns: 3 }),
      fp32Adder,
    );
    for (const row of [0, 1]) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum = Math.fround(sum + a[3 * row + k] * b[k]);
      expect(product[row]).toBe(sum);
    }
  });
  it("carries NaN into its row alone", () => {
    const a = Float32Array.of(1, NaN, 1, 2);
    const product = encodedProduct(a, Float32Array.of(1, 1), {
      rows: 2,
      inner: 2,
      columns: 1,
      a: { ...v3.a, scaleRule: "power" },
      b: { ...v3.b, scaleRule: "power" },
      accumulator: promotedAdder,
    });
    expect(product[0]).toBeNaN();
    expect(product[1]).toBe(3);
  });
  it("names what it refuses", () => {
    expect(() =>
      gemm(
        float32Operand(new Float32Array(4), { rows: 2, columns: 2 }),
        float32Operand(new Float32Array(3), { rows: 1, columns: 3 }),
        fp32Adder,
      ),
    ).toThrow(new RangeError("b.inner must be 2, as of a (got 3)"));
  });
});

describe("gemmByRows(a, b, accumulator)", () => {
  it("tells how many rows are done, and can be given up", () => {
    const a = encoded(matrix(4, 64, 1), 4, 64, v3.a);
    const rows = gemmByRows(a, a, promotedAdder);
    expect([rows.next().value, rows.next().value]).toEqual([1, 2]);
    expect([rows.next().value, rows.next().value]).toEqual([3, 4]);
    const { done, value } = rows.next();
    expect(done).toBe(true);
    expect(value).toEqual(gemm(a, a, promotedAdder));
  });
});
