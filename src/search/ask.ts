/** @file The page's side of the search: a worker, or the page's own thread where its policy allows no worker. */
import { trustedWorker } from "../kit/page/trusted.ts";
import type { Findings, SearchIndex } from "./entry.ts";
import type { Asked } from "./worker.ts";
import workerAddress from "./worker.ts?worker&url";

/** Answers a query; one that a newer query has overtaken may never be answered. @throws Error if the index cannot be loaded */
export type Ask = (query: string) => Promise<Findings>;

/** @param index  address of the index */
export function askWorker(index: string): Ask {
  const worker = trustedWorker(workerAddress);
  const send = (asked: Asked): void => worker.postMessage(asked);
  let last = 0;
  let waiting: { resolve(findings: Findings): void; reject(error: Error): void } | null = null;
  worker.addEventListener(
    "message",
    ({ data }: MessageEvent<{ number: number; findings?: Findings; problem?: string }>) => {
      if (data.number !== last || !waiting) return;
      if (data.findings) waiting.resolve(data.findings);
      else waiting.reject(new Error(data.problem));
      waiting = null;
    },
  );
  send({ index });
  return (query) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      send({ number: ++last, query });
    });
}

/** The same on the page's thread, which may do other things while the index is made. */
export function askHere(index: string): Ask {
  const finder = (async () => {
    const { createFinder } = await import("./finder.ts");
    const response = await fetch(index);
    if (!response.ok) throw new Error(`The index of the search is not there (${response.status}).`);
    return createFinder((await response.json()) as SearchIndex, () => new Promise((later) => setTimeout(later)));
  })();
  finder.catch(() => {}); // said in answer to a query
  return async (query) => (await finder)(query);
}
