/** Every score of Tables 3 to 9, against a second reading of the report: test/reference/report-tables.md. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  balanceAblation,
  baseScores,
  chatScores,
  distillationScores,
  mtpAblation,
  openEndedScores,
  rewardBenchScores,
} from "../../../src/compute/index.ts";

const read = JSON.parse(readFileSync(new URL("../../reference/report-tables.json", import.meta.url), "utf8")) as Record<
  string,
  [string, ...(number | null)[]][]
>;

describe("tables of benchmarks", () => {
  it.each([
    [3, baseScores],
    [4, mtpAblation],
    [5, balanceAblation],
    [6, chatScores],
  ] as const)("Table %i has the report's rows, scores and dashes", (number, { rows, source }) => {
    expect(source).toContain(`Table ${number}`);
    expect(rows.map(({ id, scores }) => [id, ...scores])).toEqual(read[number]);
  });
  it("say the same of a benchmark in each table that has it", () => {
    // What they say of it was typed anew for each table.
    const known = new Map<string, { items: number | null; recalled: boolean; group: string }>();
    let compared = 0;
    for (const { rows } of [baseScores, mtpAblation, balanceAblation, chatScores]) {
      for (const { id, items, recalled, group } of rows) {
        const said = { items, recalled, group };
        if (known.has(id)) {
          expect(said, id).toEqual(known.get(id));
          compared++;
        }
        known.set(id, said);
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});

describe("tables of models", () => {
  it.each([
    [7, openEndedScores],
    [8, rewardBenchScores],
    [9, distillationScores],
  ] as const)("Table %i has the report's scores", (number, { rows, source }) => {
    expect(source).toContain(`Table ${number}`);
    expect(rows.map((row) => Object.values(row).slice(1))).toEqual(read[number].map((row) => row.slice(1)));
  });
});
