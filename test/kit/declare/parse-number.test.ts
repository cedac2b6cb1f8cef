import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "../../../src/kit/declare/parse-number.ts";

describe("parseNumber(text)", () => {
  it.each([
    ["14.8T", 14.8e12], ["2.664e6", 2.664e6], ["1,000,000", 1e6], ["37 B", 37e9], ["405G", 405e9], ["180K", 180_000],
    ["180k", 180_000], [".5", 0.5], ["5.", 5], ["−3", -3], ["+3", 3], [" 7 ", 7], ["1\u202f024", 1024], ["1e3K", 1e6],
  ])("reads %s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
  it.each(["", " ", "abc", "1e999", "NaN", "Infinity", "0x10", "1,00", "1,0000", "1 2", "14.8TT", "T", "--1", "1e", "1%"])("refuses %j", (text) => {
    expect(parseNumber(text)).toBeNull();
  });
  it("reads back every finite number that JavaScript prints", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseNumber(Object.is(value, -0) ? "-0" : String(value))).toBe(value);
    }));
  });
});
