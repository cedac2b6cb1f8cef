/** @file All of the search that a page at rest loads: it waits for its button or the key "/". */
import type { Search } from "../search/dialog.ts";

const button = document.querySelector<HTMLButtonElement>(".search-open");
let search: Promise<Search> | null = null;

async function open(): Promise<void> {
  search ??= import("../search/dialog.ts").then(({ createSearch }) => createSearch(button!.dataset.root!, button!.dataset.thread as "own" | "page"));
  try {
    (await search).open();
  } catch (error) {
    search = null;
    console.error(error);
  }
}

button?.addEventListener("click", () => void open());
addEventListener("keydown", (event) => {
  if (!button) return;
  const target = event.target as Element;
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return;
  event.preventDefault();
  void open();
});
