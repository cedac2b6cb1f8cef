/** @file What became of the verdicts between two versions, and which changes nobody has explained. */
import { z } from "astro/zod";
import type { Checked } from "./check.ts";
import { verdicts, type Claim, type Verdict } from "./claim.ts";

const verdictNames = Object.keys(verdicts) as [Verdict, ...Verdict[]];

/** The ledger of a version, as `releases/<version>.json` keeps it. */
export const releaseSchema = z.strictObject({
  version: z.string(),
  /** Day on which it was written, as 2026-11-26. */
  recorded: z.iso.date(),
  /** By id of the claim. */
  claims: z.record(z.string(), z.strictObject({ verdict: z.enum(verdictNames), found: z.number().nullable() })),
});
export type Release = z.infer<typeof releaseSchema>;

/** An entry of `releases/explanations.yaml`: why the verdict of a claim changed, or the claim went, after a version. */
export const explanationSchema = z.strictObject({
  after: z.string(),
  claims: z.array(z.string()).min(1),
  why: z.string(),
});
export type Explanation = z.infer<typeof explanationSchema>;

type State = Release["claims"][string];

/** `found` alone differs in "recomputed". */
export type Change = {
  readonly id: string;
  readonly kind: "new" | "gone" | "verdict" | "recomputed";
  readonly before: State | null;
  readonly now: State | null;
  readonly why: string | null;
};

/** Relative: the last bits of a sum may differ between engines. */
const sameFound = 1e-9;

/** What a version of the ledger keeps of each claim. */
export function releaseOf(
  entries: readonly (Checked & { readonly claim: Claim })[],
  version: string,
  recorded: string,
): Release {
  return {
    version,
    recorded,
    claims: Object.fromEntries(entries.map(({ claim, found }) => [claim.id, { verdict: claim.verdict, found }])),
  };
}

/** A release as text, one line for each claim. */
export function releaseText({ version, recorded, claims }: Release): string {
  const lines = Object.entries(claims).map(([id, state]) => `  ${JSON.stringify(id)}: ${JSON.stringify(state)}`);
  return `{ "version": ${JSON.stringify(version)}, "recorded": ${JSON.stringify(recorded)}, "claims": {\n${lines.join(",\n")}\n} }\n`;
}

/** Changes from one version to a later one, in the order of the earlier, with what is new at the end. */
export function changesBetween(before: Release, now: Release, explanations: readonly Explanation[]): readonly Change[] {
  const whyOf = (id: string): string | null =>
    explanations.find(({ after, claims }) => after === before.version && claims.includes(id))?.why ?? null;
  const kept = Object.entries(before.claims).flatMap(([id, was]): Change[] => {
    const is = now.claims[id];
    const kind = !is
      ? "gone"
      : is.verdict !== was.verdict
        ? "verdict"
        : isSame(was.found, is.found)
          ? null
          : "recomputed";
    return kind === null ? [] : [{ id, kind, before: was, now: is ?? null, why: whyOf(id) }];
  });
  const added = Object.entries(now.claims).flatMap(([id, is]): Change[] =>
    before.claims[id] ? [] : [{ id, kind: "new", before: null, now: is, why: whyOf(id) }],
  );
  return [...kept, ...added];
}

/** One sentence for each change of a verdict, and each claim that went, that has no explanation. */
export function unexplained(changes: readonly Change[]): string[] {
  return changes.flatMap(({ id, kind, before, now, why }) => {
    if (why !== null || (kind !== "verdict" && kind !== "gone")) return [];
    return [kind === "gone" ? `${id} is no longer there.` : `${id} was "${before!.verdict}" and is "${now!.verdict}".`];
  });
}

/** Versions from the oldest: 0.9.0 before 0.10.0. */
export function inOrder(releases: readonly Release[]): readonly Release[] {
  return [...releases].sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
}

function isSame(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= sameFound * Math.max(Math.abs(a), Math.abs(b));
}
