import { describe, expect, it } from "vitest";
import { choice, integer, number, numbers, seed } from "../../../src/kit/declare/params.ts";

describe("params", () => {
  it("number(…) takes what people type and says what it refuses", () => {
    const tokens = number({ label: "Tokens", min: 1e9, max: 1e14, initial: 14.8e12, unit: "tokens" });
    expect(tokens.parse("14.8T")).toEqual({ value: 14.8e12 });
    expect(tokens.parse("5")).toEqual({ error: "Tokens must be a number from 1000000000 to 100000000000000 tokens (got 5)" });
    expect(tokens.parse("")).toEqual({ error: "Tokens must be a number from 1000000000 to 100000000000000 tokens (got nothing)" });
  });
  it("integer(…) refuses fractions and steps off the grid", () => {
    const even = integer({ label: "Ranks", min: 2, max: 64, step: 2, initial: 16 });
    expect(even.parse("7")).toHaveProperty("error");
    expect(even.parse("7.5")).toHaveProperty("error");
    expect(even.parse("8")).toEqual({ value: 8 });
  });
  it("integer(…) refuses a default that it would not take from a reader", () => {
    expect(() => integer({ label: "Ranks", min: 2, max: 64, initial: 65 })).toThrow(new RangeError("Ranks must be a whole number from 2 to 64 (got 65)"));
  });
  it("choice(…) takes its values only", () => {
    const affinity = choice({ label: "Affinity", options: { sigmoid: "Sigmoid", softmax: "Softmax" }, initial: "sigmoid" });
    expect(affinity.parse("softmax")).toEqual({ value: "softmax" });
    expect(affinity.parse("Softmax")).toEqual({ error: "Affinity must be one of sigmoid, softmax (got Softmax)" });
  });
  it("numbers(…) takes what is pasted from a spreadsheet, and no more than it may hold", () => {
    const pasted = numbers({ label: "Values", initial: [], maxLength: 4 });
    expect(pasted.parse("1\t2.5\n-3;4e2")).toEqual({ value: [1, 2.5, -3, 400] });
    expect(pasted.parse("1 2 3 4 5")).toEqual({ error: "Values must hold at most 4 numbers (got 5 of them)" });
    expect(pasted.parse("1 two")).toEqual({ error: "Values must hold numbers only (got two)" });
  });
  it("seed() takes every 32-bit unsigned integer", () => {
    expect(seed().parse("4294967295")).toEqual({ value: 4294967295 });
    expect(seed().parse("4294967296")).toHaveProperty("error");
  });
});
