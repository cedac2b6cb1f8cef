/** @file The list of cells of the scratchpad, as elements: each cell with a row of its own to move and delete it. */
import type { CellSource } from "./cell.ts";
import { build } from "./display/build.ts";
import { cellMarkup } from "./page/cell-markup.ts";

/** What a reader can ask for with the row above a cell. */
export type RowAction = "up" | "down" | "delete";

/** A cell in the list; `host` holds the cell itself. */
export type ListItem = { element: HTMLLIElement; host: HTMLElement };

/** A cell with its row, at rest: the code as text, nothing loaded. A notebook that is mounted later adopts it. */
export function listItem({ id, source }: CellSource): ListItem {
  const element = document.createElement("li");
  element.className = "scratch-cell";
  element.dataset.id = id;
  const name = node("span", "scratch-name", id);
  const row = node("div", "scratch-row");
  row.append(name, button("up", "↑", `Move ${id} up`), button("down", "↓", `Move ${id} down`), button("delete", "Delete", `Delete ${id}`));
  const host = node("div", "scratch-host");
  host.append(build(cellMarkup(id, source)));
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
