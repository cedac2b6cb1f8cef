/** @file Marks the chapters of the table of contents that this browser has read to their end. */
import { currentRecord, hasRecord } from "./kept.ts";

if (hasRecord()) {
  const { read } = currentRecord();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[href*='/chapters/']")) {
    const id = /\/chapters\/([^/]+)\/$/.exec(link.pathname)?.[1];
    if (id && read[id] && link.closest("li, dt"))
      link.after(Object.assign(document.createElement("span"), { className: "was-read", textContent: " ✓ read" }));
  }
}
