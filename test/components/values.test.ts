/**
 * Every number that prose may show is finite, has a source, reads well, and is the one that somebody accepted
 * (`vitest run test/components/values -u`): a change of the module names the sentences that it changes.
 */
import { describe, expect, it } from "vitest";
import { values, valueOf } from "../../src/components/values/index.ts";

const known = new Map<string, number>();
/** A number, computed once. */
function numberOf(id: string): number {
  if (!known.has(id)) known.set(id, values[id].value());
  return known.get(id)!;
}

describe.each(Object.entries(values))("%s", (id, { format, source }) => {
  it("is a number with a source and a readable form", () => {
    const number = numberOf(id);
    expect(Number.isFinite(number)).toBe(true);
    expect(source.length).toBeGreaterThan(1);
    expect(format(number)).toMatch(/\d/);
    expect(format(number).length).toBeLessThan(24);
  });
});

describe("all numbers", () => {
  it("are those that were accepted, to nine digits and as they are read", async () => {
    const rows = Object.entries(values).map(([id, { format, unit }]) => {
      const number = numberOf(id);
      return [id, Number(number.toPrecision(9)), unit, format(number)].join("\t");
    });
    await expect(`${["id", "value", "unit", "read as"].join("\t")}\n${rows.sort().join("\n")}\n`).toMatchFileSnapshot(
      "accepted-values.tsv",
    );
  });
});

describe("valueOf(id)", () => {
  it("names the nearest id for one that does not exist", () => {
    expect(() => valueOf("v3.parameter.total")).toThrow(
      '<Value of="v3.parameter.total">: there is no such value. Did you mean "v3.parameters.total"?',
    );
  });
});
