import { describe, expect, it } from "vitest";
import { differences, publishedValues } from "../../../src/kit/declare/differences.ts";
import { choice, integer, text } from "../../../src/kit/declare/params.ts";
import { asFigure, faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

describe("differences(face, from, to)", () => {
  it("says label, and both values as the reader sees them, in the order of declaration", () => {
    const from = initialValues(sample);
    expect(differences(sample, from, { ...from, tokens: 2e12, ranks: 4, affinity: "softmax" })).toEqual([
      { name: "ranks", label: "Ranks", from: "16", to: "4" },
      { name: "tokens", label: "Tokens", from: "14,800,000,000,000 tokens", to: "2,000,000,000,000 tokens" },
      { name: "affinity", label: "Affinity", from: "Sigmoid", to: "Softmax" },
    ]);
    expect(differences(sample, from, from)).toEqual([]);
  });
  it("leaves out what matters in neither state, and cuts what is long", () => {
    const params = {
      kind: choice({ label: "Kind", options: ["a", "b"], initial: "a" }),
      size: integer({ label: "Size", range: [1, 9], initial: 1, when: { kind: "b" } }),
      note: text({ label: "Note" }),
    };
    const from = initialValues({ params });
    expect(differences({ params }, from, { ...from, size: 2 })).toEqual([]);
    expect(differences({ params }, { ...from, kind: "b" }, { ...from, kind: "a", size: 2 })).toHaveLength(2);
    expect(differences({ params }, from, { ...from, note: "x".repeat(60) })[0]).toMatchObject({
      from: "nothing",
      to: `${"x".repeat(48)}…`,
    });
  });
});

describe("publishedValues(face)", () => {
  it("is the published state of the widget, whatever a figure of it has at rest", () => {
    const face = asFigure(faceOf(sample), "other", { ranks: 4 });
    expect(initialValues(face)).toMatchObject({ ranks: 4 });
    expect(publishedValues(face)).toMatchObject({ ranks: 16 });
  });
});
