/** @file Keeps every page of the site for reading offline, by Workbox. It is installed on wish alone (`page.ts`). */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import type { PrecacheEntry } from "workbox-precaching";
import type { Progress } from "./messages.ts";

/** Put in its place by the build (`integrations/offline.ts`). */
declare const keptFiles: readonly PrecacheEntry[];

type Clients = {
  matchAll(options: { includeUncontrolled: boolean }): Promise<readonly { postMessage(message: Progress): void }[]>;
  claim(): Promise<void>;
};
const worker = globalThis as unknown as {
  clients: Clients;
  addEventListener(type: "activate", act: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
};

let done = 0;

addPlugins([
  {
    async handlerDidComplete({ event }) {
      if (event.type !== "install") return;
      done++;
      for (const client of await worker.clients.matchAll({ includeUncontrolled: true }))
        client.postMessage({ kept: done, of: keptFiles.length });
    },
  },
]);
cleanupOutdatedCaches();
// The state of a figure is in the query, and no page depends on it.
precacheAndRoute([...keptFiles], {
  ignoreURLParametersMatching: [/./],
  // An empty query has no parameter to ignore, and makes another address all the same.
  urlManipulation: ({ url }) => [new URL(url.pathname.replace(/\/$/, "/index.html"), url)],
});
// Pages that are open while the files come need no second visit.
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
