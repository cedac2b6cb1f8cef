/** @file Ways through the chapters: what `content/paths.yaml` holds, and what comes of it with the chapters' own data. */
import { z } from "astro/zod";

const why = z.string().min(1);

export const pathSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** For whom the way is, and what it leaves out. */
  about: z.string().min(1),
  /** Chapters by number and pages of the primer by id, in the order of reading. */
  steps: z
    .array(z.union([z.strictObject({ chapter: z.string(), why }), z.strictObject({ primer: z.string(), why })]))
    .min(1),
});

export type Path = z.infer<typeof pathSchema>;

/** What a way must know of a chapter. */
export type ChapterFacts = { number: string; prerequisites: readonly string[]; minutes: number };

/** What it must know of a page of the primer: the chapters that presuppose it. */
export type PrimerFacts = { id: string; before: readonly string[]; minutes: number };

export type Stop = {
  kind: "chapter" | "primer";
  /** The chapter's number, or the page's id. */
  id: string;
  why: string;
  minutes: number;
  /** Minutes from the beginning of the way to the end of this stop. */
  minutesSoFar: number;
  /** Numbers of chapters that this one builds on, which come earlier on the way. */
  after: readonly string[];
  /** Numbers of chapters that this one builds on and the way does not lead through before it. */
  missing: readonly string[];
  /** Pages of the primer that this chapter presupposes and the way does not lead through before it. */
  missingPrimer: readonly string[];
};

/**
 * The stops of a way, with minutes and what each builds on.
 *
 * @throws Error if a step names a chapter or a page that does not exist, or one that the way has had already
 */
export function stopsOf(
  { id: path, steps }: Path,
  chapters: readonly ChapterFacts[],
  primer: readonly PrimerFacts[],
): Stop[] {
  const seen = new Set<string>();
  let minutesSoFar = 0;
  return steps.map((step) => {
    const [kind, id] = "chapter" in step ? (["chapter", step.chapter] as const) : (["primer", step.primer] as const);
    const chapter = chapters.find(({ number }) => kind === "chapter" && number === id);
    const page = primer.find((page) => kind === "primer" && page.id === id);
    const found = chapter ?? page;
    if (!found)
      throw new Error(
        `content/paths.yaml, ${path}: there is no ${kind === "chapter" ? "chapter" : "page of the primer"} "${id}"`,
      );
    if (seen.has(id)) throw new Error(`content/paths.yaml, ${path}: "${id}" comes twice`);
    const needed = chapter?.prerequisites ?? [];
    const stop: Stop = {
      kind,
      id,
      why: step.why,
      minutes: found.minutes,
      minutesSoFar: (minutesSoFar += found.minutes),
      after: needed.filter((number) => seen.has(number)),
      missing: needed.filter((number) => !seen.has(number)),
      missingPrimer: chapter
        ? primer.filter((page) => page.before.includes(id) && !seen.has(page.id)).map((page) => page.id)
        : [],
    };
    seen.add(id);
    return stop;
  });
}
