/** @file The elements of a cell, one place for pages as they are built and for cells that are added later. */
import { element, type Child, type OwnElement } from "../display/element.ts";

/** What the buttons of a cell do; their `data-do`. */
const cellActions = { run: "Run", edit: "Edit", reset: "Reset", undo: "Undo reset", stop: "Stop" } as const;
export type CellAction = keyof typeof cellActions;

/** The row of buttons below the code, with the place for what a cell is about. */
export function cellTools(): OwnElement {
  const button = (action: CellAction, hidden: boolean): Child =>
    element(
      "button",
      { type: "button", "data-do": action, hidden, title: action === "run" ? "Run (Shift+Enter)" : null },
      cellActions[action],
    );
  return element(
    "div",
    { class: "cell-tools" },
    button("run", false),
    button("edit", false),
    button("reset", true),
    button("undo", true),
    button("stop", true),
    element("span", { class: "cell-state", role: "status" }),
  );
}

/** An empty cell with its code as plain text. */
export function cellMarkup(id: string, source: string): OwnElement {
  return element(
    "section",
    { class: "cell", "data-cell": id, "aria-label": `Live cell ${id}` },
    element("div", { class: "cell-code" }, element("pre", { tabindex: "0" }, element("code", {}, source))),
    cellTools(),
    element("p", { class: "cell-error", role: "alert", hidden: true }),
    element("div", { class: "cell-outputs" }),
  );
}
