/** @file The ledger: every claim of `content/claims`, checked when the site is built. */
import { getCollection } from "astro:content";
import { nearest } from "../nearest.ts";
import { checkClaim, type Checked } from "./check.ts";
import { changesBetween, releaseOf, unexplained } from "./changes.ts";
import type { Claim } from "./claim.ts";
import { explanations, releases } from "./releases.ts";

export type Entry = Checked & { readonly claim: Claim };

/**
 * Every claim with what its check found, in the order of the report.
 *
 * @throws Error if a declared verdict is not borne out, an id is there twice, or a verdict has changed since the last version and
 *   nobody explains it
 */
export function ledger(): Promise<readonly Entry[]> {
  // A build checks every claim once, though a page names many; while a site is being written, each page sees the claims of now.
  if (!import.meta.env.PROD) return checkAll();
  return (checked ??= checkAll());
}

/** The file of `content/claims` that each claim stands in, by its name without an ending. */
export async function claimFiles(): Promise<ReadonlyMap<string, string>> {
  const files = await getCollection("claims");
  return new Map(files.flatMap(({ id, data }) => data.claims.map((claim) => [claim.id, id] as const)));
}

let checked: Promise<readonly Entry[]> | null = null;

async function checkAll(): Promise<readonly Entry[]> {
  const files = (await getCollection("claims")).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  const claims = files.flatMap(({ data }) => data.claims);
  const seen = new Set<string>();
  const entries = claims.map((claim) => {
    if (seen.has(claim.id)) throw new Error(`content/claims: the id "${claim.id}" is there twice`);
    seen.add(claim.id);
    const checked = checkClaim(claim);
    if (checked.problem) throw new Error(`content/claims, ${claim.id}: ${checked.problem}`);
    return { claim, ...checked };
  });
  const last = releases.at(-1);
  const problems = last
    ? unexplained(changesBetween(last, releaseOf(entries, "now", last.recorded), explanations))
    : [];
  if (problems.length > 0)
    throw new Error(
      `releases/explanations.yaml must explain what changed after ${last!.version}: ${problems.join(" ")}`,
    );
  return entries;
}

/**
 * One claim of the ledger.
 *
 * @throws Error that names the nearest id
 */
export async function claimOf(id: string): Promise<Entry> {
  const entries = await ledger();
  const entry = entries.find(({ claim }) => claim.id === id);
  if (!entry)
    throw new Error(
      `<Claim of="${id}">: there is no such claim. ${nearest(
        id,
        entries.map(({ claim }) => claim.id),
      )}`,
    );
  return entry;
}
