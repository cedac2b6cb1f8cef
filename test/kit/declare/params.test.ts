import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asWritten,
  fileValueOf,
  limitsOf,
  numberAfter,
  parseTyped,
  parseValue,
  printValue,
  settled,
  showValue,
  whyMoved,
} from "../../../src/kit/declare/param-values.ts";
import {
  choice,
  file,
  integer,
  number,
  numbers,
  seed,
  text,
  timeline,
  windowOf,
} from "../../../src/kit/declare/params.ts";
import type { As } from "../../../src/kit/declare/format-as.ts";

describe("parseValue(param, text)", () => {
  it("number(…) takes what people type and says what it refuses", () => {
    const tokens = number({ label: "Tokens", range: [1e9, 1e14], initial: 14.8e12, unit: "tokens", shown: "count" });
    expect(parseValue(tokens, "14.8T")).toEqual({ value: 14.8e12 });
    expect(parseValue(tokens, "14.8t tokens")).toEqual({ value: 14.8e12 });
    expect(parseValue(tokens, "5")).toEqual({
      error: "Tokens must be a number from 1\u202fB to 100\u202fT tokens (got 5)",
    });
    expect(parseValue(tokens, "")).toEqual({
      error: "Tokens must be a number from 1\u202fB to 100\u202fT tokens (got nothing)",
    });
  });
  it("integer(…) refuses fractions and steps off the grid", () => {
    const even = integer({ label: "Ranks", range: [2, 64], step: 2, initial: 16 });
    expect(parseValue(even, "7")).toHaveProperty("error");
    expect(parseValue(even, "7.5")).toHaveProperty("error");
    expect(parseValue(even, "8")).toEqual({ value: 8 });
  });
  it("choice(…) takes its values only, numbers as numbers", () => {
    const affinity = choice({
      label: "Affinity",
      options: [
        ["sigmoid", "Sigmoid"],
        ["softmax", "Softmax"],
      ],
      initial: "sigmoid",
    });
    expect(parseValue(affinity, "softmax")).toEqual({ value: "softmax" });
    expect(parseValue(affinity, "Softmax")).toEqual({
      error: "Affinity must be one of sigmoid, softmax (got Softmax)",
    });
    expect(parseValue(choice({ label: "Experts", options: [8, 16, 256], initial: 16 }), "256")).toEqual({ value: 256 });
  });
  it("choice(…) keeps the order of its options", () => {
    expect(
      choice({ label: "Experts", options: [[256, "many"], 16, 8], initial: 16 }).options.map(({ value }) => value),
    ).toEqual([256, 16, 8]);
  });
  it("numbers(…) takes what is pasted from a spreadsheet or from code, and no more than it may hold", () => {
    const pasted = numbers({ label: "Values", initial: [], maxLength: 4 });
    expect(parseValue(pasted, "1\t2.5\n-3;4e2")).toEqual({ value: [1, 2.5, -3, 400] });
    expect(parseValue(pasted, "[1, 2, 3]")).toEqual({ value: [1, 2, 3] });
    expect(parseValue(pasted, "1 2 3 4 5")).toEqual({ error: "Values must hold at most 4 numbers (got 5 of them)" });
    expect(parseValue(pasted, "1 two")).toEqual({ error: "Values must hold numbers only (got two)" });
  });
  it("numbers(…) refuses decimals with a comma and numbers that would be zero, with the reason", () => {
    const pasted = numbers({ label: "Values", initial: [] });
    expect(parseValue(pasted, "0,001")).toEqual({
      error: "Values must hold numbers only, with a point for decimals (got 001)",
    });
    expect(parseValue(pasted, "1e-400")).toEqual({
      error: "Values must hold numbers only, of at least 5e-324, or 0 (got 1e-400)",
    });
    expect(parseValue(pasted, "0 -0 5e-324")).toEqual({ value: [0, -0, 5e-324] });
  });
  it("seed() takes every 32-bit unsigned integer", () => {
    expect(parseValue(seed(), "4294967295")).toEqual({ value: 4294967295 });
    expect(parseValue(seed(), "4294967296")).toEqual({
      error: "Seed must be a whole number from 0 to 4,294,967,295 (got 4294967296)",
    });
  });
  it("windowOf(…) takes all, and from and to in this order", () => {
    const part = windowOf({ label: "Time", to: 10 });
    expect(parseValue(part, "all")).toEqual({ value: null });
    expect(parseValue(part, "2:5")).toEqual({ value: [2, 5] });
    expect(parseValue(part, showValue(part, [2, 5]))).toEqual({ value: [2, 5] });
    expect(parseValue(part, "5:2")).toEqual({ error: "Time must be “all”, or from and to as in 2:5 (got 5:2)" });
  });
  it("text(…) takes up to its length", () => {
    expect(parseValue(text({ label: "Search", maxLength: 3 }), "abcd")).toEqual({
      error: "Search must have at most 3 characters (got abcd)",
    });
  });
});

describe("file(…), fileValueOf(name, bytes)", () => {
  const runs = file({ label: "Runs", accept: ".bin", maxBytes: 10 });
  it("stands for a file by its name and a sum of its bytes, and shows the name", () => {
    const value = fileValueOf("a~b.bin", Uint8Array.of(97)); // FNV-1a of "a" is e40c292c
    expect(value).toBe("a~b.bin~e40c292c");
    expect(parseValue(runs, value)).toEqual({ value });
    expect(showValue(runs, value)).toBe("a~b.bin");
    expect([parseValue(runs, ""), showValue(runs, "")]).toEqual([{ value: "" }, "none"]);
    expect(parseValue(runs, fileValueOf("x".repeat(300), new Uint8Array()))).toHaveProperty("value");
  });
  it("refuses what is no such value", () => {
    expect(parseValue(runs, "a.bin")).toEqual({ error: "Runs must be the name of a file and its sum (got a.bin)" });
  });
});

describe("parseTyped(param, text)", () => {
  const share = number({ label: "Share", range: [0, 1], initial: 0.345, shown: "percent" });
  it("takes a bare number as percent in a field that shows percent; an address has the share", () => {
    expect([parseTyped(share, "34.5"), parseTyped(share, "34.5%"), parseValue(share, "0.345")]).toEqual([
      { value: 0.345 },
      { value: 0.345 },
      { value: 0.345 },
    ]);
  });
  it("takes what the field shows, in every format", () => {
    const formats: As[] = [
      "count",
      ["count", 4],
      "bytes",
      "binaryBytes",
      "usd",
      "seconds",
      "ratio",
      "percent",
      "number",
      ["si", 3, "FLOP/s"],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.double({ min: 1e-3, max: 1e13, noNaN: true }), (shown, any) => {
        // A hundred times as large, a percentage has no plain digits left.
        const value = shown === "percent" ? Math.min(any, 1e9) : any;
        const param = number({ label: "x", range: [0, 1e16], initial: 1, shown });
        const parsed = parseTyped(param, showValue(param, value)) as { value: number };
        // A format of bytes has no decimals below one byte, and the others at least three digits.
        expect(Math.abs(parsed.value - value)).toBeLessThanOrEqual(0.006 * value);
      }),
      { numRuns: 1000 },
    );
  });
  it("takes the sign of a unit", () => {
    const price = number({ label: "Price", range: [0, 20], initial: 2, unit: "$/GPU-hour" });
    expect([parseTyped(price, "$3.20"), parseTyped(price, "3.2 $/GPU-hour")]).toEqual([{ value: 3.2 }, { value: 3.2 }]);
  });
});

describe("declarations", () => {
  it("refuse an initial value or a report's that they would not take from a reader", () => {
    expect(() => integer({ label: "Ranks", range: [2, 64], initial: 65 })).toThrow(
      new RangeError("initial: Ranks must be a whole number from 2 to 64 (got 65)"),
    );
    expect(() => integer({ label: "Ranks", range: [2, 64], initial: 2, report: 65 })).toThrow(/^report: Ranks/);
  });
  it("know the report's value of every kind", () => {
    expect(choice({ label: "x", options: [1, 2], initial: 1, report: true }).report).toBe(1);
    expect(seed().report).toBeUndefined();
  });
  it("are JSON", () => {
    const params = [
      number({ label: "x", range: [0, 1], initial: 0, when: { y: { not: "a" } } }),
      timeline({ label: "t", to: 3 }),
      windowOf({ label: "w", to: 2 }),
      text({ label: "q" }),
    ];
    expect(JSON.parse(JSON.stringify(params))).toEqual(params);
  });
});

describe("asWritten(params, values, ends)", () => {
  const params = { seed: seed(), step: timeline({ label: "Step", from: 1, initial: 256 }) };
  const at = (step: number, end: number): unknown => asWritten(params, { seed: 1, step }, { step: end }).step;
  it("writes the initial value of a timeline for its end, where the result ends before it", () => {
    expect(at(26, 26)).toBe(256);
    expect(at(25, 26)).toBe(25);
  });
  it("writes a step that was chosen, where the result goes on beyond the initial value", () => {
    expect(at(300, 300)).toBe(300);
    expect(at(256, 300)).toBe(256);
  });
});

describe("settled(params, values, ends)", () => {
  const params = {
    experts: choice({ label: "Experts", options: [8, 16, 256], initial: 16 }),
    nodes: choice({ label: "Nodes", options: [1, 2, [4, "4", { experts: { above: 8 } }]], initial: 4 }),
    k: integer({ label: "K", range: [1, 16], initial: 4, atMost: "experts / nodes * 2 - 1" }),
    step: timeline({ label: "Step" }),
    view: windowOf({ label: "View" }),
  };
  const values = { experts: 16, nodes: 4, k: 16, step: 99, view: [5, 200] } as const;
  it("brings numbers back within bounds that follow from others", () => {
    // 16 / 4 * 2 - 1
    expect(settled(params, values).k).toBe(7);
    expect(limitsOf(params.k, values)).toEqual({ min: 1, max: 7 });
  });
  it("leaves an option that is not offered for the nearest number that is, or the first word", () => {
    expect(settled(params, { ...values, experts: 8 }).nodes).toBe(2);
    const words = choice({ label: "W", options: ["a", "b", ["c", "C", { experts: 16 }]], initial: "a" });
    expect(settled({ ...params, words }, { ...values, experts: 8, words: "c" }).words).toBe("a");
  });
  it("follows what is brought back after it, too", () => {
    const late = {
      k: integer({ label: "K", range: [1, 16], initial: 4, atMost: "2 * nodes" }),
      nodes: integer({ label: "N", range: [1, 8], initial: 1, atMost: "most" }),
    };
    expect(settled(late, { k: 16, nodes: 8, most: 3 })).toMatchObject({ k: 6, nodes: 3 });
  });
  it("offers an option by a comparison with other parameters", () => {
    const ranks = choice({ label: "R", options: [8, [64, "64", { experts: { atLeast: "16 * nodes" } }]], initial: 8 });
    const ranksOf = (nodes: number): unknown => settled({ ranks }, { ranks: 64, experts: 16, nodes }).ranks;
    expect([ranksOf(1), ranksOf(2)]).toEqual([64, 8]);
  });
  it("keeps to multiples and bounds of the first case whose condition holds", () => {
    const batches = integer({
      label: "B",
      range: [2, 100],
      step: 2,
      initial: 2,
      atLeast: [{ of: "2 * ranks", when: { name: "pairs" } }],
      multipleOf: [{ of: "ranks", when: [{ name: "loops" }, { name: "pairs", ranks: 8 }] }],
    });
    const so = (name: string, ranks: number, batches_: number): unknown =>
      settled({ batches }, { batches: batches_, name, ranks }).batches;
    // Multiples of 16 around 30 are 16 and 32; without a case, 30 is left alone.
    expect([so("loops", 16, 30), so("none", 16, 30)]).toEqual([32, 30]);
    // 2 × 16 at least; the greatest multiple of 16 under 100 is 96.
    expect([so("pairs", 16, 4), so("loops", 16, 99), so("loops", 16, 2)]).toEqual([32, 96, 16]);
    expect(limitsOf(batches, { batches: 2, name: "pairs", ranks: 8 })).toEqual({ min: 16, max: 96, multipleOf: 8 });
    expect(limitsOf(batches, { batches: 2, name: "none", ranks: 8 })).toEqual({ min: 2, max: 100 });
  });
  it("ends times and windows where the result does", () => {
    expect(settled(params, values, { step: 40, view: 100 })).toMatchObject({ step: 40, view: [5, 100] });
    expect(settled(params, { ...values, view: [0, 200] }, { step: 40, view: 100 }).view).toBeNull();
  });
  it("ends a window that says itself where, whatever the result says", () => {
    const own = { view: windowOf({ label: "View", from: 2, to: 50 }) };
    expect(settled(own, { view: [5, 200] }, { view: 100 }).view).toEqual([5, 50]);
    expect(settled(own, { view: [0, 20] }, { view: 100 }).view).toEqual([2, 20]);
    expect(settled(own, { view: [0, 200] }).view).toBeNull();
  });
});

describe("whyMoved(param, wanted, value, settled)", () => {
  const k = integer({ label: "K", range: [2, 64], initial: 8, unit: "parts", atMost: "n", multipleOf: "m" });
  it("says which bound a value ran into", () => {
    const why = (wanted: number, n: number, m: number): string | null => {
      const values = settled({ k }, { k: wanted, n, m });
      return whyMoved(k, wanted, values.k, values);
    };
    expect(why(16, 60, 16)).toBeNull();
    expect(why(40, 16, 8)).toBe("40 parts asked for; with the other values at most 16 parts.");
    expect(why(2, 60, 8)).toBe("2 parts asked for; with the other values at least 8 parts.");
    expect(why(17, 60, 8)).toBe("17 parts asked for; with the other values a multiple of 8.");
  });
  it("names the option that is taken instead, and has nothing to say of times", () => {
    const nodes = choice({
      label: "N",
      options: [
        ["a", "One"],
        ["b", "Two", { k: 1 }],
      ],
      initial: "a",
    });
    expect(whyMoved(nodes, "b", "a", { k: 2 })).toBe("Two asked for; with the other values One.");
    expect(whyMoved(timeline({ label: "T" }), 9, 4, {})).toBeNull();
  });
});

describe("printValue(param, value)", () => {
  it("is what parseValue gives back", () => {
    expect(printValue(numbers({ label: "x", initial: [] }), [-0, 0.1])).toBe("-0 0.1");
    expect(printValue(windowOf({ label: "x", to: 9 }), [1.5, 2])).toBe("1.5:2");
  });
});

describe("numberAfter(param, values, value)", () => {
  const params = {
    gpus: integer({ label: "GPUs", range: [1, 64], initial: 8 }),
    batch: integer({ label: "Batch", range: [1, 100], initial: 16, fieldOnly: true, multipleOf: "gpus" }),
  };
  it("goes on by what the others allow, and begins again after the last", () => {
    expect(numberAfter(params.gpus as never, { gpus: 8 }, 8)).toBe(9);
    expect(numberAfter(params.gpus as never, { gpus: 64 }, 64)).toBe(1);
    expect(numberAfter(params.batch as never, { gpus: 8, batch: 16 }, 16)).toBe(24);
    // The last multiple of 8 below 100 is 96.
    expect(numberAfter(params.batch as never, { gpus: 8, batch: 96 }, 96)).toBe(8);
  });
});
