import { describe, expect, it } from "vitest";
import { defineWidget, presetValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

describe("defineWidget(spec)", () => {
  it("refuses an id that would not do as an address", () => {
    expect(() => defineWidget({ ...sample, id: "Sample Figure" })).toThrow(new RangeError("Sample Figure: id must be in kebab case (got Sample Figure)"));
  });
  it("refuses a preset of a parameter that does not exist", () => {
    expect(() => defineWidget({ ...sample, presets: { "As published": {}, "Typo": { rank: 4 } as object } })).toThrow(
      new RangeError('sample: preset "Typo" must name parameters (got rank)'),
    );
  });
  it("refuses a preset with a value that the parameter refuses", () => {
    expect(() => defineWidget({ ...sample, presets: { "As published": {}, "Odd": { ranks: 7 } } })).toThrow(/preset "Odd": Ranks must be/);
  });
});

describe("presetValues(widget, preset)", () => {
  it("is the defaults with what the preset changes", () => {
    expect(presetValues(sample, "Small")).toMatchObject({ ranks: 4, affinity: "softmax", balanced: true });
  });
});
