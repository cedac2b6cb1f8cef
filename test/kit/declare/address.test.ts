import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxQueryLength, readAddress, readPin, writeAddress, writePin } from "../../../src/kit/declare/address.ts";
import { parseValue, printValue } from "../../../src/kit/declare/param-values.ts";
import { choice, integer, type Param, type Params } from "../../../src/kit/declare/params.ts";
import { initialValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

const initial = initialValues(sample);

const anyValues = fc.record({
  ranks: fc.integer({ min: 1, max: 32 }).map((half) => 2 * half),
  tokens: fc.double({ min: 1e9, max: 1e14, noNaN: true }),
  affinity: fc.constantFrom("sigmoid", "softmax"),
  balanced: fc.boolean(),
  bias: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 8 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  step: fc.integer({ min: 0, max: 20 }),
});

describe("writeAddress(widget, values, query)", () => {
  it("writes nothing at the defaults", () => {
    expect(writeAddress(sample, initial, "")).toBe("");
  });
  it("writes only what differs, in readable keys", () => {
    const values = { ...initial, ranks: 4, bias: [0.5, -0.25] };
    expect(writeAddress(sample, values, "")).toBe("sample.ranks=4&sample.bias=0.5+-0.25");
  });
  it("keeps what others have written", () => {
    expect(writeAddress(sample, { ...initial, ranks: 4 }, "other.x=1&sample.ranks=8&q=a+b")).toBe(
      "other.x=1&q=a+b&sample.ranks=4",
    );
  });
  it("is undone by readAddress for every state", () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const state = readAddress(sample, writeAddress(sample, values, "other.x=1"));
        expect(state.problems).toEqual([]);
        expect(state.values).toEqual(values);
      }),
    );
  });
});

describe("readAddress(widget, query)", () => {
  it("gives the defaults for an address that says nothing", () => {
    expect(readAddress(sample, "other.ranks=3")).toEqual({ values: initial, problems: [], mentioned: false });
  });
  it.each([
    ["sample.ranks=abc", "Ranks must be an even number from 2 to 64 (got abc). 16 is shown."],
    ["sample.ranks=5", "Ranks must be an even number from 2 to 64 (got 5). 16 is shown."],
    ["sample.affinity=relu", "Affinity must be one of sigmoid, softmax (got relu). Sigmoid is shown."],
    ["sample.balanced=maybe", "Balanced must be yes or no (got maybe). on is shown."],
    ["sample.bias=0.5,x", "Bias must hold numbers only (got x). The default is shown."],
    [
      "sample.toString=1",
      "This figure has no parameter “toString”. It has ranks, tokens, affinity, balanced, bias, seed, step.",
    ],
  ])("says what is wrong with %s", (query, problem) => {
    expect(readAddress(sample, query)).toEqual({ values: initial, problems: [problem], mentioned: true });
  });
  it("keeps the good parts of a half-bad address", () => {
    const { values, problems } = readAddress(sample, "sample.ranks=8&sample.seed=-1");
    expect(values).toEqual({ ...initial, ranks: 8 });
    expect(problems).toHaveLength(1);
  });
  it("migrates a state of an earlier version, in which a parameter and a choice had other names", () => {
    const first = {
      id: "pipeline",
      params: {
        stages: integer({ label: "Stages", range: [2, 64], initial: 16 }),
        schedule: choice({ label: "Schedule", options: ["1F1B", "zero"], initial: "1F1B" }),
      },
    };
    const second = {
      id: "pipeline",
      params: {
        ranks: integer({ label: "Ranks", range: [2, 64], initial: 16, formerly: ["stages"] }),
        schedule: choice({ label: "Schedule", options: ["1F1B", "ZB1P"], initial: "1F1B", renamed: { zero: "ZB1P" } }),
      },
    };
    const old = writeAddress(first, { stages: 8, schedule: "zero" }, "");
    expect(old).toBe("pipeline.stages=8&pipeline.schedule=zero");
    const { values, problems } = readAddress(second, old);
    expect({ values, problems }).toEqual({ values: { ranks: 8, schedule: "ZB1P" }, problems: [] });
    expect(writeAddress(second, values, old)).toBe("pipeline.ranks=8&pipeline.schedule=ZB1P");
  });
  it("refuses an address that is too long as a whole", () => {
    const { values, problems } = readAddress(sample, `sample.ranks=8&x=${"9".repeat(maxQueryLength)}`);
    expect(values).toEqual(initial);
    expect(problems[0]).toContain("too long");
  });
  it("never throws and never gives a value that is not allowed, on 10,000 random addresses", () => {
    const key = fc.oneof(
      fc.constantFrom(...Object.keys(sample.params).map((name) => `sample.${name}`)),
      fc.string().map((name) => `sample.${name}`),
      fc.string(),
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.double().map(String),
      fc.constantFrom("", "NaN", "Infinity", "-0", "1e999", "0x10", "__proto__", "%", "%ff", "14.8T", "９"),
    );
    const pair = fc
      .tuple(key, text, fc.boolean())
      .map(([name, value, raw]) =>
        raw
          ? `${name}=${value}`
          : `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
      );
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const { values, problems } = readAddress(sample, pairs.join("&"));
        expect(Object.keys(values)).toEqual(Object.keys(sample.params));
        for (const [name, param] of Object.entries(sample.params as Params)) expectAllowed(param, values[name]);
        for (const problem of problems) expect(problem.length).toBeLessThan(400);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("readPin(widget, query), writePin(widget, pinned, query)", () => {
  it("keep a state beside the one that is shown, each to the last bit", () => {
    fc.assert(
      fc.property(anyValues, anyValues, (shown, pinned) => {
        const query = writePin(sample, pinned, writeAddress(sample, shown, "other.x=1"));
        expect(readPin(sample, query)).toEqual(pinned);
        expect(readAddress(sample, query)).toMatchObject({ values: shown, problems: [] });
        expect(writePin(sample, null, query)).toBe(writeAddress(sample, shown, "other.x=1"));
      }),
    );
  });
  it("tell the state at rest, which is an empty text, from none", () => {
    expect(writePin(sample, initial, "")).toBe("pin.sample=");
    expect(readPin(sample, "pin.sample=")).toEqual(initial);
    expect(readPin(sample, "pin.other=")).toBeNull();
  });
  it("fall back to the initial value where an address has none", () => {
    expect(readPin(sample, "pin.sample=sample.ranks%3D5")).toEqual(initial); // 5 is odd
  });
});

function expectAllowed(param: Param, value: unknown): void {
  const parsed = parseValue(param, printValue(param, value));
  expect(parsed).toEqual({ value });
}
