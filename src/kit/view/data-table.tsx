/** @file The data behind a picture, as a table that screen readers and printers can use. */
import { formatCell } from "./format-cell.ts";
import type { Table } from "../declare/widget.ts";

/** More rows than this are in the CSV file only. */
const mostRows = 40;

export function DataTable({ table, caption }: { table: Table; caption: string }) {
  const shown = table.rows.slice(0, mostRows);
  const isNumeric = (key: string): boolean => shown.some((row) => typeof row[key] === "number");
  return (
    <div class="data-table" tabIndex={0} role="region" aria-label={`Data: ${caption}`}>
      <table>
        <thead>
          <tr>{table.columns.map(({ key, label, unit }) => <th key={key} scope="col" class={isNumeric(key) ? "number" : undefined}>{label}{unit && <span class="control-unit"> {unit}</span>}</th>)}</tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <tr key={i}>
              {table.columns.map((column) => (
                <td key={column.key} class={typeof row[column.key] === "number" ? "number" : undefined}>{formatCell(row[column.key], column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > mostRows && <p>The first {mostRows} of {table.rows.length} rows; the CSV file has them all.</p>}
    </div>
  );
}
