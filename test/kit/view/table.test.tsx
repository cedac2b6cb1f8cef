import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { filterRows, sortRows, Table, type TableColumn } from "../../../src/kit/view/table.tsx";
import { hastOf, textOf } from "../html.ts";

type Row = { name: string; score: number | null; low?: number };
const rows: Row[] = [
  { name: "beta 2", score: 0.5 },
  { name: "alpha", score: null },
  { name: "beta 10", score: 0.25 },
];
const columns: TableColumn<Row>[] = [
  { key: "name", label: "Name" },
  {
    key: "score",
    label: "Score",
    as: "percent",
    bar: { max: 1 },
    interval: ({ score }) => (score === null ? null : [score - 0.1, score + 0.1]),
  },
];

describe("sortRows(rows, order)", () => {
  it.each([
    ["", ["beta 2", "alpha", "beta 10"]],
    ["name", ["alpha", "beta 2", "beta 10"]],
    ["-name", ["beta 10", "beta 2", "alpha"]],
    ["score", ["beta 10", "beta 2", "alpha"]],
    ["-score", ["beta 2", "beta 10", "alpha"]],
  ])("by “%s”: numbers in names by their size, what is missing last", (order, names) => {
    expect(sortRows(rows, order).map(({ name }) => name)).toEqual(names);
  });
});

describe("filterRows(rows, columns, query)", () => {
  it.each([
    ["", 3],
    ["BETA", 2],
    ["beta 25%", 1],
    ["gamma", 0],
  ])("finds every word of “%s”, as it is shown", (query, count) => {
    expect(filterRows(rows, columns, query)).toHaveLength(count);
  });
});

describe("Table", () => {
  const render = (values: object): string =>
    renderToString(
      <DrawContext.Provider value={{ ...drawer("sample", "wide"), values: values as never }}>
        <Table
          label="Scores"
          columns={columns}
          rows={rows}
          sort="sort"
          filter="query"
          pick="model"
          pickOf={({ name }) => name}
        />
      </DrawContext.Provider>,
    );
  it("shows the state of its parameters", () => {
    const html = render({ sort: "-score", query: "beta", model: "beta 10" });
    const page = hastOf(html);
    expect(page.filter(({ tagName }) => tagName === "td").map(textOf)).toEqual(["beta 2", "50%", "beta 10", "25%"]);
    expect(page.filter(({ tagName }) => tagName === "th").map(({ properties }) => properties.ariaSort)).toEqual([
      undefined,
      "descending",
    ]);
    expect(page.filter(({ properties }) => String(properties.className) === "picked").map(textOf)).toEqual([
      "beta 1025%",
    ]);
  });
  it("has buttons that sort, numbers from the largest, and back", () => {
    const next = (sort: string): unknown[] =>
      hastOf(render({ sort, query: "", model: "" }))
        .filter(({ properties }) => String(properties.className) === "table-sort")
        .map(({ properties }) => properties.dataSets);
    expect(next("")).toEqual(['{"sort":"name"}', '{"sort":"-score"}']);
    expect(next("-score")[1]).toBe('{"sort":"score"}');
    const arrows = (sort: string): unknown[] =>
      hastOf(render({ sort, query: "", model: "" }))
        .filter(({ properties }) => String(properties.className) === "table-order")
        .map(textOf);
    expect([arrows(""), arrows("name"), arrows("-score")]).toEqual([
      ["↕", "↕"],
      ["▲", "↕"],
      ["↕", "▼"],
    ]);
    expect(next("name")[0]).toBe('{"sort":"-name"}');
  });
  it("draws bars from zero and intervals on the scale of their column", () => {
    const html = render({ sort: "", query: "beta 2", model: "" });
    // Half of 72 pixels; 0.4 and 0.6 of them.
    expect(html).toContain('<rect x="0" width="36"');
    expect(html).toContain('d="M28.8 7H43.2M28.8 4v6M43.2 4v6"');
  });
  it("leaves a head of several words room for two lines", () => {
    const html = renderToString(
      <DrawContext.Provider value={{ ...drawer("sample", "wide"), values: {} as never }}>
        <Table
          label="Speeds"
          columns={[
            { key: "name", label: "Model" },
            { key: "score", label: "By formula", unit: "tokens/s" },
          ]}
          rows={rows}
        />
      </DrawContext.Provider>,
    );
    const heads = hastOf(html).filter(({ tagName }) => tagName === "th");
    expect(heads.map(({ properties }) => properties.style)).toEqual([undefined, "min-width:10ch"]);
  });
  it("says that nothing was found", () => {
    expect(render({ sort: "", query: "gamma", model: "" })).toContain("No row has “gamma”.");
  });
  it.each([
    [true, "max-height:20rem;min-height:20rem"],
    [false, "max-height:20rem"],
  ])("keeps the height of its box with few rows where it is to be still: %s", (still, style) => {
    const html = renderToString(
      <DrawContext.Provider value={{ ...drawer("sample", "wide"), values: {} as never }}>
        <Table label="Scores" columns={columns} rows={rows} height="20rem" still={still} />
      </DrawContext.Provider>,
    );
    expect(hastOf(html)[0].properties.style).toBe(style);
  });
});
