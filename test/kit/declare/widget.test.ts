import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../../../src/kit/declare/address.ts";
import { choice, integer, timeline, toggle, windowOf, type Params } from "../../../src/kit/declare/params.ts";
import {
  aloneFace,
  asFigure,
  defineWidget,
  faceOf,
  initialValues,
  presetValues,
  type AnyWidget,
} from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

describe("defineWidget(spec)", () => {
  it("refuses an id that would not do as an address", () => {
    expect(() => defineWidget({ ...sample, id: "Sample Figure" })).toThrow(
      new RangeError("Sample Figure: id must be in kebab case (got Sample Figure)"),
    );
  });
  it("refuses a preset of a parameter that does not exist", () => {
    expect(() => defineWidget({ ...sample, presets: { "As published": {}, Typo: { rank: 4 } as object } })).toThrow(
      new RangeError('sample: preset "Typo" must name parameters (got rank)'),
    );
  });
  it("refuses a preset with a value that the parameter refuses", () => {
    expect(() => defineWidget({ ...sample, presets: { "As published": {}, Odd: { ranks: 7 } } })).toThrow(
      /preset "Odd": Ranks must be/,
    );
  });
});

describe("presetValues(widget, preset)", () => {
  it("is the defaults with what the preset changes", () => {
    expect(presetValues(sample, "Small")).toMatchObject({ ranks: 4, affinity: "softmax", balanced: true });
  });
});

describe("what refers to other parameters", () => {
  const declare = (params: Params, ends?: () => object) => () =>
    defineWidget({
      ...sample,
      id: "referring",
      params,
      presets: { "As published": {} },
      ends,
    } as unknown as Parameters<typeof defineWidget>[0]);
  const count = (rest: object = {}) => ({ ...integer({ label: "Count", range: [1, 8], initial: 2 }), ...rest });
  const kind = (when: object) => ({
    ...choice({ label: "Kind", options: ["a", "b"], initial: "a" }),
    options: [{ value: "a", text: "a", when }],
  });
  it.each<[string, Params, string]>([
    ["a condition", { a: count({ when: { c: 1 } }) } as Params, "when of a must name parameters (got c)"],
    ["a bound below", { a: count({ atLeast: "2 * c" }) } as Params, "atLeast of a must name parameters (got c)"],
    ["a bound above", { a: count({ atMost: "c" }) } as Params, "atMost of a must name parameters (got c)"],
    ["a multiple", { a: count({ multipleOf: "c" }) } as Params, "multipleOf of a must name parameters (got c)"],
    ["an option", { a: kind({ c: 1 }) } as unknown as Params, "an option of a must name parameters (got c)"],
  ])("must name one, in %s", (_, params, message) => {
    expect(declare(params)).toThrow(new RangeError(`referring: ${message}`));
    expect(declare({ ...params, c: count() } as Params)).not.toThrow();
  });
  it("must have an end, if it is time", () => {
    const time = timeline({ label: "Time", unit: "s", rate: 1, speeds: [1], initial: 0 });
    expect(declare({ time } as Params)).toThrow("referring: time must have an end: give it `to`, or declare `ends`");
    expect(declare({ time } as Params, () => ({ time: 4 }))).not.toThrow();
  });
});

describe("names of earlier versions", () => {
  it("must be free, and of one parameter", () => {
    const flag = (formerly?: string[]) => toggle({ label: "Flag", initial: false, ...(formerly && { formerly }) });
    const declare = (params: Params) => () =>
      defineWidget({ ...sample, id: "renamed", params, presets: { "As published": {} } } as unknown as Parameters<
        typeof defineWidget
      >[0]);
    expect(declare({ a: flag(), b: flag(["a"]) })).toThrow(
      "renamed: formerly of b must be free (got a, which is a parameter)",
    );
    expect(declare({ a: flag(["old"]), b: flag(["old"]) })).toThrow(
      "renamed: formerly must name a parameter once (got old twice)",
    );
  });
});

describe("asFigure(face, as, state)", () => {
  const face = asFigure(faceOf(sample), "other", { ranks: 8 });
  it("rests in its own state, under its own name", () => {
    expect([face.id, face.widget]).toEqual(["other", "sample"]);
    expect(initialValues(face)).toMatchObject({ ranks: 8, affinity: "sigmoid" });
    expect(writeAddress(face, { ...initialValues(face), ranks: 16 }, "sample.ranks=4")).toBe(
      "sample.ranks=4&other.ranks=16",
    );
  });
  it("has presets that mean the same states as the widget's", () => {
    expect(presetValues(face, "As published")).toEqual(presetValues(sample, "As published"));
    expect(presetValues(face, "Small")).toEqual(presetValues(sample, "Small"));
  });
  it("is the widget again when it is embedded alone", () => {
    expect(writeAddress(aloneFace(face), initialValues(face), "")).toBe("sample.ranks=8");
  });
  it("says a window alone, too, of which the widget shows all", () => {
    const windowed = faceOf({
      ...sample,
      params: { view: windowOf({ label: "View", to: 100 }) },
      presets: {},
    } as AnyWidget);
    const face = asFigure(windowed, "other", { view: [0, 20] });
    expect(writeAddress(aloneFace(face), initialValues(face), "")).toBe("sample.view=0:20");
  });
  it("refuses what is no state of the widget", () => {
    expect(() => asFigure(faceOf(sample), "other", { rank: 8 })).toThrow(
      "state must name parameters of sample (got rank)",
    );
    expect(() => asFigure(faceOf(sample), "other", { ranks: 7 })).toThrow(/state of sample: Ranks must be/);
  });
});

describe("parameters that figures share", () => {
  it("have a key of their own in the address", () => {
    const shared = {
      id: "a",
      params: { context: integer({ label: "Context", range: [1, 9], initial: 4, shared: "context" }) },
    };
    expect(writeAddress(shared, { context: 7 }, "")).toBe("context=7");
    expect(readAddress(shared, "context=7")).toMatchObject({ values: { context: 7 }, mentioned: true });
  });
});
