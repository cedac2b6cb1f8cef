import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumber } from "../../../src/kit/declare/parse-number.ts";

describe("readNumber(text, as, unit)", () => {
  it.each([
    ["14.8T", 14.8e12],
    ["14.8t", 14.8e12],
    ["2.664e6", 2.664e6],
    ["1,000,000", 1e6],
    ["37 B", 37e9],
    ["405G", 405e9],
    ["180K", 180_000],
    ["180k", 180_000],
    [".5", 0.5],
    ["5.", 5],
    ["−3", -3],
    ["+3", 3],
    [" 7 ", 7],
    ["1\u202f024", 1024],
    ["14 800", 14_800],
    ["1e3K", 1e6],
    ["3\u202f×\u202f10⁻⁵", 3e-5],
  ])("reads %s", (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });
  it.each([
    ["12%", "%", 12],
    ["12 %", "%", 12],
    ["12", "%", 12],
    ["30 GB/s", "GB/s", 30],
    ["$2", "$/h", 2],
    ["×1.5", "× of the mean", 1.5],
    ["1.5 x", "× of the mean", 1.5],
  ])("reads %s where the unit is %s", (text, unit, value) => {
    expect(readNumber(text, undefined, unit)).toEqual({ value });
  });
  it.each(["", " ", "abc", "NaN", "Infinity", "0x10", "1 2", "T", "--1", "1e", "1.2.3"])("refuses %j", (text) => {
    expect(readNumber(text)).toHaveProperty("error");
  });
  it.each([
    ["0,001", "with a point for decimals: a comma stands between thousands"],
    ["1,00", "with a point for decimals: a comma stands between thousands"],
    ["14.8TT", "without “TT”"],
    ["1%", "without “%”"],
    ["1e999", "below 1.8e308"],
    ["1e-400", "of at least 5e-324, or 0"],
  ])("says why %s is none", (text, error) => {
    expect(readNumber(text)).toEqual({ error });
  });
  it("has the suffixes of the format", () => {
    expect(readNumber("70.3 KB", "bytes")).toEqual({ value: 70_300 });
    expect(readNumber("8 GiB", "binaryBytes")).toEqual({ value: 8 * 2 ** 30 });
    expect(readNumber("1.2 ms", "seconds")).toEqual({ value: 0.0012 });
    expect(readNumber("12 hours", "days")).toEqual({ value: 0.5 });
    expect(readNumber("$5.576 M", "usd")).toEqual({ value: 5.576e6 });
    expect(readNumber("×11", "ratio")).toEqual({ value: 11 });
    expect(readNumber("989 TFLOP/s", ["si", 3, "FLOP/s"])).toEqual({ value: 989e12 });
  });
  it("reads back every finite number that JavaScript prints", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readNumber(Object.is(value, -0) ? "-0" : String(value))).toEqual({ value });
      }),
    );
  });
});
