/** The form for mistakes, filled in by an address. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mistakeAddress } from "../../../src/kit/export/mistake.ts";

const repository = "https://github.com/owner/name";

describe("mistakeAddress(repository, mistake)", () => {
  it("fills in title, place with its state, version and formula", () => {
    const address = new URL(
      mistakeAddress(repository, {
        title: "Claim x",
        where: "https://site/?a.b=1&c=2#x",
        version: "1.0.0",
        formula: "f(1) & g",
      }),
    );
    expect(address.origin + address.pathname).toBe("https://github.com/owner/name/issues/new");
    expect(Object.fromEntries(address.searchParams)).toEqual({
      template: "mistake.yml",
      title: "Claim x",
      where: "https://site/?a.b=1&c=2#x",
      version: "1.0.0",
      formula: "f(1) & g",
    });
  });
  it("stays short enough for a host, and leaves out what there is not", () => {
    expect(
      mistakeAddress(repository, { title: "x", where: "y", version: "1", formula: "a".repeat(20_000) }).length,
    ).toBeLessThan(2_000);
    expect(mistakeAddress(repository, { title: "x", where: "y", version: "1" })).not.toContain("formula");
  });
  it("names fields that the form has", () => {
    const form = parse(
      readFileSync(new URL("../../../.github/ISSUE_TEMPLATE/mistake.yml", import.meta.url), "utf8"),
    ) as { body: { id?: string }[] };
    expect(form.body.flatMap(({ id }) => id ?? [])).toEqual(expect.arrayContaining(["where", "version", "formula"]));
  });
});
