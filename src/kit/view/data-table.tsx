/** @file The data behind a picture, as a table that screen readers and printers can use. */
import { formatExact } from "../declare/format.ts";
import type { Table } from "../declare/widget.ts";
import { rowsMore } from "./data-rows.ts";
import { formatCell } from "./format-cell.ts";

/**
 * The first rows of a table, in a box that scrolls, and a button for more of them (`page/figure.ts`).
 *
 * @param rows  how many are shown at most
 */
export function DataTable({ table, caption, rows }: { table: Table; caption: string; rows: number }) {
  const shown = table.rows.slice(0, rows);
  const left = table.rows.length - shown.length;
  const numeric = new Set(table.columns.filter(({ key }) => table.rows.some((row) => typeof row[key] === "number")).map(({ key }) => key));
  return (
    <div>
      <div class="data-table" tabIndex={0} role="region" aria-label={`Data: ${caption}`}>
        <table>
          <thead>
            <tr>{table.columns.map(({ key, label, unit }) => <th key={key} scope="col" class={numeric.has(key) ? "number" : undefined}>{label}{unit && ` (${unit})`}</th>)}</tr>
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
      </div>
      {left > 0 && (
        <p class="data-more">
          The first {formatExact(shown.length)} of {formatExact(table.rows.length)} rows. <button type="button" class="quiet" data-action="more-rows">Show {left > rowsMore ? `${rowsMore} more` : "all"}</button>
        </p>
      )}
    </div>
  );
}
