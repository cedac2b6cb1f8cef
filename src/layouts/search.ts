/** @file All of the search that a page at rest loads: it waits for its button or the key "/". */
import type { Search } from "../search/dialog.ts";

const button = document.querySelector<HTMLButtonElement>(".search-open");
let search: Promise<Search> | null = null;

/** What is typed before the dialog is there goes into it. */
let typed: string | null = null;

async function open(): Promise<void> {
  typed ??= "";
  search ??= import("../search/dialog.ts").then(({ createSearch }) =>
    createSearch(button!.dataset.root!, button!.dataset.thread as "own" | "page"),
  );
  try {
    (await search).open(typed);
    typed = null;
  } catch (error) {
    search = null;
    typed = null;
    console.error(error);
  }
}

button?.addEventListener("click", () => void open());
addEventListener("keydown", (event) => {
  if (!button) return;
  const target = event.target as Element;
  const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isLetter && typed !== null && !target.closest("dialog")) {
    typed += event.key;
    return event.preventDefault();
  }
  if (event.key !== "/" || !isLetter || event.defaultPrevented) return;
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return;
  event.preventDefault();
  void open();
});
