import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { rowsAtRest, rowsMore } from "../../../src/kit/view/data-rows.ts";
import { DataTable, DataText } from "../../../src/kit/view/data-table.tsx";

const table = (rows: number) => ({
  columns: [
    { key: "name", label: "Name" },
    { key: "count", label: "Count", unit: "tokens" },
  ],
  rows: Array.from({ length: rows }, (_, i) => ({ name: `row ${i}`, count: 1000 * i })),
});

describe("DataTable", () => {
  const more = (all: number, shown: number): string | undefined =>
    /<p class="data-more">(.*?)<\/p>/.exec(
      renderToString(<DataTable table={table(all)} caption="Counts" rows={shown} />),
    )?.[1];
  it("has a button for more rows, which says how many, or that they are all", () => {
    expect(more(8, 8)).toBeUndefined();
    expect(more(8 + rowsMore, 8)).toMatch(/^The first 8 of .* rows. <button.*>Show all<\/button>$/);
    expect(more(9 + rowsMore, 8)).toMatch(new RegExp(`>Show ${rowsMore} more</button>$`));
  });
  it("sets numbers apart from names", () => {
    const html = renderToString(<DataTable table={table(2)} caption="Counts" rows={2} />);
    expect(html).toContain('<td>row 1</td><td class="number">1,000</td>');
    expect(html).toContain('<th scope="col" class="number">Count (tokens)</th>');
  });
});

describe("DataText", () => {
  const lines = (rows: number): string[] =>
    renderToString(<DataText table={table(rows)} caption="Counts" />)
      .replace(/<[^>]*>/g, "")
      .split("\n");
  it("stands in columns: names to the left, numbers to the right", () => {
    expect(lines(3)).toEqual([
      "Name   Count (tokens)",
      "row 0               0",
      "row 1           1,000",
      "row 2           2,000",
    ]);
  });
  it("says how many rows are left out", () => {
    expect(lines(rowsAtRest)).toHaveLength(rowsAtRest + 1);
    expect(lines(rowsAtRest + 2).at(-1)).toBe("… and 2 more rows");
  });
});
