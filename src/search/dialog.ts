/** @file The dialog of the search: a field, and results that arrows and Enter choose. */
import type { Findings, Hit, Kind } from "./entry.ts";
import { askHere, askWorker, type Ask } from "./ask.ts";
import styles from "./search.css?inline";

/** What results say they are. */
const named: Readonly<Record<Kind, string>> = {
  section: "Section",
  figure: "Figure",
  cell: "Cell",
  claim: "Claim",
  symbol: "Symbol",
  term: "Term",
  number: "Number",
  export: "Module",
  work: "Reference",
};

/** @param typed  what the reader typed while this was loaded */
export type Search = { open(typed: string): void };

/**
 * @param root  path of the site
 * @param thread  where the search is at work: in a worker, or in the page
 */
export function createSearch(root: string, thread: "own" | "page"): Search {
  adopt();
  const index = `${root}search.json`;
  const ask: Ask = thread === "own" ? askWorker(index) : askHere(index);
  const dialog = element("dialog", { className: "search" });
  dialog.setAttribute("aria-label", "Search");
  const form = element("form", { method: "dialog" });
  const field = element("input", {
    type: "search",
    autocomplete: "off",
    placeholder: "Text, symbol, number, figure, claim, function",
    spellcheck: false,
  });
  field.setAttribute("aria-label", "Search the companion");
  const status = element("p");
  status.setAttribute("role", "status");
  const list = element("ol");
  form.append(field, element("button", { type: "submit", textContent: "Close" }));
  dialog.append(form, status, list);
  document.body.append(dialog);

  field.addEventListener("input", () => void find());
  dialog.addEventListener("keydown", move);
  // Beside the dialog is its backdrop.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  list.addEventListener("click", ({ target }) => (target as Element).closest("a") && dialog.close());
  say("");

  async function find(): Promise<void> {
    const query = field.value.trim();
    if (query === "") {
      list.replaceChildren();
      return say("");
    }
    try {
      show(query, await ask(query));
    } catch (error) {
      list.replaceChildren();
      say((error as Error).message);
    }
  }

  function show(query: string, { hits, total }: Findings): void {
    if (query !== field.value.trim()) return;
    list.replaceChildren(...hits.map((hit) => resultOf(hit, root)));
    list.scrollTop = 0;
    say(
      total === 0
        ? `Nothing for “${query}”.`
        : total === hits.length
          ? `${total} ${total === 1 ? "result" : "results"}`
          : `${hits.length} of ${total} results`,
    );
  }

  function say(text: string): void {
    status.textContent = text || "Arrow keys and Enter choose, Escape closes.";
  }

  function move(event: KeyboardEvent): void {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === "ArrowDown") (links[at + 1] ?? links[at])?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? links[at - 1] : field).focus();
    else if (event.key === "Enter" && document.activeElement === field) links[0]?.click();
    else if (event.key.length === 1 && at >= 0 && !event.ctrlKey && !event.metaKey && !event.altKey)
      return field.focus();
    else return;
    event.preventDefault();
  }

  return {
    open(typed) {
      if (!dialog.open) dialog.showModal();
      field.focus();
      if (typed === "") return field.select();
      field.value = typed;
      void find();
    },
  };
}

function resultOf({ kind, place, path, title, excerpt }: Hit, root: string): HTMLLIElement {
  const link = element("a", { href: root + path });
  const text = element("span");
  text.append(...excerpt.map((piece) => (piece.isMatch ? element("mark", { textContent: piece.text }) : piece.text)));
  link.append(
    element("strong", { textContent: title }),
    " ",
    element("small", { textContent: `${named[kind]} · ${place}` }),
    text,
  );
  const item = element("li");
  item.append(link);
  return item;
}

/** The page's policy allows no style element. */
function adopt(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}
