import { describe, expect, it } from "vitest";
import { defineWidget, integer } from "../../../src/kit/index.ts";
import type { AnyWidget } from "../../../src/kit/declare/widget.ts";
import { resultNow, resultOf } from "../../../src/kit/shell/results.ts";

/** A widget that counts how often it computes, and what it counted. */
function counting() {
  let runs = 0;
  const widget = defineWidget({
    id: "sample",
    title: "A sample",
    source: "§0",
    caption: "For tests.",
    params: { ranks: integer({ label: "Ranks", range: [1, 8], initial: 1 }) },
    presets: { "As published": {} },
    compute: ({ ranks }) => {
      if (ranks === 8) throw new Error("too many");
      runs++;
      return 10 * ranks;
    },
    view: () => [],
    summary: () => "One.",
    table: () => ({ columns: [], rows: [] }),
  });
  return { widget, any: widget as unknown as AnyWidget, runs: () => runs };
}

describe("resultOf(widget, values), resultNow(widget, values)", () => {
  it("compute a state once, whichever is asked", async () => {
    const { widget, any, runs } = counting();
    expect(await resultOf(any, { ranks: 2 })).toBe(20);
    expect(await resultOf(any, { ranks: 2 })).toBe(20);
    expect(resultNow(widget, { ranks: 2 })).toBe(20);
    expect(runs()).toBe(1);
  });
  it("compute another state, and the state of another widget, anew", async () => {
    const [one, other] = [counting(), counting()];
    await resultOf(one.any, { ranks: 2 });
    expect(await resultOf(one.any, { ranks: 3 })).toBe(30);
    expect(await resultOf(other.any, { ranks: 2 })).toBe(20);
    expect([one.runs(), other.runs()]).toEqual([2, 1]);
  });
  it("throw what compute throws, each time", async () => {
    const { widget, any } = counting();
    for (let i = 0; i < 2; i++) {
      await expect(resultOf(any, { ranks: 8 })).rejects.toThrow("too many");
      expect(() => resultNow(widget, { ranks: 8 })).toThrow("too many");
    }
  });
});
