/**
 * @file A table that is the picture: sorted, searched and picked from. In a figure its state is parameters, so that a link
 * keeps it; on a page without a figure `components/tables.ts` sorts and searches what stands there.
 */
import { formatAs, type As } from "../declare/format-as.ts";
import { short } from "./columns.ts";
import type { Color } from "./colors.ts";
import { useDraw } from "./draw-context.ts";
import { sets, type Change } from "./sets.ts";
import { rich } from "./sym.tsx";
import { twoLines } from "./two-lines.ts";

export type TableCell = string | number | boolean | null;

export type TableColumn<R> = {
  key: keyof R & string;
  /** `$…$` in it is a symbol. */
  label: string;
  unit?: string;
  /** How numbers read. */
  as?: As;
  /** A bar behind the number, from 0 to `max`; the largest value of the column where it is left out. */
  bar?: boolean | { max?: number; color?: Color };
  /** Lower and upper end around the number, drawn on one scale for the column. */
  interval?(row: R): readonly [number, number] | null;
  /** What else a hover says of a cell. */
  tip?(row: R): string | null;
};

type Props<R> = {
  /** What it is a table of. Unique in its view. */
  label: string;
  columns: readonly TableColumn<R>[];
  rows: readonly R[];
  /** Text parameter that holds the sorted column: "share", or "-share" for the largest first. */
  sort?: string;
  /** Text parameter that is searched for. */
  filter?: string;
  /** Parameter that a press on a row sets, and what it sets it to. */
  pick?: string;
  pickOf?(row: R): string | number;
  /** Of the box that scrolls; the head stays on top. */
  height?: string;
  /** The box is as high with few rows: what stands below does not move when their number changes. */
  still?: boolean;
};

export function Table<R extends object>({ label, columns, rows, sort, filter, pick, pickOf, height, still }: Props<R>) {
  const { values } = useDraw();
  const order = sort === undefined ? "" : String(values[sort] ?? "");
  const query = filter === undefined ? "" : String(values[filter] ?? "");
  const shown = sortRows(filterRows(rows, columns, query), order);
  const scales = columns.map((column) => cellScale(column, rows));
  return (
    <div
      class="data-table part-table"
      tabIndex={0}
      role="region"
      aria-label={label}
      style={height && `max-height:${height}${still ? `;min-height:${height}` : ""}`}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} numeric={isNumeric(rows, column.key)} sort={sort} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => {
            const change: Change | undefined = pick !== undefined && pickOf ? { [pick]: pickOf(row) } : undefined;
            const isPicked = change !== undefined && values[pick!] === change[pick!];
            return (
              <tr key={i} class={isPicked ? "picked" : undefined} data-sets={change && JSON.stringify(change)}>
                {columns.map((column, at) => (
                  <Cell
                    key={column.key}
                    row={row}
                    column={column}
                    scale={scales[at]}
                    change={at === 0 ? change : undefined}
                    isPicked={isPicked}
                  />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length === 0 && <p class="table-empty">No row has “{query}”.</p>}
    </div>
  );
}

/** A head of several words takes two lines: a third, out of sight at the right, would push the whole table down. */
function roomFor(text: string): string | undefined {
  if (text.split(" ").length < 3) return undefined;
  const lines = twoLines(text, 0).split("\n");
  return `min-width:${Math.max(...lines.map((line) => line.length))}ch`;
}

function Head<R>({
  column: { key, label, unit },
  numeric,
  sort,
  order,
}: {
  column: TableColumn<R>;
  numeric: boolean;
  sort?: string;
  order: string;
}) {
  const direction = order === key ? "ascending" : order === `-${key}` ? "descending" : "none";
  // Numbers begin with the largest, names with A.
  const next = direction === "none" ? (numeric ? `-${key}` : key) : direction === "ascending" ? `-${key}` : key;
  const text = (
    <>
      {rich(label)}
      {unit && <span class="control-unit"> {unit}</span>}
    </>
  );
  return (
    <th
      scope="col"
      class={numeric ? "number" : undefined}
      aria-sort={sort !== undefined && direction !== "none" ? direction : undefined}
      data-key={key}
      style={roomFor(unit ? `${label} ${unit}` : label)}
    >
      {sort === undefined ? (
        text
      ) : (
        <button type="button" class="table-sort" {...sets({ [sort]: next })}>
          {text}
          <span class="table-order" aria-hidden="true">
            {direction === "ascending" ? "▲" : direction === "descending" ? "▼" : "↕"}
          </span>
        </button>
      )}
    </th>
  );
}

type CellScale = { from: number; to: number } | null;

function Cell<R>({
  row,
  column,
  scale,
  change,
  isPicked,
}: {
  row: R;
  column: TableColumn<R>;
  scale: CellScale;
  change?: Change;
  isPicked: boolean;
}) {
  const value = row[column.key] as TableCell;
  const text = cellText(value, column.as);
  const more = column.tip?.(row);
  return (
    <td
      class={typeof value === "number" ? "number" : undefined}
      data-value={typeof value === "number" ? value : undefined}
      {...(more && { "data-tip": more })}
    >
      {scale && typeof value === "number" ? (
        <span class="cell-with-drawing">
          <CellDrawing value={value} column={column} row={row} scale={scale} />
          {text}
        </span>
      ) : change ? (
        <button type="button" class="table-pick" aria-pressed={isPicked} {...sets(change)}>
          {rich(text)}
        </button>
      ) : (
        rich(text)
      )}
    </td>
  );
}

const cellWidth = 72;
const cellHeight = 14;

function CellDrawing<R>({
  value,
  column,
  row,
  scale,
}: {
  value: number;
  column: TableColumn<R>;
  row: R;
  scale: NonNullable<CellScale>;
}) {
  const x = (at: number): number =>
    ((Math.min(scale.to, Math.max(scale.from, at)) - scale.from) / (scale.to - scale.from)) * cellWidth;
  const ends = column.interval?.(row);
  const fill = `var(--${(typeof column.bar === "object" && column.bar.color) || "accent-soft"})`;
  return (
    <svg
      class="cell-drawing"
      viewBox={`0 0 ${cellWidth} ${cellHeight}`}
      width={cellWidth}
      height={cellHeight}
      aria-hidden="true"
    >
      {column.bar && (
        <rect
          x={short(Math.min(x(0), x(value)))}
          width={short(Math.abs(x(value) - x(0)))}
          y={2}
          height={cellHeight - 4}
          fill={fill}
        />
      )}
      {ends && (
        <path
          d={`M${short(x(ends[0]))} 7H${short(x(ends[1]))}M${short(x(ends[0]))} 4v6M${short(x(ends[1]))} 4v6`}
          stroke="var(--ink-soft)"
          fill="none"
        />
      )}
      {ends && <circle cx={short(x(value))} cy={7} r={2.5} fill="var(--ink)" />}
    </svg>
  );
}

/** From where to where the drawings of a column go; `null` if it has none. */
function cellScale<R>(column: TableColumn<R>, rows: readonly R[]): CellScale {
  if (!column.bar && !column.interval) return null;
  const values = rows
    .flatMap((row) => [row[column.key] as TableCell, ...(column.interval?.(row) ?? [])])
    .filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  const given = typeof column.bar === "object" ? column.bar.max : undefined;
  const from = column.bar ? Math.min(0, ...values) : Math.min(...values);
  const to = given ?? Math.max(...values);
  return to > from ? { from, to } : null;
}

function cellText(value: TableCell | readonly number[], as?: As): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatAs(value, as ?? ["number", 4]);
  return String(value);
}

/** Rows that have every word of `query` in one of their texts, whatever its case. */
export function filterRows<R>(rows: readonly R[], columns: readonly TableColumn<R>[], query: string): readonly R[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map(({ key, as }) => cellText(row[key] as TableCell, as))
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Rows in the order of a column: "share", or "-share" for the largest first. What is missing comes last; equals keep their order. */
export function sortRows<R>(rows: readonly R[], order: string): readonly R[] {
  if (order === "") return rows;
  const sign = order.startsWith("-") ? -1 : 1;
  const key = order.replace(/^-/, "") as keyof R;
  return rows.toSorted((a, b) => {
    const [x, y] = [a[key] as TableCell, b[key] as TableCell];
    if (x === y) return 0;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return (
      sign *
      (typeof x === "number" && typeof y === "number"
        ? x - y
        : String(x).localeCompare(String(y), "en", { numeric: true }))
    );
  });
}

function isNumeric<R>(rows: readonly R[], key: keyof R & string): boolean {
  return rows.some((row) => typeof row[key] === "number");
}
