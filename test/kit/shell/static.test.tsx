/** What an author meets whose widget goes wrong: each message names the widget, what of it failed, and the preset. */
import { describe, expect, it } from "vitest";
import { renderPreset } from "../../../src/kit/shell/static.tsx";
import { defineWidget, integer } from "../../../src/kit/index.ts";

type Parts = Pick<Parameters<typeof defineWidget>[0], "compute" | "view" | "summary" | "table">;

const boom = (): never => {
  throw new Error("boom");
};
const Two = () => (
  <>
    <p>1</p>
    <p>2</p>
  </>
);
const sound = {
  compute: () => 1,
  view: () => <p>1</p>,
  summary: () => "One.",
  table: () => ({ columns: [{ key: "a", label: "A" }], rows: [{ a: 1 }] }),
} as unknown as Parts;
const failure = (parts: Partial<Record<keyof Parts | "remark", unknown>>): Promise<string> =>
  renderPreset(
    defineWidget({
      id: "sample",
      title: "A sample",
      source: "§0",
      caption: "For tests.",
      params: { ranks: integer({ label: "Ranks", range: [1, 8], initial: 1 }) },
      presets: { "As published": {}, Small: { ranks: 2 } },
      ...({ ...sound, ...parts } as unknown as Parts),
    }),
    "Small",
  ).then(
    () => "it did not fail",
    (error: Error) => error.message,
  );

describe("renderPreset(widget, preset)", () => {
  it("fails with nothing that is sound", async () => {
    expect(await failure({})).toBe("it did not fail");
  });
  it.each([
    ["compute", { compute: boom }, "compute of sample: boom"],
    [
      "a generator that throws",
      {
        *compute() {
          yield 1;
          boom();
        },
      },
      "compute of sample: boom",
    ],
    [
      "a generator that yields nothing",
      { *compute() {} },
      "compute of sample: compute must yield at least one result (got none)",
    ],
    ["view", { view: boom }, "view of sample: boom"],
    ["summary", { summary: boom }, "summary, remark or table of sample: boom"],
    ["remark", { remark: boom }, "summary, remark or table of sample: boom"],
    ["table", { table: boom }, "summary, remark or table of sample: boom"],
    [
      "text beside the elements",
      { view: () => ["1", <p key="a">2</p>] },
      'view of sample: a view must be made of elements (got the text "1")',
    ],
    [
      "a part of two elements",
      { view: () => <Two /> },
      "view of sample: each part of a view must be one element (got 2)",
    ],
    [
      "a handler",
      { view: () => <p onClick={boom}>1</p> },
      "view of sample: a view has no handlers (got onClick on <p>); use sets",
    ],
    [
      "a canvas",
      {
        view: () => (
          <div>
            <canvas />
          </div>
        ),
      },
      "view of sample: a view has no <canvas>, which nobody would draw; use SVG, or <HeatMap> for many cells",
    ],
    [
      "a press on no parameter",
      { view: (_: unknown, { sets }: { sets(change: object): object }) => <p {...sets({ rank: 2 })}>1</p> },
      "view of sample: sets must name parameters (got rank)",
    ],
    [
      "a press on no value",
      { view: (_: unknown, { sets }: { sets(change: object): object }) => <p {...sets({ ranks: 9 })}>1</p> },
      "view of sample: sets: Ranks must be a whole number from 1 to 8 (got 9)",
    ],
  ])("names widget, part and preset: %s", async (_, parts, message) => {
    expect(await failure(parts)).toBe(`${message} (in the preset "Small")`);
  });
});
