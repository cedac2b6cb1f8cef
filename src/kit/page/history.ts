/** @file Undo and redo in a figure, by its buttons and keys, and the list of what differs from the published state. */
import { changesLead, differences, noChanges, publishedValues } from "../declare/differences.ts";
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";
import { setAttribute } from "./set-attribute.ts";
import { createSteps, type Change } from "./steps.ts";

type Figure = {
  values(): Values;
  /** Sets parameters as a step of the reader, which is noted like any other. */
  change(change: Change): void;
  /** Sets parameters by going through the steps: no new one. */
  go(change: Change): void;
  announce(text: string): void;
};

export type History = {
  /** A step was made. */
  note(before: Values, after: Values): void;
  /** The values are others. */
  follow(): void;
};

/** Fields that undo what is typed into them by themselves. */
const typed = "input:is([type=text], [type=search], [type=number]), textarea";

/** Binds the buttons inside `root`, and the keys while the focus is in it. */
export function bindHistory(root: HTMLElement, face: WidgetFace, figure: Figure): History {
  const steps = createSteps(face);
  const undo = root.querySelector("[data-action=undo]");
  const redo = root.querySelector("[data-action=redo]");
  const list = root.querySelector<HTMLElement>("[data-changes]");
  const panel = list?.closest<HTMLElement>("[popover]");

  root.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-action]");
    if (button?.dataset.action === "undo") go("undo");
    else if (button?.dataset.action === "redo") go("redo");
    else if (button?.dataset.action === "back") back(button);
  });
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (event.target as Element).matches(typed)) return;
    const key = event.key.toLowerCase();
    const way = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && event.ctrlKey ? "redo" : null;
    if (!way) return;
    event.preventDefault();
    go(way);
  });
  panel?.addEventListener("beforetoggle", (event) => event.newState === "open" && showList());
  follow();

  function go(way: "undo" | "redo"): void {
    const before = figure.values();
    const change = steps[way]();
    if (!change) return figure.announce(`Nothing to ${way}`);
    figure.go(change);
    const told = differences(face, before, figure.values()).map(({ label, to }) => `${label} ${to}`);
    figure.announce(`${way === "undo" ? "Undone" : "Done again"}: ${told.join(", ") || "as it was"}`);
  }

  /** Sets one parameter to its published value; the focus goes on to the next one of the list. */
  function back(button: HTMLElement): void {
    const name = button.dataset.of!;
    const place = [...list!.querySelectorAll("button")].indexOf(button as HTMLButtonElement);
    figure.change({ [name]: publishedValues(face)[name] });
    const left = list!.querySelectorAll("button");
    (left[Math.min(place, left.length - 1)] ?? panel!.querySelector<HTMLElement>("[popovertarget]"))?.focus();
  }

  function showList(): void {
    const all = differences(face, publishedValues(face), figure.values());
    list!.replaceChildren(
      ...all.map(({ name, label, from, to }) => {
        const row = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "Back";
        button.ariaLabel = `${label}: back to ${from}`;
        Object.assign(button.dataset, { action: "back", of: name });
        row.append(`${label}: ${from} → ${to} `, button);
        return row;
      }),
    );
    list!.previousElementSibling!.textContent = all.length > 0 ? changesLead : noChanges;
  }

  function follow(): void {
    disable(undo, !steps.canUndo);
    disable(redo, !steps.canRedo);
    if (panel?.matches(":popover-open")) showList();
  }

  return {
    note: (before, after) => steps.note(before, after, performance.now()),
    follow,
  };
}

/** A button that cannot act now keeps the focus. */
function disable(button: Element | null, isDisabled: boolean): void {
  if (button) setAttribute(button, "aria-disabled", String(isDisabled));
}
