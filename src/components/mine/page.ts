/** @file What the page of a reader's own model and cluster loads at first: it waits until the form is used, or there is something to show in it. */
import { currentRecord, hasRecord } from "../../reader/kept.ts";

const root = document.querySelector<HTMLElement>("[data-mine]");
let isServed = false;

if (root) {
  root.querySelector<HTMLElement>("form")!.addEventListener("submit", (event) => event.preventDefault());
  if (hasRecord() && Object.keys(currentRecord().mine?.values ?? {}).length > 0) serve(root);
  else
    for (const sign of ["focusin", "pointerdown", "input"])
      root.addEventListener(sign, () => serve(root), { once: true });
}

function serve(root: HTMLElement): void {
  if (isServed) return;
  isServed = true;
  import("./form.ts").then(({ serve }) => serve(root)).catch(() => (isServed = false));
}
