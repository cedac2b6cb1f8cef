/** The ledger as a whole: how much of the report it covers, and how its parts hang together. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkClaim } from "../../../src/components/claims/check.ts";
import { claimFileSchema } from "../../../src/components/claims/claim.ts";
import { countVerdicts, sectionOf } from "../../../src/components/claims/counts.ts";
import { claimReviews, claimsAsCsv } from "../../../src/components/claims/files.ts";
import { pagesOf, reportMap } from "../../../src/components/report/report-map.ts";
import * as compute from "../../../src/compute/index.ts";

const folder = new URL("../../../content/claims/", import.meta.url);
const claims = readdirSync(folder).flatMap(
  (name) => claimFileSchema.parse(parse(readFileSync(new URL(name, folder), "utf8"))).claims,
);
const entries = claims.map((claim) => ({ claim, ...checkClaim(claim) }));

describe("the ledger", () => {
  it("has at least 200 claims, 120 of them checked by the module, and at most 50 quoted or not said", () => {
    expect(claims.length).toBeGreaterThanOrEqual(200);
    expect(
      claims.filter(
        ({ check, verdict }) => check.expression !== undefined && verdict !== "quoted" && verdict !== "silent",
      ).length,
    ).toBeGreaterThanOrEqual(120);
    expect(claims.filter(({ verdict }) => verdict === "quoted" || verdict === "silent").length).toBeLessThanOrEqual(50);
  });
  it("says of every claim without a computed check where else it comes from", () => {
    for (const { id, check, note, sources } of claims)
      if (check.expression === undefined) expect([id, Boolean(note) || sources.length > 0]).toEqual([id, true]);
  });
  it.each([
    ["layers", { layers: 60 }, "params-total"],
    ["hiddenDim", { hiddenDim: 7000 }, "params-total"],
    ["mtpDepth", { mtpDepth: 2 }, "prediction-depth"],
    ["denseLayers", { denseLayers: 4 }, "dense-layers"],
    ["vocabulary", { vocabulary: 200_000 }, "params-total"],
  ] as const)("turns where %s is another, and turns the right claim", (_field, change, id) => {
    const changed = { ...compute, deepseekV3: { ...compute.deepseekV3, ...change } };
    expect(
      checkClaim(
        claims.find((claim) => claim.id === id)!,
        changed,
      ).problem,
    ).not.toBeNull();
  });
  it.each(["attentionHeads", "kvLoraRank", "qLoraRank", "nopeHeadDim", "ropeHeadDim", "valueHeadDim"])(
    "turns where %s of attention is another",
    (field) => {
      const { attention } = compute.deepseekV3;
      const changed = {
        ...compute,
        deepseekV3: {
          ...compute.deepseekV3,
          attention: { ...attention, [field]: 2 * (attention as unknown as Record<string, number>)[field] },
        },
      };
      expect(claims.filter((claim) => checkClaim(claim, changed).problem !== null).length).toBeGreaterThan(0);
    },
  );
  it.each(["routedExperts", "sharedExperts", "activatedExperts", "expertDim", "limitedGroups"])(
    "turns where %s of the experts is another",
    (field) => {
      const { moe } = compute.deepseekV3;
      const changed = {
        ...compute,
        deepseekV3: {
          ...compute.deepseekV3,
          moe: { ...moe, [field]: 2 * (moe as unknown as Record<string, number>)[field] },
        },
      };
      expect(claims.filter((claim) => turned(claim, changed)).length).toBeGreaterThan(0);
    },
  );
});

describe("the place of a claim", () => {
  it.each(claims.map(({ id, where }) => [id, where] as const))(
    "of %s is a page of its section, or of the table or figure that it names",
    (_id, { section, page }) => {
      if (section === "Abstract") return expect(page).toBe(1);
      const sections = [...section.matchAll(/§(\d(?:\.\d)*)|Appendix ([A-C](?:\.\d)?)/g)].map(([, number, letter]) =>
        pagesOf(number ?? letter)!,
      );
      const tables = [...section.matchAll(/Table (\d)/g)].map(
        ([, number]) => reportMap.tables[Number(number) - 1].page,
      );
      const figures = [...section.matchAll(/Figure (\d+)/g)].flatMap(([, number]) =>
        reportMap.figures.filter((figure) => figure.number.split(" ")[0] === number).map((figure) => figure.page),
      );
      const fits =
        sections.some(({ first, last }) => first <= page! && page! <= last) || [...tables, ...figures].includes(page!);
      return expect(fits, `${section}, page ${page}`).toBe(true);
    },
  );
  it("is marked in a chapter, or the claim says why it is told in none", () => {
    const chapters = new URL("../../../content/chapters/", import.meta.url);
    const marked = new Set(
      readdirSync(chapters).flatMap((name) =>
        [...readFileSync(new URL(name, chapters), "utf8").matchAll(/<Claim of="([^"]+)"/g)].map(([, id]) => id),
      ),
    );
    for (const { id, ledgerOnly } of claims)
      expect([id, marked.has(id) ? "marked" : ledgerOnly]).toEqual([
        id,
        marked.has(id) ? "marked" : expect.any(String),
      ]);
    expect([...marked].filter((id) => !claims.some((claim) => claim.id === id))).toEqual([]);
  });
});

/** A configuration that no function takes turns a claim as well. */
function turned(claim: (typeof claims)[number], module: Readonly<Record<string, unknown>>): boolean {
  try {
    return checkClaim(claim, module).problem !== null;
  } catch {
    return true;
  }
}

describe("countVerdicts(claims)", () => {
  it("counts every claim once, in the order of the report", () => {
    const { sections, totals } = countVerdicts(claims);
    expect(sections.reduce((sum, { total }) => sum + total, 0)).toBe(claims.length);
    expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(claims.length);
    const numbered = sections.map(({ section }) => section).filter((section) => section.startsWith("§"));
    expect(numbered.indexOf("§3.2")).toBeLessThan(numbered.indexOf("§3.3"));
    expect(numbered.indexOf("§4.2")).toBeGreaterThan(numbered.indexOf("§3.5"));
  });
});

describe("sectionOf(where)", () => {
  it.each([
    ["§3.2.1, Table 2", "§3.2"],
    ["§6", "§6"],
    ["Abstract", "§1"],
    ["Table 1", "§1"],
    ["Appendix B.2", "Appendix B.2"],
    ["§4.5.1, §4.5.2", "§4.5"],
  ])("is, of %s, %s", (where, section) => {
    expect(sectionOf(where)).toBe(section);
  });
});

describe("claimsAsCsv(entries)", () => {
  it("has a line for each claim below its head", () => {
    const lines = claimsAsCsv(entries).trimEnd().split("\r\n");
    expect(lines.filter((line) => !line.startsWith("#"))).toHaveLength(claims.length + 1);
    expect(lines.find((line) => line.startsWith("params-total,"))).toContain("671026419200");
  });
});

describe("claimReviews(entries, page)", () => {
  it("reviews what was checked, with an address for each", () => {
    const graph = (
      claimReviews(entries, "https://site/ledger/") as { "@graph": { url: string; claimReviewed: string }[] }
    )["@graph"];
    expect(graph).toHaveLength(claims.filter(({ verdict }) => verdict !== "quoted" && verdict !== "silent").length);
    expect(graph[0].url).toBe(`https://site/ledger/#claim-${claims[0].id}`);
  });
});
