/**
 * @file No other file imports the one that a worker begins with. WebKit would run it a second time for them: what it holds
 * would be there twice, and a widget would ask a renderer that never heard of it.
 */
import type { Plugin } from "vite";

/** For `worker.plugins`: what a worker shares with files that it loads later stands in files of their own. */
export function workerEntriesApart(): Plugin {
  return {
    name: "worker-entries-apart",
    options: (options) => ({ ...options, preserveEntrySignatures: "strict" }),
  };
}
