import { describe, expect, it } from "vitest";
import { formatCell } from "../../../src/kit/view/format-cell.ts";

describe("formatCell(cell, column)", () => {
  it.each([
    [null, "–"],
    [true, "yes"],
    [false, "no"],
    ["DualPipe", "DualPipe"],
    [1234567, "1,234,567"],
    [-3, "−3"],
    [0, "0"],
    [1 / 3, "0.333333"], // six digits
    [2 / 3, "0.666667"],
    [123456.75, "123,457"],
    [43362.84, "43,362.8"],
    [-0.5, "−0.5"],
    [-1.5e-7, "−1.5e-7"],
    [1.234e22 + 0.5, "12,340,000,000,000,000,000,000"],
  ])("shows %j as %s", (cell, text) => {
    expect(formatCell(cell, {})).toBe(text);
  });
  it("asks the column for what is there, and not for what is missing", () => {
    const format = (value: number): string => `${value} GB`;
    expect(formatCell(80, { format })).toBe("80 GB");
    expect(formatCell(null, { format })).toBe("–");
  });
});
