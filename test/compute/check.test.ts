import { describe, expect, it } from "vitest";
import {
  refuse,
  requireArray,
  requireBetween,
  requireBoolean,
  requireFinite,
  requireFunction,
  requireInRange,
  requireIntegerInRange,
  requireIntegers,
  requireLength,
  requireNonNegative,
  requireNonNegativeInteger,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositive,
  requirePositiveInteger,
  requireProductAtMost,
  requireReals,
  requireText,
  requireTyped,
} from "../../src/compute/check.ts";

type Check = (values: Record<string, number>) => void;

/** What each check lets through, what it refuses, and how it says so. The rules are by hand, from the docstrings. */
const checks: readonly { title: string; check: Check; rule: string; accepts: number[]; refuses: number[] }[] = [
  {
    title: "requireFinite",
    check: requireFinite,
    rule: "be a finite number",
    accepts: [-1.5, -0, 0, Number.MAX_VALUE],
    refuses: [NaN, Infinity, -Infinity],
  },
  {
    title: "requirePositive",
    check: requirePositive,
    rule: "be a finite number above 0",
    accepts: [Number.MIN_VALUE, 0.5, Number.MAX_VALUE],
    refuses: [0, -0, -1, NaN, Infinity],
  },
  {
    title: "requireNonNegative",
    check: requireNonNegative,
    rule: "be a finite number, 0 or above",
    accepts: [0, -0, 0.5],
    refuses: [-Number.MIN_VALUE, NaN, Infinity],
  },
  {
    title: "requirePositiveInteger",
    check: requirePositiveInteger,
    rule: "be a positive integer",
    accepts: [1, 2 ** 53 - 1],
    refuses: [0, -1, 1.5, 2 ** 53, NaN, Infinity],
  },
  {
    title: "requireNonNegativeInteger",
    check: requireNonNegativeInteger,
    rule: "be an integer, 0 or above",
    accepts: [0, -0, 1, 2 ** 53 - 1],
    refuses: [-1, 0.5, 2 ** 53, NaN, Infinity],
  },
  {
    title: "requireInRange(values, −1, 2.5)",
    check: (values) => requireInRange(values, -1, 2.5),
    rule: "be from -1 to 2.5",
    accepts: [-1, 0.3, 2.5],
    refuses: [-1.0001, 2.5001, NaN, Infinity],
  },
  {
    title: "requireBetween(values, 0, 1)",
    check: (values) => requireBetween(values, 0, 1),
    rule: "be between 0 and 1",
    accepts: [Number.MIN_VALUE, 0.5],
    refuses: [0, 1, -0.5, NaN, Infinity],
  },
  {
    title: "requireIntegerInRange(values, 2, 8)",
    check: (values) => requireIntegerInRange(values, 2, 8),
    rule: "be an integer from 2 to 8",
    accepts: [2, 5, 8],
    refuses: [1, 9, 2.5, NaN, Infinity],
  },
  {
    title: "requireOneOf(values, [1, 3])",
    check: (values) => requireOneOf(values, [1, 3]),
    rule: "be one of 1, 3",
    accepts: [1, 3],
    refuses: [2, NaN],
  },
];

describe.each(checks)("$title", ({ check, rule, accepts, refuses }) => {
  it.each(accepts)("lets %d through", (value) => {
    expect(check({ value })).toBeUndefined();
  });
  it.each(refuses)("refuses %d by name, rule and value", (value) => {
    expect(() => check({ amax: value })).toThrow(new RangeError(`amax must ${rule} (got ${value})`));
  });
  it("names the first of several that it refuses", () => {
    const [good, bad] = [accepts[0], refuses[0]];
    expect(() => check({ first: good, second: bad, third: bad })).toThrow(/^second must /);
  });
});

describe("requireOneOf(values, allowed)", () => {
  it("puts strings in quotation marks", () => {
    expect(() => requireOneOf({ affinity: "tanh" }, ["sigmoid", "softmax"])).toThrow(
      new RangeError('affinity must be one of "sigmoid", "softmax" (got "tanh")'),
    );
  });
});

describe("requireLength(arrays, length)", () => {
  it("lets plain and typed arrays of that length through", () => {
    expect(requireLength({ a: [1, 2], b: new Uint8Array(2) }, 2)).toBeUndefined();
  });
  it("says how many entries there are", () => {
    expect(() => requireLength({ bias: new Float64Array(3) }, 4)).toThrow(
      new RangeError("bias must have 4 entries (got 3)"),
    );
  });
});

describe("requireObject(values)", () => {
  it.each([
    [null, "null"],
    [[], "an array of 0 entries"],
    [new Uint8Array(1), "an array of 1 entries"],
    ["{}", '"{}"'],
    [undefined, "undefined"],
  ])("refuses %j", (value, shown) => {
    expect(() => requireObject({ options: value as object })).toThrow(
      new RangeError(`options must be an object (got ${shown})`),
    );
  });
});

describe("requireText(values)", () => {
  it("refuses what is no text", () => {
    expect(requireText({ id: "" })).toBeUndefined();
    expect(() => requireText({ id: 1 as unknown as string })).toThrow(new RangeError("id must be a text (got 1)"));
  });
});

describe("requireReals(arrays)", () => {
  it("lets float arrays through, and names the first entry that is not finite", () => {
    expect(requireReals({ a: new Float32Array(1), b: new Float64Array(0) })).toBeUndefined();
    expect(() => requireReals({ a: [1] as unknown as Float64Array })).toThrow(
      new RangeError("a must be a Float32Array or a Float64Array (got an array of 1 entries)"),
    );
    expect(() => requireReals({ a: Float64Array.of(1, NaN) })).toThrow(
      new RangeError("a[1] must be a finite number (got NaN)"),
    );
  });
});

describe("requireArray(values)", () => {
  it.each([[[]], [[NaN]], [new Uint8Array(2)], [new Float64Array(0)]])("lets %j through", (array) => {
    expect(requireArray({ array })).toBeUndefined();
  });
  it.each([
    [new DataView(new ArrayBuffer(2)), "an object"],
    [new ArrayBuffer(2), "an object"],
    [{ length: 1 }, "an object"],
    ["ab", '"ab"'],
    [null, "null"],
  ])("refuses %o", (value, shown) => {
    expect(() => requireArray({ a: [], b: value as [] })).toThrow(new RangeError(`b must be an array (got ${shown})`));
  });
});

describe("requireBoolean(values), requireFunction(values)", () => {
  it.each([0, 1, "true", null, undefined])("refuse %j", (value) => {
    const shown = JSON.stringify(value) ?? "undefined";
    expect(() => requireBoolean({ a: true, b: value as unknown as boolean })).toThrow(
      new RangeError(`b must be true or false (got ${shown})`),
    );
    expect(() => requireFunction({ a: () => 1, b: value })).toThrow(
      new RangeError(`b must be a function (got ${shown})`),
    );
  });
  it("let both truth values and functions through", () => {
    expect(requireBoolean({ a: true, b: false })).toBeUndefined();
    expect(requireFunction({ a: Math.min, b: class {} })).toBeUndefined();
  });
});

describe("requireNumbers(arrays)", () => {
  it("names the first entry that is not finite, in the first array or a later one", () => {
    expect(requireNumbers({ a: [], b: [-1.5, 0], c: new Float32Array(3) })).toBeUndefined();
    expect(() => requireNumbers({ a: [NaN, 1] })).toThrow(new RangeError("a[0] must be a finite number (got NaN)"));
    expect(() => requireNumbers({ a: [1], b: [0, 1, Infinity] })).toThrow(
      new RangeError("b[2] must be a finite number (got Infinity)"),
    );
    expect(() => requireNumbers({ a: ["1"] as unknown as number[] })).toThrow(
      new RangeError('a[0] must be a finite number (got "1")'),
    );
  });
});

describe("requireIntegers(arrays, max)", () => {
  it("lets 0 and max through, at each end of an array", () => {
    expect(requireIntegers({ a: [0, 7], b: Uint16Array.of(7, 0) }, 7)).toBeUndefined();
    expect(requireIntegers({ a: [2 ** 53 - 1, 0] })).toBeUndefined();
  });
  it.each([
    [[8, 0], "a[0]", 8],
    [[0, 8], "a[1]", 8],
    [[0, -1], "a[1]", -1],
    [[0, 0.5], "a[1]", 0.5],
    [[0, NaN], "a[1]", NaN],
  ])("refuses %j", (array, name, value) => {
    expect(() => requireIntegers({ a: array }, 7)).toThrow(
      new RangeError(`${name} must be an integer from 0 to 7 (got ${value})`),
    );
  });
});

describe("requireTyped(arrays, kind)", () => {
  it("refuses typed arrays of another kind", () => {
    expect(requireTyped({ op: new Int32Array(1) }, Int32Array)).toBeUndefined();
    expect(() => requireTyped({ op: new Uint32Array(1) }, Int32Array)).toThrow(
      new RangeError("op must be of type Int32Array (got an array of 1 entries)"),
    );
  });
});

describe("requireProductAtMost(counts, most)", () => {
  it("names the largest count, with the others", () => {
    expect(requireProductAtMost({ rows: 4, columns: 8 }, 32)).toBeUndefined();
    expect(() => requireProductAtMost({ rows: 4, columns: 8 }, 31)).toThrow(
      new RangeError("columns must be at most 7 for rows = 4 (got 8)"),
    );
    expect(() => requireProductAtMost({ a: 2, b: 9, c: 3 }, 50)).toThrow(
      new RangeError("b must be at most 8 for c = 3 and a = 2 (got 9)"),
    );
    expect(() => requireProductAtMost({ rows: 4, columns: 9 }, 32)).toThrow(
      new RangeError("columns must be at most 8 for rows = 4 (got 9)"),
    );
    expect(() => requireProductAtMost({ rows: 0, columns: 1 }, 32)).toThrow(
      new RangeError("rows must be a positive integer (got 0)"),
    );
  });
});

describe("refuse(name, rule, value)", () => {
  it("throws always, in the grammar of every message", () => {
    expect(() => refuse("ppSize", "be even", 7)).toThrow(new RangeError("ppSize must be even (got 7)"));
  });
  it.each([
    ["text", '"text"'],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [5n, "5n"],
    [Symbol("s"), "Symbol(s)"],
    [() => 1, "a function"],
    [{}, "an object"],
    [new Map(), "an object"],
    [[1, 2], "an array of 2 entries"],
    ["a".repeat(60), `"${"a".repeat(60)}"`],
    ["a".repeat(61), `"${"a".repeat(60)}…"`],
  ])("shows %o readably", (value, shown) => {
    expect(() => refuse("x", "be a number", value)).toThrow(new RangeError(`x must be a number (got ${shown})`));
  });
});
