import { expect, it } from "vitest";
import { mean } from "../../../src/compute/index.ts";

it("mean(values): is the sum over the count", () => {
  expect(mean([1, 2, 6])).toBe(3); // by hand
  expect(mean(Float64Array.of(-1, 1))).toBe(0);
});

it("mean(values): needs numbers", () => {
  expect(() => mean([])).toThrow(new RangeError("values must have at least one entry (got an array of 0 entries)"));
  expect(() => mean([1, NaN])).toThrow(new RangeError("values[1] must be a finite number (got NaN)"));
});
