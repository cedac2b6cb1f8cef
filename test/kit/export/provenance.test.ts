import { describe, expect, it } from "vitest";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { numbers } from "../../../src/kit/declare/params.ts";
import { describeState, provenance } from "../../../src/kit/export/provenance.ts";
import { sample } from "../sample.tsx";

const face = faceOf(sample);
const initial = initialValues(sample);

describe("describeState(widget, values)", () => {
  it("says every parameter, what is empty, and what was changed", () => {
    expect(describeState(face, { ...initial, ranks: 4 })).toBe(
      "ranks=4 (changed), tokens=14800000000000, affinity=sigmoid, balanced=yes, bias=none, seed=1, step=0",
    );
  });
  it("cuts what is longer than 80 characters", () => {
    const params = { list: numbers({ label: "List", initial: [], range: [0, 9], maxLength: 50 }) };
    const widget = { ...face, params, presets: { "As published": {} } };
    const of = (count: number): string => describeState(widget, { list: Array.from({ length: count }, () => 7) });
    // So many digits, and one space less: 79 characters for 40, 81 for 41.
    expect(of(40)).toBe(`list=${"7 ".repeat(39)}7 (changed)`);
    expect(of(41)).toBe(`list=${"7 ".repeat(40)}… (changed)`);
  });
});

describe("provenance(widget, values, address, site)", () => {
  it("has what a file says of where it comes from", () => {
    const site = {
      name: "V3 Companion",
      version: "0.1.0",
      released: "2026-11-23",
      authors: "A. Author",
      address: "https://example.org/v3/",
      license: "MIT",
    };
    const { lines, site: of } = provenance(face, initial, "https://example.org/v3/#sample", site);
    expect(Object.fromEntries(lines.map(({ name, text }) => [name, text]))).toEqual({
      Title: "A sample",
      After: "DeepSeek-V3 Technical Report (arXiv:2412.19437), §0",
      Parameters: describeState(face, initial),
      Address: "https://example.org/v3/#sample",
      "Made with": "V3 Companion 0.1.0",
      License: "MIT",
    });
    expect(of).toEqual({ address: "https://example.org/v3/", version: "0.1.0" });
  });
});
