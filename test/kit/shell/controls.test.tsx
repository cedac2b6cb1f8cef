/** What a row of controls shows in a state: those that matter, and where the report's value lies on a slider. */
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import type { Params, Values } from "../../../src/kit/declare/params.ts";
import { defineWidget, integer, number, toggle, choice } from "../../../src/kit/index.ts";
import { Controls } from "../../../src/kit/shell/controls.tsx";
import { hastOf, textOf } from "../html.ts";

const { params } = defineWidget({
  id: "conditions",
  title: "Conditions",
  source: "§0",
  caption: "For tests.",
  params: {
    mode: choice({ label: "Mode", options: ["plain", "grouped", "off"], initial: "plain" }),
    size: integer({ label: "Size", range: [1, 101], initial: 1, report: 26, when: { mode: { not: "off" } } }),
    groups: integer({ label: "Groups", range: [1, 8], initial: 1, when: { mode: "grouped" } }),
    bytes: number({ label: "Bytes", range: [1, 10_000], scale: "log", initial: 1, report: 100 }),
    inner: toggle({ label: "Inner", initial: false, when: { mode: "grouped", groups: { above: 4 } } }),
  },
  presets: { "As published": {} },
  compute: () => 1,
  view: () => <p />,
  summary: () => "one",
  table: () => ({ columns: [], rows: [] }),
});
const initial = { mode: "plain", size: 1, groups: 1, bytes: 1, inner: false };
const elements = (values: object) =>
  hastOf(
    renderToString(
      <Controls id="x" params={params as Params} values={{ ...initial, ...values } as Values} ends={{}} label="Main" />,
    ),
  );
const shown = (values: object): unknown[] =>
  elements(values)
    .filter(({ properties }) => properties.dataControl !== undefined && !properties.hidden)
    .map(({ properties }) => properties.dataControl);

describe("a control with a condition", () => {
  it.each([
    [{}, ["mode", "size", "bytes"]],
    [{ mode: "off" }, ["mode", "bytes"]],
    [{ mode: "grouped", groups: 4 }, ["mode", "size", "groups", "bytes"]],
    [{ mode: "grouped", groups: 5 }, ["mode", "size", "groups", "bytes", "inner"]],
    [{ mode: "plain", groups: 5 }, ["mode", "size", "bytes"]],
  ])("is there where it holds, and hidden elsewhere: %o", (values, expected) => {
    expect(shown(values)).toEqual(expected);
    // Hidden ones stand in the page all the same: a state of the address may set them.
    expect(elements(values).filter(({ properties }) => properties.dataControl !== undefined)).toHaveLength(5);
  });
});

describe("the tick of the report's value", () => {
  it("stands at its share of the slider, by value or by power, and says the value", () => {
    const ticks = elements({ mode: "grouped" }).filter(({ properties }) =>
      String(properties.className).includes("control-published"),
    );
    // (26 − 1) / (101 − 1); log 100 / log 10,000, to the nearest of the slider's stops
    expect(ticks.map(({ properties }) => Number(String(properties.style).replace("--share:", "")))).toEqual([
      0.25,
      expect.closeTo(0.5, 2),
    ]);
    expect(ticks.map(textOf)).toEqual(["reportIn the report: 26", expect.stringContaining("In the report: 100")]);
  });
});
