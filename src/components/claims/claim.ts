/** @file What a claim of the report is in the ledger: our words, its place, how it is checked, and the verdict that the check must bear out. */
import { z } from "astro/zod";

/** How a claim is checked. Only the first three call the computation module. */
const checkKinds = [
  "arithmetic",
  "configuration",
  "simulation",
  "released-code",
  "trace",
  "other-publication",
  "statistics",
  "figure-data",
  "none",
] as const;

export const verdicts = {
  exact: "exact",
  within: "within a tolerance",
  convention: "under a convention",
  "conflict-inside": "conflict inside the report",
  "conflict-outside": "conflict with another source",
  unsupported: "not carried by the evidence printed",
  quoted: "quoted",
  silent: "not said",
} as const;

export type Verdict = keyof typeof verdicts;

/** What stands behind a sentence that tells a claim. */
export const verdictMarks: Readonly<Record<Verdict, string>> = {
  exact: "✓",
  within: "≈",
  convention: "✓*",
  "conflict-inside": "≠",
  "conflict-outside": "≠",
  unsupported: "?",
  quoted: "”",
  silent: "–",
};

const verdictNames = Object.keys(verdicts) as [Verdict, ...Verdict[]];

const claimSchema = z.strictObject({
  /** Stable, in kebab case: the anchor of its row. */
  id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  /** One sentence, in our words. */
  claim: z.string(),
  where: z.strictObject({
    section: z.string(),
    /** Page of the PDF of 26 December 2024. */
    page: z.number().int().positive().optional(),
    /** The number as printed. */
    printed: z.string().optional(),
  }),
  kind: z.enum(["measured", "chosen", "derived", "given"]),
  check: z.strictObject({
    how: z.enum(checkKinds),
    /** A call into the computation module, whose exports stand by their names: what it gives is compared with `expected`. */
    expression: z.string().optional(),
  }),
  expected: z
    .strictObject({
      value: z.number(),
      unit: z.string().default(""),
      /** Significant digits that are printed. */
      digits: z.number().int().positive(),
    })
    .optional(),
  /** Relative, for the verdict "within"; with the reason for its size. */
  tolerance: z.strictObject({ relative: z.number().positive(), why: z.string() }).optional(),
  verdict: z.enum(verdictNames),
  /** The convention, the other source, or what is missing, in one sentence. */
  note: z.string().optional(),
  /** Keys of `references.bib`, besides the report. */
  sources: z.array(z.string()).default([]),
  /** Why no chapter tells it: otherwise one has its `<Claim>` where it does. */
  ledgerOnly: z.string().optional(),
  /** A figure that shows it, and its state. */
  figure: z.strictObject({ id: z.string(), set: z.record(z.string(), z.unknown()).default({}) }).optional(),
});

export type Claim = z.infer<typeof claimSchema>;

/** A file of `content/claims`: the claims of one section of the report. */
export const claimFileSchema = z.strictObject({ section: z.string(), claims: z.array(claimSchema).min(1) });
