/**
 * @file The cells of the scratchpad as elements: each with a row of its own to move and delete it. At rest a cell is
 * text; once the notebook is awake, it draws the cells and this keeps their order. Whatever is waited for, the list that
 * is shown is always the one that was handed over last.
 */
import type { KeptCell } from "./kept/notebook.ts";
import type { Notebook } from "./page/mount.ts";

/** What a reader can ask for with the row above a cell. */
export type RowAction = "up" | "down" | "delete";

type Item = { cell: KeptCell; element: HTMLLIElement; host: HTMLElement };

export type CellList = {
  /** Makes the page follow `cells`: what stands there already stays, with editor and outputs. */
  show(cells: readonly KeptCell[]): void;
  /** Takes note of what the notebook itself has drawn already. */
  drawn(cells: readonly KeptCell[]): void;
  /** The notebook, which has adopted what stands there, draws the cells from here on. */
  live(notebook: Notebook): void;
  /** Takes all away; what is shown next stands at rest. */
  clear(): void;
  /** Colors the code of cells at rest, from here on. */
  color(): Promise<void>;
  /** A button of a cell's row. */
  row(key: string, action: RowAction): HTMLElement | null;
  /** The element of a cell. */
  element(key: string): HTMLElement | null;
};

/** @param template  holds the elements of an empty cell, as the build made them: at rest there is no code for that */
export function createCellList(root: HTMLElement, template: HTMLTemplateElement): CellList {
  const items = new Map<string, Item>();
  let notebook: Notebook | null = null;
  let colorCode: ((code: Element) => void) | null = null;

  function show(cells: readonly KeptCell[]): void {
    const wanted = new Map(cells.map((cell) => [cell.key, cell]));
    for (const [key, item] of items) if (wanted.get(key)?.id !== item.cell.id) drop(item);
    for (const cell of cells) {
      const item = items.get(cell.key);
      if (!item) make(cell);
      else if (item.cell !== cell) write(item, cell);
    }
    // What is in order already is not moved: that would take the focus out of it.
    let place: Element | null = root.firstElementChild;
    for (const { key } of cells) {
      const { element } = items.get(key)!;
      if (element === place) place = element.nextElementSibling;
      else root.insertBefore(element, place);
    }
    cells.forEach(({ key }, i) => {
      mark(key, "up", i === 0);
      mark(key, "down", i === cells.length - 1);
    });
  }

  function make(cell: KeptCell): void {
    const { element, host } = rest(cell, notebook ? null : template);
    items.set(cell.key, { cell, element, host });
    color(host);
    notebook?.addCell(cell, host);
  }

  function drop(item: Item): void {
    notebook?.removeCell(item.cell.id);
    item.element.remove();
    items.delete(item.cell.key);
  }

  function write(item: Item, cell: KeptCell): void {
    const { source, controls } = cell;
    const isNews = item.cell.source !== source || JSON.stringify(item.cell.controls) !== JSON.stringify(controls);
    item.cell = cell;
    if (!isNews) return;
    if (notebook) notebook.setCell(cell.id, { source, controls });
    else {
      item.host.querySelector(".cell-code code")!.textContent = source;
      color(item.host);
    }
  }

  /** In a task of its own: many cells are not to hold up the page. */
  function color(host: HTMLElement): void {
    if (colorCode) setTimeout(() => host.querySelectorAll(".cell-code pre > code").forEach(colorCode!));
  }

  function row(key: string, action: RowAction): HTMLElement | null {
    return items.get(key)?.element.querySelector<HTMLElement>(`.scratch-row [data-action="${action}"]`) ?? null;
  }

  /** `aria-disabled` and not `disabled`: a button that has the focus must not lose it. */
  function mark(key: string, action: RowAction, off: boolean): void {
    row(key, action)!.setAttribute("aria-disabled", String(off));
  }

  return {
    show,
    drawn(cells) {
      for (const cell of cells) if (items.has(cell.key)) items.get(cell.key)!.cell = cell;
    },
    live(awake) {
      notebook = awake;
      for (const { cell } of items.values()) if (cell.controls) notebook.setCell(cell.id, cell);
    },
    clear() {
      notebook = null;
      items.clear();
      root.replaceChildren();
    },
    async color() {
      colorCode ??= (await import("./page/color-code.ts")).colorCode;
      for (const { host } of items.values()) color(host);
    },
    row,
    element: (key) => items.get(key)?.element ?? null,
  };
}

/** A cell with its row; at rest, its code as text with nothing loaded. A notebook that is mounted later adopts it. */
function rest({ key, id, source }: KeptCell, template: HTMLTemplateElement | null): Omit<Item, "cell"> {
  const element = document.createElement("li");
  element.className = "scratch-cell";
  element.dataset.id = id;
  element.dataset.key = key;
  const name = node("span", "scratch-name", id);
  const row = node("div", "scratch-row");
  row.append(
    name,
    button("up", "↑", `Move ${id} up`),
    button("down", "↓", `Move ${id} down`),
    button("delete", "Delete", `Delete ${id}`),
  );
  const host = node("div", "scratch-host");
  if (template) {
    const cell = (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>("[data-cell]")!;
    cell.dataset.cell = id;
    cell.setAttribute("aria-label", `Live cell ${id}`);
    cell.querySelector("code")!.textContent = source;
    host.append(cell);
  }
  element.append(row, host);
  return { element, host };
}

function button(action: RowAction, text: string, label: string): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.dataset.action = action;
  element.textContent = text;
  element.setAttribute("aria-label", label);
  return element;
}

function node(tag: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
