import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Inputs } from "../../src/notebook/inputs.ts";

describe("Inputs", () => {
  it("range(extent, { step, value }) stays between its bounds, on its steps", () => {
    const input = Inputs.range([0, 1], { step: 0.1, value: 0.3 });
    expect(input.value).toBe(0.3);
    for (const [raw, value] of [
      [0.7000001, 0.7],
      [2, 1],
      [-5, 0],
    ]) {
      expect(input.set(raw)).toBe(true);
      expect(input.value).toBe(value);
    }
    expect(Inputs.range([2, 4]).value).toBe(3);
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        input.set(raw);
        expect(input.value >= 0 && input.value <= 1).toBe(true);
      }),
    );
  });
  it("range names what it refuses", () => {
    expect(() => Inputs.range([1, 0])).toThrow(
      new RangeError("extent must be two finite numbers in ascending order (got 1,0)"),
    );
    expect(() => Inputs.range([0, 1], { value: 2 })).toThrow(new RangeError("value must be between 0 and 1 (got 2)"));
    expect(() => Inputs.range([0, 1], { step: 0 })).toThrow(new RangeError("step must be positive (got 0)"));
  });
  it("select(data) gives the values behind the labels", () => {
    const input = Inputs.select(
      new Map([
        ["one", 1],
        ["two", 2],
      ]),
      { label: "N", value: 2 },
    );
    expect(input.control).toEqual({ kind: "select", label: "N", options: ["one", "two"], value: 1 });
    expect(input.set(0)).toBe(true);
    expect(input.value).toBe(1);
    for (const raw of [2, -1, 0.5, "1", null]) expect(input.set(raw)).toBe(false);
    expect(Inputs.select([1, 2], { format: (n) => `n${n}` }).control).toMatchObject({ options: ["n1", "n2"] });
    expect(() => Inputs.select(["a"], { value: "b" as "a" })).toThrow(
      new RangeError("value must be one of the data (got b)"),
    );
    expect(() => Inputs.select([])).toThrow(new RangeError("data must hold at least one value (got none)"));
  });
  it("checkbox(data) keeps the order of its data", () => {
    const input = Inputs.checkbox(["a", "b", "c"], { value: ["c", "a"] });
    expect(input.value).toEqual(["a", "c"]);
    expect(input.set([2, 1, 1])).toBe(true);
    expect(input.value).toEqual(["b", "c"]);
    expect(input.set([3])).toBe(false);
  });
  it("toggle, text and button take their own kind of value", () => {
    const toggle = Inputs.toggle();
    expect([toggle.set("true"), toggle.set(true), toggle.value]).toEqual([false, true, true]);
    const text = Inputs.text({ value: "a" });
    expect([text.set(1), text.set("b"), text.value]).toEqual([false, true, "b"]);
    const button = Inputs.button("Step", { value: 1, reduce: (n) => n * 2 });
    expect([button.value, button.set(1), button.value, button.set(1), button.set(2), button.value]).toEqual([
      1,
      true,
      2,
      false,
      true,
      4,
    ]);
  });
});
