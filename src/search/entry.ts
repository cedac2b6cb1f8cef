/** @file What the search knows: the file that the build writes and a reader's browser loads when it is asked for. */

/** What an entry is, in the word that results show. */
const kinds = ["section", "figure", "cell", "claim", "symbol", "term", "number", "export", "work"] as const;
export type Kind = (typeof kinds)[number];

/** A page of the site: its title, and its address from the site's root. */
export type Place = { title: string; path: string };

/** Kind, index of its place, anchor on that page ("" for its beginning), title, text. */
export type Entry = [kind: Kind, place: number, anchor: string, title: string, text: string];

export type SearchIndex = { places: Place[]; entries: Entry[] };

/** A piece of an excerpt. */
export type Piece = { text: string; isMatch: boolean };

/** One result. */
export type Hit = { kind: Kind; place: string; path: string; title: string; excerpt: Piece[] };

/** What a query finds: the best hits, and how many there are in all. */
export type Findings = { hits: Hit[]; total: number };
