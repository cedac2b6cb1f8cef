import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { e4m3, granularities, quantize, scaleCount } from "../../../src/compute/index.ts";

describe("scaleCount(size, options)", () => {
  it("counts tiles and blocks of V3's shapes", () => {
    // 7168 / 128 = 56 tiles for each of 4096 tokens; blocks of an expert: 56 × 2048 / 128 = 56 × 16.
    expect(scaleCount({ rows: 4096, columns: 7168 }, { granularity: "tile" })).toEqual({
      groupRows: 4096,
      groupColumns: 56,
      scales: 229_376,
      valuesPerScale: 128,
    });
    expect(scaleCount({ rows: 7168, columns: 2048 }, { granularity: "block" })).toEqual({
      groupRows: 56,
      groupColumns: 16,
      scales: 896,
      valuesPerScale: 16_384,
    });
    expect(scaleCount({ rows: 4096, columns: 7168 }, { granularity: "tensor" }).scales).toBe(1);
    expect(scaleCount({ rows: 4096, columns: 7168 }, { granularity: "none" }).scales).toBe(0);
  });
  it("gives a smaller group at an edge a scale: 576 columns are four blocks and a half", () => {
    expect(scaleCount({ rows: 7168, columns: 576 }, { granularity: "block" }).groupColumns).toBe(5);
  });
  it("counts what quantize makes", () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.constantFrom(...granularities.filter((each) => each !== "none")),
        (rows, columns, groupSize, granularity) => {
          const options = { granularity, groupSize };
          const { scales } = quantize(new Float32Array(rows * columns), { rows, columns }, e4m3, options);
          expect(scaleCount({ rows, columns }, options).scales).toBe(scales.length);
        },
      ),
    );
  });
  it("names what it refuses", () => {
    expect(() => scaleCount({ rows: 0, columns: 1 }, { granularity: "tile" })).toThrow(
      new RangeError("rows must be a positive integer (got 0)"),
    );
  });
});
