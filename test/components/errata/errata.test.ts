/** Errata and myths: complete, computed, and leading to figures that are there. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { claimFileSchema } from "../../../src/components/claims/claim.ts";
import { calculators, disagreements, factorOf, myths, partsOf, shown } from "../../../src/components/errata/errata.ts";
import { widgetOf } from "../../../src/components/figures/registry.ts";
import { figuresIn } from "../../../src/integrations/typed-in-figures.ts";

const folder = new URL("../../../content/claims/", import.meta.url);
const claims = new Map(
  readdirSync(folder)
    .flatMap((name) => claimFileSchema.parse(parse(readFileSync(new URL(name, folder), "utf8"))).claims)
    .map((claim) => [claim.id, claim]),
);

describe.each(myths.map((myth) => [myth.id, myth] as const))("%s", (_id, myth) => {
  it("has only numbers that are computed or given, no typed-in digit", () => {
    expect(partsOf(myth).length).toBeGreaterThan(0);
    expect(figuresIn(myth.right.replace(/\{[^}]+\}/g, ""))).toEqual([]);
  });
  it("leads to a figure in a state that it has", () => {
    if (!myth.figure) return;
    const { params, presets } = widgetOf(myth.figure.id);
    if (typeof myth.figure.set === "string") expect(Object.keys(presets)).toContain(myth.figure.set);
    else for (const name of Object.keys(myth.figure.set)) expect(Object.keys(params as object)).toContain(name);
  });
});

describe("myths", () => {
  it("have names of their own, and at least thirty", () => {
    expect(new Set(myths.map(({ id }) => id)).size).toBe(myths.length);
    expect(myths.length).toBeGreaterThanOrEqual(30);
  });
});

describe("disagreements", () => {
  it("are 18 inside the report and 16 with others", () => {
    expect([disagreements.inside.length, disagreements.outside.length]).toEqual([18, 16]);
  });
  it("name claims of the ledger", () => {
    for (const one of [...disagreements.inside, ...disagreements.outside])
      if ("claims" in one) for (const id of one.claims) expect(claims.has(id), id).toBe(true);
  });
  it("have every conflict that the ledger has", () => {
    const named = new Set(
      [...disagreements.inside, ...disagreements.outside].flatMap((one) => ("claims" in one ? one.claims : [])),
    );
    const conflicts = [...claims.values()].filter(({ verdict }) => verdict.startsWith("conflict")).map(({ id }) => id);
    expect(conflicts.filter((id) => !named.has(id))).toEqual([]);
  });
  it("of other works differ from what is printed", () => {
    // 516,096 / 70,272 = 7.344; 2,473 GFLOP by shape.
    expect(
      disagreements.outside.flatMap((one) => ("found" in one ? [shown(one.found).text.replace(/\s/g, " ")] : [])),
    ).toEqual(["×7.34", "2.473 TFLOP"]);
  });
});

describe("factorOf(calculator)", () => {
  // 131,072 · 61 · 7,168 · 2 over 131,072 · 70,272; 2 · 512 over 576; 512 over 576; 28 over 40,960 / 576; the last by its own arithmetic.
  it.each([
    ["cookbook-memory", (61 * 7168 * 2) / 70_272],
    ["lmcache-fix", 1024 / 576],
    ["scratch-estimator", 512 / 576],
    ["scratch-ratio", (2 * 7168) / 512 / (40_960 / 576)],
  ])("of %s is %d", (id, factor) => {
    expect(factorOf(calculators.find((one) => one.id === id)!)).toBeCloseTo(factor, 12);
  });
  it("is told without a typed-in digit", () => {
    for (const { note } of calculators) expect(figuresIn(note.replace(/pull request \d+/g, ""))).toEqual([]);
  });
  it("gives what each was reported to give", () => {
    // 106.75 GiB, 7.2% and a ratio of 28 were read off the tools.
    const theirs = (id: string): string => {
      const {
        theirs: { expression },
        as,
        unit,
      } = calculators.find((one) => one.id === id)!;
      return shown({ expression, as, unit }).text.replace(/\s/g, " ");
    };
    expect(theirs("cookbook-memory")).toBe("107 GiB");
    expect(theirs("two-flop")).toBe("7.21%");
    expect(theirs("scratch-ratio")).toBe("×28");
  });
});
