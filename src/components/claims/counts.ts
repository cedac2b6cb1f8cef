/** @file How many claims each section of the report has, by verdict. */
import { verdicts, type Claim, type Verdict } from "./claim.ts";

export type SectionCounts = {
  /** "§3.2", or what stands for the front of the report. */
  readonly section: string;
  readonly total: number;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly ids: ReadonlySet<string>;
};

/** Counts of some claims, by section in the order of the report, and of all together. */
export function countVerdicts(claims: readonly Claim[]): {
  sections: readonly SectionCounts[];
  totals: Readonly<Record<Verdict, number>>;
} {
  const bySection = Map.groupBy(claims, ({ where }) => sectionOf(where.section));
  const sections = [...bySection].map(([section, of]) => ({
    section,
    total: of.length,
    counts: countsOf(of),
    ids: new Set(of.map(({ id }) => id)),
  }));
  return {
    sections: sections.sort((a, b) => a.section.localeCompare(b.section, "en", { numeric: true })),
    totals: countsOf(claims),
  };
}

/**
 * The section with one number behind the point: "§3.2.1, Table 2" is of "§3.2". A table or the abstract that is named alone is of
 * the section that it stands in; an appendix stays as it is.
 */
export function sectionOf(where: string): string {
  const named = /^§\d+(\.\d+)?/.exec(where)?.[0];
  return named ?? { Abstract: "§1", "Table 1": "§1" }[where.split(",")[0]] ?? where.split(",")[0];
}

function countsOf(claims: readonly Claim[]): Readonly<Record<Verdict, number>> {
  const counts = Object.fromEntries(Object.keys(verdicts).map((name) => [name, 0])) as Record<Verdict, number>;
  for (const { verdict } of claims) counts[verdict]++;
  return counts;
}
