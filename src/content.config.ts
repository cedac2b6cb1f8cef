/** @file Schemas of what is read. */
import { defineCollection } from "astro:content";
import { file, glob } from "astro/loaders";
import { z } from "astro/zod";

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
    /** Day of the last change that a reader would notice. */
    changed: z.coerce.date(),
  }),
});

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
  schema: z.strictObject({ id: z.string(), term: z.string(), symbol: z.string().optional(), meaning: z.string(), source: z.string().optional() }),
});

export const collections = { chapters, contents, glossary };
