/** What holds for every widget, besides what types and `defineWidget` check. */
import { describe, expect, it } from "vitest";
import { listingOf } from "../../src/components/figures/listing.ts";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import { readData, writeData } from "../../src/kit/declare/face-text.ts";
import type { Params } from "../../src/kit/declare/params.ts";
import { faceOf } from "../../src/kit/declare/widget.ts";

describe.each(widgets.map((widget) => [widget.id, widget] as const))("%s", (id, widget) => {
  it("is one file of at most 250 lines and 20,000 characters", () => {
    expect(sourceOf(id).split("\n").length - 1).toBeLessThanOrEqual(250);
    expect(sourceOf(id).length).toBeLessThanOrEqual(20_000);
  });
  it("has a face that is plain data", () => {
    expect(readData(writeData(faceOf(widget)))).toEqual(faceOf(widget));
  });
  it("has a listing", () => {
    expect(listingOf(sourceOf(id), id).compute).toContain("compute");
  });
});

describe("parameters that figures share", () => {
  it("have one range and one initial value for each key", () => {
    const byKey = new Map<string, Set<string>>();
    for (const { params } of widgets) {
      for (const param of Object.values(params as Params)) {
        if (param.shared === undefined) continue;
        const { kind, initial } = param;
        const range =
          param.kind === "number"
            ? [param.min, param.max]
            : param.kind === "choice"
              ? param.options.map(({ value }) => value)
              : [];
        byKey.set(param.shared, (byKey.get(param.shared) ?? new Set()).add(JSON.stringify([kind, initial, range])));
      }
    }
    for (const [key, kinds] of byKey) expect([key, [...kinds]]).toEqual([key, [[...kinds][0]]]);
  });
});
