/** @file Chapters in the order of the report, and the primer in its own. */
import { getCollection, type CollectionEntry } from "astro:content";

/** Every chapter that is written, in order. */
export async function chaptersInOrder(): Promise<CollectionEntry<"chapters">[]> {
  const chapters = await getCollection("chapters");
  return chapters.sort((a, b) => compareNumbers(a.data.number, b.data.number));
}

/** The pages of the primer, in order. */
export async function primerInOrder(): Promise<CollectionEntry<"primer">[]> {
  const pages = await getCollection("primer");
  return pages.sort((a, b) => a.data.order - b.data.order);
}

/** 2.2 before 2.10 before 3. */
export function compareNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
