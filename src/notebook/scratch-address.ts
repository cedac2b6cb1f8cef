/** @file What the address of the scratchpad asks for: a notebook inside a link, one that is kept, or the reader's own. */
import { readLink } from "./formats/read-link.ts";
import { authored, ownId, type KeptCell } from "./kept/notebook.ts";
import type { Opened } from "./kept/keeper.ts";

/** What a reader sees who was never here; it is not stored until something changes. */
const welcome: KeptCell[] = authored([
  {
    id: "tokens",
    source:
      'const tokens = view(Inputs.range([1024, 131072], {\n  label: "Context, tokens",\n  step: 1024,\n  value: 4096,\n}));',
  },
  {
    id: "kv-cache",
    source:
      "// cache of one sequence, in GB\nconst bytes = v3.kvCacheBytesPerToken(v3.deepseekV3);\ndisplay((tokens * bytes) / 1e9);",
  },
]);

export const ownName = "My notebook";

/** A notebook as it is shown if nothing is stored under its id, and one sentence if the address asked for another. */
export type Asked = { notebook: Opened; problem?: string };

/** The reader's own notebook, as it begins. */
export function ownNotebook(): Opened {
  return { id: ownId, name: ownName, cells: welcome, version: 0 };
}

/** Whether a fragment is about a notebook; others lead to places of the page. */
export function asksForNotebook(fragment: string): boolean {
  return /^#?[cn]=/.test(fragment);
}

/** Reads a fragment. Never throws. */
export async function askedFor(fragment: string): Promise<Asked> {
  const link = await readLink(fragment);
  if (link && "cells" in link) {
    const ids = link.cells.map(({ id }) => id);
    const name = `Link with ${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ", …" : ""}`;
    return {
      notebook: {
        id: `link:${fragment.replace(/^#?c=/, "")}`,
        name,
        cells: authored(link.cells),
        author: link.cells,
        version: 0,
      },
    };
  }
  if (link) return { notebook: ownNotebook(), problem: link.problem };
  const kept = /^#?n=(.+)$/.exec(fragment)?.[1];
  const id = kept === undefined ? ownId : decoded(kept);
  return { notebook: id === ownId ? ownNotebook() : { id, name: "", cells: [], version: 0 } };
}

/** The fragment under which a notebook opens again. */
export function fragmentOf(id: string): string {
  if (id === ownId) return "";
  return id.startsWith("link:") ? `#c=${id.slice("link:".length)}` : `#n=${encodeURIComponent(id)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
