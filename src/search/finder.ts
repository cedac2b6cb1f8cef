/** @file The search itself: an index of all entries, made where it is asked for, and what a query finds in it. */
import MiniSearch from "minisearch";
import type { Findings, Hit, Kind, SearchIndex } from "./entry.ts";
import { excerptOf } from "./excerpt.ts";
import { indexWords, queryWords } from "./tokens.ts";

type Document = { id: number; title: string; text: string; place: string };

/** What is asked for by its name comes before what mentions it. */
const weights: Readonly<Record<Kind, number>> = {
  symbol: 1.6,
  term: 1.5,
  section: 1.3,
  figure: 1.2,
  claim: 1,
  number: 0.6,
  cell: 0.7,
  work: 0.7,
  export: 0.6,
};

const mostHits = 16;

/** Finds entries: all words of a query must be there, the last perhaps unfinished; if nothing has them, with a letter wrong, or some of them. */
export type Finder = (query: string) => Findings;

/** @param pause  called now and then while the index is made, where the thread has other work */
export async function createFinder(
  { places, entries }: SearchIndex,
  pause: () => Promise<void> = async () => {},
): Promise<Finder> {
  const index = new MiniSearch<Document>({
    fields: ["title", "text", "place"],
    tokenize: indexWords,
    processTerm: (word) => word,
  });
  for (let i = 0; i < entries.length; i += 50) {
    index.addAll(
      entries
        .slice(i, i + 50)
        .map(([, place, , title, text], j) => ({ id: i + j, title, text, place: places[place].title })),
    );
    await pause();
  }
  const options = {
    tokenize: queryWords,
    processTerm: (word: string) => word,
    boost: { title: 4, place: 0.5 },
    prefix: (word: string) => word.length > 1,
    boostDocument: (id: number) => weights[entries[id][0]],
  };

  return (query) => {
    const words = queryWords(query);
    if (words.length === 0) return { hits: [], total: 0 };
    let found = index.search(query, { ...options, combineWith: "AND" });
    if (found.length === 0)
      found = index.search(query, {
        ...options,
        combineWith: "AND",
        fuzzy: (word: string) => (word.length > 4 && !/\d/.test(word) ? 1 : false),
      });
    if (found.length === 0 && words.length > 1) found = index.search(query, { ...options, combineWith: "OR" });
    return { total: found.length, hits: found.slice(0, mostHits).map(({ id, terms }) => hitOf(id, new Set(terms))) };
  };

  function hitOf(id: number, terms: ReadonlySet<string>): Hit {
    const [kind, place, anchor, title, text] = entries[id];
    return {
      kind,
      title,
      place: places[place].title,
      path: places[place].path + (anchor && `#${anchor}`),
      excerpt: excerptOf(text, terms),
    };
  }
}
