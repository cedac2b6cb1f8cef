/** @file The data behind a picture: as text while nobody looks, as a table for who does. */
import { formatExact } from "../declare/format.ts";
import type { Table } from "../declare/widget.ts";
import { rowsAtRest, rowsMore } from "./data-rows.ts";
import { formatCell } from "./format-cell.ts";

/** The first rows in columns of text: a table of a page at rest is one element, not hundreds. */
export function DataText({ table, caption }: { table: Table; caption: string }) {
  const lines = [
    table.columns.map(({ label, unit }) => (unit ? `${label} (${unit})` : label)),
    ...table.rows.slice(0, rowsAtRest).map((row) => table.columns.map((column) => formatCell(row[column.key], column))),
  ];
  const widths = table.columns.map((_, at) => Math.max(...lines.map((cells) => [...cells[at]].length)));
  const numeric = numericOf(table);
  const aligned = (text: string, at: number): string => {
    const space = " ".repeat(widths[at] - [...text].length);
    return numeric.has(table.columns[at].key) ? space + text : text + space;
  };
  const left = table.rows.length - rowsAtRest;
  return (
    <pre class="data-text" tabIndex={0} role="group" aria-label={`Data: ${caption}`}>
      {lines.map((cells) => cells.map(aligned).join("  ").trimEnd()).join("\n")}
      {left > 0 && `\n… and ${formatExact(left)} more rows`}
    </pre>
  );
}

/**
 * The first rows of a table, in a box that scrolls, and a button for more of them (`page/figure.ts`).
 *
 * @param rows  how many are shown at most
 */
export function DataTable({ table, caption, rows }: { table: Table; caption: string; rows: number }) {
  const shown = table.rows.slice(0, rows);
  const left = table.rows.length - shown.length;
  const numeric = numericOf(table);
  return (
    <div>
      <div class="data-table" tabIndex={0} role="group" aria-label={`Data: ${caption}`}>
        <table>
          <thead>
            <tr>
              {table.columns.map(({ key, label, unit }) => (
                <th key={key} scope="col" class={numeric.has(key) ? "number" : undefined}>
                  {label}
                  {unit && ` (${unit})`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => (
              <tr key={i}>
                {table.columns.map((column) => (
                  <td key={column.key} class={typeof row[column.key] === "number" ? "number" : undefined}>
                    {formatCell(row[column.key], column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <p class="data-more">
          The first {formatExact(shown.length)} of {formatExact(table.rows.length)} rows.{" "}
          <button type="button" class="quiet" data-action="more-rows">
            Show {left > rowsMore ? `${rowsMore} more` : "all"}
          </button>
        </p>
      )}
    </div>
  );
}

function numericOf({ columns, rows }: Table): ReadonlySet<string> {
  return new Set(columns.filter(({ key }) => rows.some((row) => typeof row[key] === "number")).map(({ key }) => key));
}
