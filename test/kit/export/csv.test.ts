import { describe, expect, it } from "vitest";
import { toCsv } from "../../../src/kit/export/csv.ts";

const origin = {
  lines: [
    { name: "Title", text: "A\nsample" },
    { name: "License", text: "CC BY 4.0" },
  ],
};

describe("toCsv(table, provenance)", () => {
  it("says where it comes from, then header and rows (RFC 4180)", () => {
    const table = {
      columns: [
        { key: "name", label: "Name" },
        { key: "share", label: "Share", unit: "%" },
      ],
      rows: [
        { name: 'a "b", c', share: -0.5 },
        { name: "d", share: null },
      ],
    };
    expect(toCsv(table, origin)).toBe(
      '# Title: A sample\r\n# License: CC BY 4.0\r\nName,Share (%)\r\n"a ""b"", c",-0.5\r\nd,\r\n',
    );
  });
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
    "takes the power from text that a spreadsheet would run: %j",
    (name) => {
      const csv = toCsv({ columns: [{ key: "name", label: "Name" }], rows: [{ name }] }, { lines: [] });
      expect(csv.split("\r\nName\r\n").at(-1) ?? csv).toContain(`'${name}`);
    },
  );
});
