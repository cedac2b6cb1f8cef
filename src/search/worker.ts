/** @file The search in a thread of its own, so that typing is never held up. */
import type { SearchIndex } from "./entry.ts";
import { createFinder, type Finder } from "./finder.ts";

/** What the page sends: first the address of the index, then queries. */
export type Asked = { index: string } | { number: number; query: string };

let finder: Promise<Finder> | null = null;

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  if ("index" in data) {
    finder = load(data.index);
    finder.catch(() => {}); // said in answer to a query
    return;
  }
  const { number, query } = data;
  try {
    postMessage({ number, findings: (await finder!)(query) });
  } catch (error) {
    postMessage({ number, problem: (error as Error).message });
  }
});

async function load(address: string): Promise<Finder> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The index of the search is not there (${response.status}).`);
  return createFinder((await response.json()) as SearchIndex);
}
