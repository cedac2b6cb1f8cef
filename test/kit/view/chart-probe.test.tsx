/** What charts say of their marks, and which mark is meant by a point. */
import * as Plot from "@observablehq/plot";
import { describe, expect, it } from "vitest";
import type { ChartRequest } from "../../../src/kit/view/chart.tsx";
import type { Probe } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";

function probe(options: Plot.PlotOptions, more: Partial<ChartRequest> = {}): Probe {
  const draw = drawer("sample", "wide");
  draw.chart({ label: "One", options: () => options, ...more }, {});
  return draw.probes.get("One")!;
}

const runs = [
  { run: "A", stage: "first", hours: 10 },
  { run: "A", stage: "second", hours: 5 },
  { run: "B", stage: "first", hours: 40 },
];
const frame = { marginLeft: 80, marginRight: 0, marginTop: 0, marginBottom: 0, height: 100 };

describe("a chart's probe", () => {
  it("says the values of channels, with the labels of axes, what it is called first", () => {
    const { count, hit } = probe({
      ...frame,
      x: { label: "GPU-hours →" },
      y: { label: null },
      color: { domain: ["first", "second"] },
      marks: [Plot.barX(runs, { x: "hours", y: "run", fill: "stage" }), Plot.ruleX([0])],
    });
    expect(count).toBe(3);
    expect([0, 1, 2].map((mark) => hit(mark).text)).toEqual([
      "first\nA\nGPU-hours: 10",
      "second\nA\nGPU-hours: 5",
      "first\nB\nGPU-hours: 40",
    ]);
  });
  it("finds the bar under a point, or the nearest within reach", () => {
    // 600 pixels for 0 to 40 hours: A ends at 80 + 150 and 80 + 225, B at 680.
    const { nearest, hit } = probe({ ...frame, marks: [Plot.barX(runs, { x: "hours", y: "run", fill: "stage" })] });
    expect(hit(nearest(100, 20)).text).toContain("10");
    expect(hit(nearest(290, 20)).text).toContain("5");
    expect(hit(nearest(310, 20)).text).toContain("5");
    expect(nearest(400, 15)).toBe(-1);
    expect(hit(nearest(400, 80)).text).toContain("40");
  });
  it("means the nearest point of a line, however far above", () => {
    const { nearest, hit } = probe({
      ...frame,
      x: { label: "Step" },
      y: { label: "Loss" },
      marks: [Plot.lineY([4, 2, 1], { x: (_: number, i: number) => i, y: (value: number) => value })],
    });
    expect(hit(nearest(390, 5)).text).toBe("Loss: 2\nStep: 1");
  });
  it("asks the author's function with the datum, and leaves out what it says nothing of", () => {
    const { hit } = probe(
      { ...frame, marks: [Plot.dot(runs, { x: "hours", y: "run" })] },
      { tips: ({ run, hours }: (typeof runs)[0]) => `${run}: ${hours} h` },
    );
    expect(hit(2).text).toBe("B: 40 h");
  });
  it("hands over what a press sets", () => {
    const { hit } = probe(
      { ...frame, marks: [Plot.dot(runs, { x: "hours", y: "run" })] },
      { picks: ({ run }: (typeof runs)[0]) => ({ run }) },
    );
    expect(hit(2).sets).toEqual({ run: "B" });
  });
  it("knows where facets stand", () => {
    const { nearest, hit } = probe({
      width: 680,
      height: 200,
      margin: 0,
      facet: { data: runs, y: "run" },
      marks: [Plot.dot(runs, { x: "hours", y: () => 0 })],
    });
    expect(hit(nearest(680, 125)).text.split("\n")[0]).toBe("B");
    expect(nearest(680, 40)).toBe(-1);
  });
  it("is of every datum, whatever the marks are", () => {
    const points = [
      { x: 1, y: 2 },
      { x: 2, y: 3 },
    ];
    for (const mark of [
      Plot.dot(points, { x: "x", y: "y" }),
      Plot.areaY(points, { x: "x", y: "y" }),
      Plot.barY(points, { x: "x", y: "y" }),
      Plot.rectY(points, { x: "x", y: "y", interval: 1 }),
      Plot.cell(points, { x: "x", y: "y" }),
      Plot.ruleX(points, { x: "x", y: "y" }),
      Plot.tickX(points, { x: "x" }),
    ]) {
      expect(probe({ marks: [mark] }).count).toBe(2);
    }
  });
});
