/** The ledger: every verdict is borne out by what the computation module finds, and a changed configuration turns it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkClaim, roundsTo } from "../../../src/components/claims/check.ts";
import { claimFileSchema, type Claim } from "../../../src/components/claims/claim.ts";
import * as compute from "../../../src/compute/index.ts";

const folder = new URL("../../../content/claims/", import.meta.url);
const files = readdirSync(folder).map(
  (name) => [name, claimFileSchema.parse(parse(readFileSync(new URL(name, folder), "utf8")))] as const,
);
const claims = files.flatMap(([, { claims: inFile }]) => inFile);
const keys = [
  ...readFileSync(new URL("../../../content/references.bib", import.meta.url), "utf8").matchAll(
    /^@\w+\{\s*([^,\s]+)/gm,
  ),
].map(([, key]) => key);

describe.each(claims.map((claim) => [claim.id, claim] as const))("%s", (_id, claim) => {
  it("has a verdict that its check bears out", () => {
    expect(checkClaim(claim).problem).toBeNull();
  });
  it("has a check, or a note that says why it has none, and sources that exist", () => {
    if (claim.check.expression === undefined) expect(claim.note).toBeTruthy();
    for (const key of claim.sources) expect(keys).toContain(key);
  });
});

describe("the ledger", () => {
  it("has no id twice", () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  });
});

const base: Claim = claimFileSchema.parse({
  section: "§0",
  claims: [
    {
      id: "x",
      claim: "x",
      where: { section: "§0" },
      kind: "derived",
      check: { how: "arithmetic", expression: "11.5" },
      expected: { value: 12, digits: 2 },
      verdict: "exact",
      note: "n",
    },
  ],
}).claims[0];

describe("checkClaim(claim)", () => {
  it("takes rounding half up as exact, and nothing farther away", () => {
    expect(checkClaim(base)).toEqual({ found: 11.5, problem: null });
    expect(checkClaim({ ...base, check: { how: "arithmetic", expression: "11.4" } }).problem).toBe(
      "found 11.4, which does not round to 12",
    );
  });
  it("refuses a conflict that is none, and a tolerance that is not needed or too small", () => {
    expect(checkClaim({ ...base, verdict: "conflict-outside" }).problem).toContain("there is no conflict");
    expect(checkClaim({ ...base, verdict: "within", tolerance: { relative: 0.1, why: "w" } }).problem).toContain(
      'the verdict is "exact"',
    );
    expect(
      checkClaim({
        ...base,
        check: { how: "arithmetic", expression: "11" },
        verdict: "within",
        tolerance: { relative: 0.01, why: "w" },
      }).problem,
    ).toContain("more than 0.01");
  });
  it("asks for a note where a verdict needs one", () => {
    expect(checkClaim({ ...base, verdict: "quoted", note: undefined, check: { how: "none" } }).problem).toBe(
      'the verdict "quoted" needs a note',
    );
  });
  it("turns when the configuration changes", () => {
    const total = claims.find(({ id }) => id === "params-total")!;
    const { deepseekV3 } = compute as unknown as { deepseekV3: { layers: number } };
    expect(
      checkClaim(total, { ...compute, deepseekV3: { ...deepseekV3, layers: deepseekV3.layers + 1 } }).problem,
    ).toContain("does not round");
  });
});

describe("roundsTo(found, printed, digits)", () => {
  it.each([
    [36_625_618_432, 37e9, 2, true],
    [37_552_297_472, 37e9, 2, false],
    [3.662, 3.7, 2, true],
    [0, 0, 1, true],
    [1, 0, 1, false],
    [-3.66, -3.7, 2, true],
  ])("says of %d as %d with %d digits: %s", (found, printed, digits, expected) => {
    expect(roundsTo(found, printed, digits)).toBe(expected);
  });
});
