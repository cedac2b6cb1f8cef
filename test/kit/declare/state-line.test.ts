import { describe, expect, it } from "vitest";
import { stateLine } from "../../../src/kit/declare/state-line.ts";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { choice, defineWidget, number, numbers, text, toggle } from "../../../src/kit/index.ts";

const widget = defineWidget({
  id: "stated",
  title: "Stated",
  source: "§0",
  caption: "For tests.",
  params: {
    tokens: number({ label: "Tokens", range: [0, 10], initial: 2, unit: "T" }),
    way: choice({
      label: "Way",
      options: [
        ["a", "the first"],
        ["b", "the second"],
      ],
      initial: "a",
    }),
    on: toggle({ label: "On", initial: false }),
    bias: numbers({ label: "Bias", initial: Array.from({ length: 64 }, () => 1), maxLength: 64, when: { on: true } }),
    sort: text({ label: "Order", initial: "-tokens", inView: true }),
  },
  presets: { "As published": {} },
  compute: () => 1,
  view: () => "view",
  summary: () => "summary",
  table: () => ({ columns: [], rows: [] }),
});
const face = faceOf(widget);

describe("stateLine(face, values)", () => {
  it("names each parameter that matters, with value and unit", () => {
    expect(stateLine(face, initialValues(face))).toBe("Tokens 2 T; Way the first; On off");
  });
  it("cuts a long list", () => {
    const line = stateLine(face, { ...initialValues(face), on: true });
    expect(line).toMatch(/; On on; Bias (?:1 ){30}…$/);
  });
});
