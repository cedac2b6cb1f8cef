/** @file Chapters in the order of the report. */
import { getCollection, type CollectionEntry } from "astro:content";

/** Every chapter that is written, in order. */
export async function chaptersInOrder(): Promise<CollectionEntry<"chapters">[]> {
  const chapters = await getCollection("chapters");
  return chapters.sort((a, b) => compareNumbers(a.data.number, b.data.number));
}

/** 2.2 before 2.10 before 3. */
export function compareNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
