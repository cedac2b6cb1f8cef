/** @file Schemas of what is read. */
import { defineCollection } from "astro:content";
import { file, glob } from "astro/loaders";
import { z } from "astro/zod";
import { claimFileSchema } from "./components/claims/claim.ts";
import { courseFileSchema } from "./components/course/plan.ts";
import { pathSchema } from "./components/paths/path.ts";

const chapters = defineCollection({
  // The file's name is the address, dots included.
  loader: glob({ base: "content/chapters", pattern: "*.mdx", generateId: ({ entry }) => entry.replace(/\.mdx$/, "") }),
  schema: z.strictObject({
    /** "2.2": order and number, as in the table of contents. */
    number: z.string(),
    title: z.string(),
    /** Sections of the report: "§2.1.2". Empty for chapters about the companion itself. */
    paper: z.string().default(""),
    summary: z.string(),
    /** What the reader can do afterwards. */
    objectives: z.array(z.string()).min(1),
    /** Numbers of the chapters that this one builds on. */
    prerequisites: z.array(z.string()).default([]),
    /** Minutes with figures and exercises; the reading alone is counted from the text. */
    minutes: z.number().int().positive().optional(),
    /** What readers often take away instead, and what is right. */
    misconceptions: z.array(z.strictObject({ wrong: z.string(), right: z.string() })).default([]),
    /** Words that a reader might search for and the headings do not have. */
    keywords: z.array(z.string()).default([]),
    /** Day of the last change that a reader would notice. */
    changed: z.coerce.date(),
  }),
});

/** What chapters presuppose, a page each. */
const primer = defineCollection({
  loader: glob({ base: "content/primer", pattern: "*.mdx" }),
  schema: z.strictObject({
    order: z.number().int().positive(),
    title: z.string(),
    summary: z.string(),
    /** Numbers of the chapters that presuppose this page. */
    before: z.array(z.string()).min(1),
    /** Day of the last change that a reader would notice. */
    changed: z.coerce.date(),
  }),
});

/** Ways through the chapters. */
const paths = defineCollection({ loader: file("content/paths.yaml"), schema: pathSchema });

const contents = defineCollection({
  loader: file("content/contents.yaml"),
  schema: z.strictObject({
    id: z.string(),
    title: z.string(),
    part: z.string(),
    paper: z.string().default(""),
    summary: z.string(),
  }),
});

const glossary = defineCollection({
  loader: file("content/glossary.yaml"),
  schema: z.strictObject({
    id: z.string(),
    term: z.string(),
    symbol: z.string().optional(),
    meaning: z.string(),
    source: z.string().optional(),
  }),
});

/** Checkable statements of the report, a file for each of its sections. */
const claims = defineCollection({
  // The name keeps its dot: pages and sorting go by it.
  loader: glob({
    base: "content/claims",
    pattern: "*.yaml",
    generateId: ({ entry }) => entry.replace(/\.yaml$/, ""),
  }),
  schema: claimFileSchema,
});

/** Plans for lessons, a file for each part. */
const course = defineCollection({
  loader: glob({ base: "content/course", pattern: "*.yaml" }),
  schema: courseFileSchema,
});

export const collections = { chapters, primer, paths, contents, glossary, claims, course };
