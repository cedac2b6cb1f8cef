/** @file The map from the report: its sections, equations, tables and figures with their pages, and the places that tell them here. */
import { z } from "astro/zod";
import { parse } from "yaml";
import text from "../../../content/report.yaml?raw";

/** A chapter's number, with a heading or a figure of it: "3.1", "3.1#schedule-player". */
const place = z.string().regex(/^\d(\.\d+)?(#[a-z0-9-]+)?$/);
const page = z.number().int().positive();

const mapSchema = z.strictObject({
  sections: z.array(
    z.strictObject({
      /** "3.2.1", or the letter of an appendix. */
      number: z.string(),
      title: z.string(),
      page,
      at: z.array(place).default([]),
      /** Why it has no place here. */
      why: z.string().optional(),
    }),
  ),
  /** `at` is the chapter: the place in it is where it first names the equation. */
  equations: z.array(z.strictObject({ number: z.number().int(), what: z.string(), page, at: z.string() })),
  tables: z.array(z.strictObject({ number: z.number().int(), what: z.string(), page, at: z.array(place).min(1) })),
  /** Two figures of the report have the number 10. */
  figures: z.array(z.strictObject({ number: z.string(), what: z.string(), page, at: z.array(place).min(1) })),
});

export type ReportMap = z.infer<typeof mapSchema>;

export const reportMap: ReportMap = mapSchema.parse(parse(text));

/** Where a part of the report stands in the map: "section-3.2.1", "equation-12". */
export function anchorOf(kind: "section" | "equation" | "table" | "figure", number: string | number): string {
  return `${kind}-${String(number).toLowerCase().replaceAll(" ", "-")}`;
}

/** First and last page of a section: it ends where the next one that is not part of it begins. */
export function pagesOf(section: string): { first: number; last: number } | undefined {
  const { sections } = reportMap;
  const place = sections.findIndex(({ number }) => number === section);
  if (place < 0) return undefined;
  const next = sections.slice(place + 1).find(({ number }) => !number.startsWith(`${section}.`));
  return { first: sections[place].page, last: next?.page ?? 53 };
}
