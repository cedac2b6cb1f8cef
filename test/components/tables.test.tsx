/** Tables of pages: the claims of the ledger are one, made to act in linkedom. */
import { parseHTML } from "linkedom";
import { renderToString } from "preact-render-to-string";
import { beforeEach, describe, expect, it } from "vitest";
import { csvOf, serveTables } from "../../src/components/tables.ts";
import { Table } from "../../src/kit/index.ts";

let document: Document;
beforeEach(() => {
  const rows = [
    { name: "beta, 2", share: 0.5 },
    { name: "alpha", share: null },
    { name: "=SUM(A1)", share: 0.123456789 },
  ];
  const table = renderToString(
    <Table
      label="Shares"
      columns={[
        { key: "name", label: "Name" },
        { key: "share", label: "Share", as: "percent" },
      ]}
      rows={rows}
    />,
  );
  ({ document } = parseHTML(
    `<!doctype html><html><body><div class="page-table" data-name="shares"><div class="table-tools" hidden><input><button data-csv></button><span role="status"></span></div>${table}</div></body></html>`,
  ));
  serveTables(document);
});
const names = (): string[] =>
  [...document.querySelectorAll<HTMLElement>("tbody tr")]
    .filter((row) => !row.hidden)
    .map((row) => row.children[0].textContent!);
const press = (column: number): void =>
  void document
    .querySelectorAll("thead button")
    [column].dispatchEvent(new (document.defaultView as unknown as { Event: typeof Event }).Event("click"));

describe("serveTables(page)", () => {
  it("sorts numbers from the largest, then the other way round; what is missing stays last", () => {
    press(1);
    expect(names()).toEqual(["beta, 2", "=SUM(A1)", "alpha"]);
    expect(document.querySelectorAll("th")[1].getAttribute("aria-sort")).toBe("descending");
    press(1);
    expect(names()).toEqual(["=SUM(A1)", "beta, 2", "alpha"]);
  });
  it("sorts names from A", () => {
    press(0);
    expect(names().indexOf("alpha")).toBeLessThan(names().indexOf("beta, 2"));
  });
  it("finds rows that have every word, and says how many", () => {
    const search = document.querySelector("input")!;
    search.value = "BETA 50%";
    search.dispatchEvent(new (document.defaultView as unknown as { Event: typeof Event }).Event("input"));
    expect(names()).toEqual(["beta, 2"]);
    expect(document.querySelector("[role=status]")!.textContent).toBe("1 of 3 rows");
  });
});

describe("csvOf(box)", () => {
  it("has exact numbers, and texts that no spreadsheet runs", () => {
    expect(csvOf(document.querySelector(".page-table")!)).toBe(
      'Name,Share\r\n"beta, 2",0.5\r\nalpha,\r\n\'=SUM(A1),0.123456789\r\n',
    );
  });
});
