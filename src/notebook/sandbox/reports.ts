/**
 * @file What the worker reports, and how often: of outputs only those that are new, at once while there is room, and
 * later where it is much, the newest in place of what waits.
 */
import type { DisplayTree } from "../display/tree.ts";
import type { EngineObserver } from "../engine.ts";
import type { WorkerReport } from "./messages.ts";

/** Characters that a page reads without trouble: in a second, and at once after a rest. */
const charactersPerMillisecond = 2_000;
const mostCharacters = 4_000_000;
/** What a message takes at least, in characters. */
const leastOfMessage = 2_000;
/** Milliseconds between two reports of what a cell displays while it runs, or after its end. */
const betweenDisplays = 100;

type Clock = { now(): number; later(run: () => void, milliseconds: number): void };
/** What waits to be told of a cell: `finished` has its error, `displayed` has none. */
type Waiting = {
  outputs: () => readonly DisplayTree[];
  finished: { error: { message: string; line?: number } | null } | null;
};

/** An observer that reports to the page by `post`. */
export function createReports(post: (json: string) => void, { now, later }: Clock): Required<EngineObserver> {
  const { stringify } = JSON;
  /** What the page has of each cell. */
  const sent = new Map<string, readonly DisplayTree[]>();
  const waiting = new Map<string, Waiting>();
  let room = mostCharacters;
  let counted = now();
  let lastDisplay = -Infinity;
  let timer = false;

  function send(report: WorkerReport<DisplayTree>): void {
    let json: string;
    try {
      json = stringify(report);
    } catch {
      // A cell may have changed what JSON does: the page is told of the end at least. Ids hold letters, digits and hyphens.
      if (report.is !== "finished") return;
      json = `{"is":"finished","id":"${report.id}","from":0,"outputs":[],"error":{"message":"What this cell shows cannot be sent to the page."}}`;
    }
    room -= Math.max(leastOfMessage, json.length);
    post(json);
  }

  function tell(id: string, { outputs, finished }: Waiting): void {
    const all = outputs();
    const before = sent.get(id) ?? [];
    let from = 0;
    while (from < all.length && from < before.length && all[from] === before[from]) from++;
    sent.set(id, all);
    const fresh = all.slice(from);
    if (finished) send({ is: "finished", id, from, outputs: fresh, error: finished.error });
    else if (fresh.length > 0 || from < before.length) send({ is: "displayed", id, from, outputs: fresh });
  }

  /** Tells what waits, as far as there is room; the rest later. */
  function flush(): void {
    const at = now();
    room = Math.min(mostCharacters, room + (at - counted) * charactersPerMillisecond);
    counted = at;
    const early = at - lastDisplay < betweenDisplays;
    for (const [id, one] of waiting) {
      if (room <= 0) break;
      if (!one.finished && early) continue;
      if (!one.finished) lastDisplay = at;
      waiting.delete(id);
      tell(id, one);
    }
    if (waiting.size === 0 || timer) return;
    timer = true;
    later(
      () => {
        timer = false;
        flush();
      },
      Math.max(-room / charactersPerMillisecond, betweenDisplays - (at - lastDisplay), 10),
    );
  }

  return {
    started(id) {
      flush(); // what runs now may never pause
      waiting.delete(id);
      if (room > 0) send({ is: "started", id });
    },
    displayed(id, outputs) {
      // It may come after the end of its cell, while that end still waits to be told.
      waiting.set(id, { outputs, finished: waiting.get(id)?.finished ?? null });
      flush();
    },
    finished(id, { outputs, error }) {
      waiting.set(id, { outputs: () => outputs, finished: { error } });
      flush();
    },
  };
}
