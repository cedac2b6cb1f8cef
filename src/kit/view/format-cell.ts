/** @file How a cell of a data table reads. */
import { formatExact } from "../declare/format.ts";
import type { Cell, Column, Row } from "../declare/widget.ts";

/** Numbers to six digits unless the column says otherwise; nothing for a missing value. */
export function formatCell(cell: Cell, column: Pick<Column<Row>, "format">): string {
  if (cell === null) return "–";
  if (column.format) return column.format(cell as never);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  if (Number.isInteger(cell)) return formatExact(cell);
  const rounded = Number(cell.toPrecision(6));
  // With its exponent, a small number can be copied and is short.
  return Math.abs(rounded) < 1e-4 ? String(rounded).replace(/^-/, "−") : formatExact(rounded);
}
