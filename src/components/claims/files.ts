/** @file The ledger as files: CSV, and ClaimReview data. */
import { toCsv } from "../../kit/export/csv.ts";
import { verdicts } from "./claim.ts";
import type { Entry } from "./ledger.ts";

/** One line for each claim. */
export function claimsAsCsv(entries: readonly Entry[]): string {
  const columns = [
    "id",
    "claim",
    "section",
    "page",
    "printed",
    "expected",
    "unit",
    "found",
    "verdict",
    "note",
    "check",
    "expression",
  ].map((key) => ({ key, label: key }));
  return toCsv(
    {
      columns,
      rows: entries.map(({ claim, found }) => ({
        id: claim.id,
        claim: claim.claim,
        section: claim.where.section,
        page: claim.where.page ?? null,
        printed: claim.where.printed ?? null,
        expected: claim.expected?.value ?? null,
        unit: claim.expected?.unit ?? null,
        found,
        verdict: verdicts[claim.verdict],
        note: claim.note ?? null,
        check: claim.check.how,
        expression: claim.check.expression ?? null,
      })),
    },
    {
      lines: [
        { name: "Claims of", text: "DeepSeek-V3 Technical Report, arXiv:2412.19437" },
        { name: "Checked by", text: "The V3 Companion" },
      ],
    },
  );
}

/**
 * Claims as a graph of schema.org's ClaimReview. What is quoted or not said is no review, and is left out.
 *
 * @param page  address of the page that shows the ledger
 */
export function claimReviews(entries: readonly Entry[], page: string): object {
  const reviewed = entries.filter(({ claim }) => claim.verdict !== "quoted" && claim.verdict !== "silent");
  return {
    "@context": "https://schema.org",
    "@graph": reviewed.map(({ claim, found }) => ({
      "@type": "ClaimReview",
      url: `${page}#claim-${claim.id}`,
      claimReviewed: claim.claim,
      itemReviewed: {
        "@type": "Claim",
        appearance: {
          "@type": "ScholarlyArticle",
          name: "DeepSeek-V3 Technical Report",
          url: "https://arxiv.org/abs/2412.19437",
          pagination:
            claim.where.page === undefined ? claim.where.section : `${claim.where.section}, p. ${claim.where.page}`,
        },
      },
      reviewRating: { "@type": "Rating", alternateName: verdicts[claim.verdict] },
      reviewBody: [
        found === null ? null : `Found: ${found}${claim.expected?.unit ? ` ${claim.expected.unit}` : ""}.`,
        claim.note,
      ]
        .filter(Boolean)
        .join(" "),
      author: { "@type": "Organization", name: "The V3 Companion" },
    })),
  };
}
