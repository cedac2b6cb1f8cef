import { describe, expect, it } from "vitest";
import { columnAt, columnScale, short } from "../../../src/kit/view/columns.ts";

describe("columnScale(columns, groupSize, width)", () => {
  it("leaves six pixels between groups where columns are narrow", () => {
    // Four columns in two groups on 46 pixels: one gap of 6, so columns of 10.
    const x = columnScale(4, 2, 46);
    expect([0, 1, 2, 3].map(x)).toEqual([0, 10, 26, 36]);
    expect(x.width).toBe(10);
  });
  it("leaves six tenths of a column where they are wide", () => {
    // 460 / 4.6 = 100 a column, and 60 for the gap.
    const x = columnScale(4, 2, 460);
    expect([0, 1, 2, 3].map((column) => Math.round(x(column) * 1e9) / 1e9)).toEqual([0, 100, 260, 360]);
  });
  it("leaves none where there is one group, also one that is not full", () => {
    expect([0, 1, 2].map(columnScale(3, 8, 30))).toEqual([0, 10, 20]);
  });
});

describe("columnAt(columns, groupSize, width, pixel)", () => {
  it("finds the column at each edge, and stays inside", () => {
    const at = (pixel: number): number => columnAt(4, 2, 46, pixel);
    expect([-5, 0, 9.9, 10, 20, 25.9, 26, 36, 46, 60].map(at)).toEqual([0, 0, 0, 1, 1, 1, 2, 3, 3, 3]);
  });
});

describe("short(value)", () => {
  it("rounds to a hundredth, without zeros at the end", () => {
    expect([1, 1.5, 1.005001, 1.004, -2.126].map(short)).toEqual(["1", "1.5", "1.01", "1", "-2.13"]);
  });
});
