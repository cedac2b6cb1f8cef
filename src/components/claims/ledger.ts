/** @file The ledger: every claim of `content/claims`, checked when the site is built. */
import { getCollection } from "astro:content";
import { nearest } from "../nearest.ts";
import { checkClaim, type Checked } from "./check.ts";
import type { Claim } from "./claim.ts";

export type Entry = Checked & { readonly claim: Claim };

/**
 * Every claim with what its check found, in the order of the report.
 *
 * @throws Error if a declared verdict is not borne out, or an id is there twice
 */
export function ledger(): Promise<readonly Entry[]> {
  // A build checks every claim once, though a page names many; while a site is being written, each page sees the claims of now.
  if (!import.meta.env.PROD) return checkAll();
  return (checked ??= checkAll());
}

let checked: Promise<readonly Entry[]> | null = null;

async function checkAll(): Promise<readonly Entry[]> {
  const files = (await getCollection("claims")).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  const claims = files.flatMap(({ data }) => data.claims);
  const seen = new Set<string>();
  return claims.map((claim) => {
    if (seen.has(claim.id)) throw new Error(`content/claims: the id "${claim.id}" is there twice`);
    seen.add(claim.id);
    const checked = checkClaim(claim);
    if (checked.problem) throw new Error(`content/claims, ${claim.id}: ${checked.problem}`);
    return { claim, ...checked };
  });
}

/**
 * One claim of the ledger.
 *
 * @throws Error that names the nearest id
 */
export async function claimOf(id: string): Promise<Entry> {
  const entries = await ledger();
  const entry = entries.find(({ claim }) => claim.id === id);
  if (!entry) throw new Error(`<Claim of="${id}">: there is no such claim. ${nearest(id, entries.map(({ claim }) => claim.id))}`);
  return entry;
}
