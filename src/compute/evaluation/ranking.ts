/** @file In how many rows a model is best, counted strictly or by the report's rule that small gaps are level. §4.4.2 */
import {
  refuse,
  requireArray,
  requireBoolean,
  requireFinite,
  requireLength,
  requireNonNegative,
  requireObject,
  requireText,
} from "../check.ts";
import type { BenchmarkRow, BenchmarkTable } from "./tables.ts";

/** What counts as level, and where. */
export type LevelRule = {
  /** Gaps up to this are level; the report says 0.3. 0 counts ties alone. */
  readonly level?: number;
  /** Whether the rule holds for bits per byte, too, whose scores differ by less than 0.3 throughout. */
  readonly levelBitsPerByte?: boolean;
};

/** A model's rows by how it stands in them. */
export type Standing = {
  /** Rows in which no other model is better by more than the rule allows. */
  readonly best: readonly string[];
  /** The rest. */
  readonly behind: readonly string[];
};

/**
 * Rows of a table in which a model is best, or level with the best.
 *
 * @throws RangeError if the table has no such model, or `level` is negative
 * @source §4.4.2, Table 3; its caption has the rule of 0.3
 */
export function standing(table: BenchmarkTable, options: { model: string } & LevelRule): Standing {
  requireObject({ table, options });
  const { model, level = 0, levelBitsPerByte = false } = options;
  requireNonNegative({ level });
  requireBoolean({ levelBitsPerByte });
  requireArray({ "table.models": table.models, "table.rows": table.rows });
  table.models.forEach((name, i) => requireText({ [`table.models[${i}]`]: name }));
  table.rows.forEach((row, i) => requireRow(`table.rows[${i}]`, row, table.models.length));
  const column = table.models.indexOf(model);
  if (column < 0) refuse("model", `be one of ${table.models.join(", ")}`, model);
  const best: string[] = [];
  const behind: string[] = [];
  for (const row of table.rows) {
    const own = row.scores[column];
    if (own === null) continue;
    const allowed = isLowerBetter(row) && !levelBitsPerByte ? 0 : level;
    const lead = Math.min(
      ...row.scores.map((score, i) => (i === column || score === null ? Infinity : gap(row, own, score))),
    );
    (lead >= -allowed - 1e-9 ? best : behind).push(row.id);
  }
  return { best, behind };
}

/**
 * How far a model leads the best of the others; negative where it trails, null where it or every other has no score.
 *
 * @throws RangeError if the row has no such column
 * @source §4.4, §5.3
 */
export function leadOf(row: BenchmarkRow, column: number): number | null {
  requireRow("row", row);
  if (!(Number.isInteger(column) && column >= 0 && column < row.scores.length))
    refuse("column", `be an integer from 0 to ${row.scores.length - 1}`, column);
  const own = row.scores[column];
  const others = row.scores.filter((score, i): score is number => i !== column && score !== null);
  if (own === null || others.length === 0) return null;
  return Math.min(...others.map((score) => gap(row, own, score)));
}

/**
 * Whether a lower score is a better one.
 *
 * @throws RangeError if `row` is no row of a table
 * @source §4.4.2, Table 3: bits per byte
 */
export function isLowerBetter(row: BenchmarkRow): boolean {
  requireObject({ row });
  requireText({ "row.metric": row.metric });
  return row.metric === "BPB";
}

function requireRow(name: string, row: BenchmarkRow, models?: number): void {
  requireObject({ [name]: row });
  const { id, metric, scores } = row;
  requireText({ [`${name}.id`]: id, [`${name}.metric`]: metric });
  requireArray({ [`${name}.scores`]: scores });
  if (models !== undefined) requireLength({ [`${name}.scores`]: scores }, models);
  scores.forEach((score, i) => score === null || requireFinite({ [`${name}.scores[${i}]`]: score }));
}

function gap(row: BenchmarkRow, own: number, other: number): number {
  return isLowerBetter(row) ? other - own : own - other;
}
