/** What the page gets of a widget: its parameters, and nothing that computes or draws. */
import { describe, expect, it } from "vitest";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import { widgetFace } from "../../src/integrations/widget-faces.ts";

const source = `/** @file A sample. */
import * as Plot from "@observablehq/plot";
import { bubbleTime, type Schedule } from "../compute/index.ts";
import { Chart, defineWidget, formatNumber, integer, number } from "../kit/index.ts";

const inForwards = { unit: label("forwards"), min: 0 };
const height = 200;

export default defineWidget({
  id: "sample",
  title: "A sample",
  source: "§0",
  caption: "For tests.",
  params: { ranks: integer({ label: "Ranks", format: (value) => formatNumber(value) }), idle: number({ ...inForwards }) },
  presets: { "As published": {} },
  compute: ({ ranks }) => bubbleTime(ranks),
  view: (rows) => <Chart options={() => ({ height, marks: [Plot.dot(rows)] })} />,
  summary: summaryOf,
  table: () => ({ columns: [], rows: [] }),
});

function label(text: string): string { return text; }
function summaryOf(result: Schedule): string { return String(result); }
`;

describe("widgetFace(source)", () => {
  it("keeps what the page needs, with what that needs, and nothing else", () => {
    // By hand: the statements that declare integer, formatNumber, number, inForwards and, through it, label.
    expect(widgetFace(source)).toBe(`import { formatNumber, integer, number } from "../kit/index.ts";
const inForwards = { unit: label("forwards"), min: 0 };
function label(text: string): string { return text; }
export default { id: "sample", title: "A sample", source: "§0", params: { ranks: integer({ label: "Ranks", format: (value) => formatNumber(value) }), idle: number({ ...inForwards }) }, presets: { "As published": {} } };`);
  });
  it.each(widgets.map(({ id }) => id))("leaves neither Plot nor the computation module in %s", (id) => {
    const face = widgetFace(sourceOf(id));
    expect(face).not.toMatch(/Plot|compute\/|<[A-Z]/);
    expect(face).toContain(`id: "${id}"`);
    expect(face).toContain("presets: {");
  });
  it("refuses a file that declares no widget", () => {
    expect(() => widgetFace("export default 1;")).toThrow("a widget's file must export defineWidget({ … })");
  });
});
