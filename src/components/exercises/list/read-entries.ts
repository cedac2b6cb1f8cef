/** @file Finds the questions in a chapter that was rendered with `Entry.astro` in place of its exercises. */

export type Entry = {
  readonly id: string;
  readonly kind: string;
  /** Of an exercise whose answer is computed. */
  readonly topic?: string;
  /** HTML of the question. */
  readonly question: string;
};

/**
 * Entries in the order of the chapter.
 *
 * @param html  the chapter, rendered
 * @param chapterAddress  where links to places of the chapter's own page lead
 */
export function readEntries(html: string, chapterAddress: string): Entry[] {
  return [...html.matchAll(/<exercise-entry([^>]*)>([\s\S]*?)<\/exercise-entry>/g)].map(([, attributes, inner]) => {
    const attribute = (name: string): string | undefined => new RegExp(`data-${name}="([^"]*)"`).exec(attributes)?.[1];
    const question = inner
      .replace(/ id="[^"]*"/g, "") // an id is unique on a page, and the chapter has it
      .replace(/href="#/g, `href="${chapterAddress}#`)
      .replace(/href="\?/g, `href="${chapterAddress}?`)
      .trim();
    return { id: attribute("id")!, kind: attribute("kind")!, topic: attribute("topic"), question };
  });
}
