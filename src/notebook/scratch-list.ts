/** @file The list of cells of the scratchpad, as elements: each cell with a row of its own to move and delete it. */
import type { CellSource } from "./cell.ts";

/** What a reader can ask for with the row above a cell, and with a cell at rest. */
export type CellAction = "up" | "down" | "delete" | "edit" | "run";

/** A cell in the list; `host` holds its code, at rest or alive. */
export type ListItem = { element: HTMLLIElement; host: HTMLElement };

/** A cell with its row, at rest: the code as text, nothing loaded. */
export function listItem({ id, source }: CellSource): ListItem {
  const element = document.createElement("li");
  element.className = "scratch-cell";
  element.dataset.id = id;
  const name = node("span", "scratch-name", id);
  const row = node("div", "scratch-row");
  row.append(name, button("up", "↑", `Move ${id} up`), button("down", "↓", `Move ${id} down`), button("delete", "Delete", `Delete ${id}`));
  const host = node("div", "scratch-host");
  host.append(...atRest(id, source));
  element.append(row, host);
  return { element, host };
}

function atRest(id: string, source: string): HTMLElement[] {
  const code = node("pre", "scratch-code");
  code.tabIndex = 0;
  code.setAttribute("role", "region");
  code.setAttribute("aria-label", `Code of ${id}`);
  code.append(node("code", "", source));
  const row = node("p", "buttons");
  row.append(button("run", "Run", `Run ${id}`), button("edit", "Edit", `Edit ${id}`));
  return [code, row];
}

function button(action: CellAction, text: string, label: string): HTMLButtonElement {
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
