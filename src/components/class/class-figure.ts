/** @file Shows on the page of a figure alone what its address says to a class: the question above it, and what is locked. */
import { readData } from "../../kit/declare/face-text.ts";
import type { FigureData } from "../figures/alive.ts";
import { readClassLink } from "./class-link.ts";

/** Does so, if the address says anything. The values themselves are held by the figure (`kit/page/figure.ts`). */
export function showClassLink(root: HTMLElement): void {
  const figure = root.querySelector<HTMLElement>("[data-figure]")!;
  const { face } = readData<FigureData>(figure.querySelector("script[type='application/json']")!.textContent);
  const { locked, hidden, question } = readClassLink(face.params, location.search);
  if (question) figure.before(asked(question));
  if (locked.length === 0) return;
  figure.dataset.locked = locked.join(" ");
  for (const name of locked) lock(figure, name, hidden.includes(name));
  const shown = locked.filter((name) => !hidden.includes(name)).map((name) => face.params[name].label);
  const sentences = [
    shown.length > 0 && `Locked: ${shown.join(", ")}.`,
    hidden.length > 0 && `Hidden and locked: ${hidden.map((name) => face.params[name].label).join(", ")}.`,
    "Whoever made this link chose so, and no control here undoes it. What is locked stands in the address.",
  ];
  figure.after(line("class-locks", sentences.filter((sentence) => sentence !== false).join(" ")));
}

function asked(question: string): HTMLElement {
  const section = document.createElement("section");
  section.className = "class-question";
  section.ariaLabel = "Question";
  section.append(line("class-ask", question));
  return section;
}

function line(className: string, text: string): HTMLElement {
  return Object.assign(document.createElement("p"), { className, textContent: text });
}

/** A locked control says so, to eyes and to screen readers. */
function lock(figure: HTMLElement, name: string, isHidden: boolean): void {
  const control = figure.querySelector<HTMLElement>(`[data-control="${name}"]`);
  if (!control) return; // set in the view alone
  control.dataset.locked = isHidden ? "hidden" : "";
  for (const input of control.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, select, textarea, button"))
    input.disabled = true;
  const label = control.querySelector("label, legend");
  label?.append(Object.assign(document.createElement("span"), { className: "class-locked", textContent: " · locked" }));
}
