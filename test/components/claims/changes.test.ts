/** Verdicts between versions: what changed, and that every change is explained. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  changesBetween,
  explanationSchema,
  inOrder,
  releaseOf,
  releaseSchema,
  releaseText,
  unexplained,
  type Release,
} from "../../../src/components/claims/changes.ts";
import { checkClaim } from "../../../src/components/claims/check.ts";
import { claimFileSchema } from "../../../src/components/claims/claim.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const claims = readdirSync(new URL("content/claims/", root)).flatMap(
  (name) => claimFileSchema.parse(parse(read(`content/claims/${name}`))).claims,
);
const releases = inOrder(
  readdirSync(new URL("releases/", root))
    .filter((name) => name.endsWith(".json"))
    .map((name) => releaseSchema.parse(JSON.parse(read(`releases/${name}`)))),
);
const explanations = explanationSchema.array().parse(parse(read("releases/explanations.yaml")));

describe("the ledgers of versions", () => {
  it("are there for one at least, and every change of a verdict after each is explained", () => {
    expect(releases.length).toBeGreaterThan(0);
    const now = releaseOf(
      claims.map((claim) => ({ claim, ...checkClaim(claim) })),
      "now",
      "2026-11-26",
    );
    [...releases, now].forEach(
      (release, i, all) => i > 0 && expect(unexplained(changesBetween(all[i - 1], release, explanations))).toEqual([]),
    );
  });
  it("have explanations only of claims that changed after the version", () => {
    const now = releaseOf(
      claims.map((claim) => ({ claim, ...checkClaim(claim) })),
      "now",
      "2026-11-26",
    );
    const all = [...releases, now];
    for (const { after, claims: of } of explanations) {
      const place = all.findIndex(({ version }) => version === after);
      expect(place).toBeGreaterThanOrEqual(0);
      const changed = changesBetween(all[place], all[place + 1], explanations).map(({ id }) => id);
      for (const id of of) expect(changed).toContain(id);
    }
  });
});

const one: Release = {
  version: "1.0.0",
  recorded: "2026-01-01",
  claims: {
    kept: { verdict: "exact", found: 0.1 + 0.2 },
    turned: { verdict: "exact", found: 3 },
    moved: { verdict: "convention", found: 1 },
    left: { verdict: "quoted", found: null },
  },
};
const two: Release = {
  version: "1.1.0",
  recorded: "2026-02-01",
  claims: {
    kept: { verdict: "exact", found: 0.3 },
    turned: { verdict: "conflict-inside", found: 4 },
    moved: { verdict: "convention", found: 1.01 },
    came: { verdict: "silent", found: null },
  },
};

describe("changesBetween(before, now, explanations)", () => {
  it("logs what turned, was recomputed, went and came between two versions, and not the last bit of a sum", () => {
    const why = [{ after: "1.0.0", claims: ["turned"], why: "Another reading." }];
    expect(changesBetween(one, two, why).map(({ id, kind, why: reason }) => [id, kind, reason])).toEqual([
      ["turned", "verdict", "Another reading."],
      ["moved", "recomputed", null],
      ["left", "gone", null],
      ["came", "new", null],
    ]);
  });
  it("takes an explanation for the version that it names alone", () => {
    expect(changesBetween(one, two, [{ after: "0.9.0", claims: ["turned"], why: "Long ago." }])[0].why).toBeNull();
  });
});

describe("unexplained(changes)", () => {
  it("names a verdict that turned and a claim that went, and lets the rest be", () => {
    expect(unexplained(changesBetween(one, two, []))).toEqual([
      'turned was "exact" and is "conflict-inside".',
      "left is no longer there.",
    ]);
    expect(
      unexplained(changesBetween(one, two, [{ after: "1.0.0", claims: ["turned", "left"], why: "Explained." }])),
    ).toEqual([]);
  });
});

describe("releaseText(release)", () => {
  it("reads back as the release, with a line for each claim", () => {
    expect(releaseSchema.parse(JSON.parse(releaseText(one)))).toEqual(one);
    expect(releaseText(one).trimEnd().split("\n")).toHaveLength(6); // four claims between the first line and the last
  });
});

describe("inOrder(releases)", () => {
  it("counts versions as numbers", () => {
    const named = (version: string): Release => ({ ...one, version });
    expect(inOrder([named("0.10.0"), named("0.9.0"), named("1.0.0")]).map(({ version }) => version)).toEqual([
      "0.9.0",
      "0.10.0",
      "1.0.0",
    ]);
  });
});
