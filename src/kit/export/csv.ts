/** @file Tables as CSV (RFC 4180), with where they come from in comment lines on top, safe to open in a spreadsheet. */
import type { Provenance } from "./provenance.ts";
import type { Cell, Table } from "../declare/widget.ts";

/** The table as CSV text; lines that begin with `#` say source, parameters, address and license. */
export function toCsv(table: Table, provenance: Pick<Provenance, "lines">): string {
  const comments = provenance.lines.map(({ name, text }) => `# ${name}: ${text.replace(/\s+/g, " ")}`);
  const header = table.columns.map(({ label, unit }) => quoted(unit ? `${label} (${unit})` : label));
  const rows = table.rows.map((row) => table.columns.map(({ key }) => quoted(row[key])));
  return [...comments, ...[header, ...rows].map((cells) => cells.join(","))].join("\r\n") + "\r\n";
}

/** One field. Text that a spreadsheet would run as a formula gets an apostrophe in front. */
function quoted(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
