import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { deepFreeze } from "../../src/compute/freeze.ts";

const constants = Object.entries(compute).filter(([, value]) => typeof value === "object" && value !== null);

/** Paths of what can be changed in a value, from its name. */
function changeable(path: string, value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = ArrayBuffer.isView(value) || !Object.isFrozen(value) ? [path] : [];
  return ArrayBuffer.isView(value)
    ? own
    : [...own, ...Object.entries(value).flatMap(([key, part]) => changeable(`${path}.${key}`, part))];
}

describe("what the module exports", () => {
  it.each(constants)("cannot be changed: %s", (name, value) => {
    expect(changeable(name, value)).toEqual([]);
  });
});

describe("deepFreeze(value)", () => {
  it("freezes what is inside, and returns the same object", () => {
    const value = { list: [{ size: 1 }] };
    expect(deepFreeze(value)).toBe(value);
    expect(changeable("value", value)).toEqual([]);
    expect(() => {
      value.list[0].size = 2;
    }).toThrow(TypeError);
    expect(() => {
      value.list.push({ size: 3 });
    }).toThrow(TypeError);
  });
});
