/**
 * @file Presents one figure of the page: it fills the window, in type for a hall, with what sets it hidden until asked for.
 * The address says so, `?present=<figure>`, so that a link opens it. Loaded when a reader asks.
 *
 * | key | does |
 * | --- | --- |
 * | → or Page Down, ← or Page Up | the next figure of the page, the one before |
 * | ↓, ↑ | the next preset, the one before |
 * | C | shows or hides the controls |
 * | N | shows or hides the notes of the speaker |
 * | F | full screen, or not |
 * | Escape | leaves |
 */

import { notesFor } from "./speaker-notes.ts";

/** The key in an address. */
const key = "present";

const root = document.documentElement;
const figures = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
let shown: HTMLElement | null = null;
let madeInert: HTMLElement[] = [];
let wakeFigure: (figure: HTMLElement) => unknown;

const [back, on, controls, notes, full, leaveButton] = [
  "Previous figure",
  "Next figure",
  "Controls",
  "Notes",
  "Full screen",
  "Leave",
].map((label) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  return button;
});
const place = document.createElement("span");
const bar = document.createElement("div");
bar.className = "present-bar";
bar.role = "toolbar";
bar.ariaLabel = "Presentation";
bar.append(back, place, on, controls, notes, full, leaveButton);
/** What the text says around the figure that is shown; stays open from one figure to the next. */
const panel = document.createElement("aside");
panel.className = "present-notes";
panel.ariaLabel = "Notes of the speaker";
panel.tabIndex = 0;
panel.hidden = true;
back.hidden = on.hidden = place.hidden = figures.length < 2;
full.hidden = !document.fullscreenEnabled;

back.addEventListener("click", () => go(-1));
on.addEventListener("click", () => go(1));
controls.addEventListener("click", toggleControls);
notes.addEventListener("click", toggleNotes);
full.addEventListener("click", toggleFull);
leaveButton.addEventListener("click", leave);
document.addEventListener("keydown", press);
document.addEventListener("fullscreenchange", () => {
  // Browsers take Escape for themselves there.
  if (!document.fullscreenElement) leave();
});
addEventListener("popstate", follow);
addEventListener("resize", () => {
  if (shown) widen(shown);
});

/** Presents the figure that was asked for by a press, and goes to full screen if the browser lets it. */
export function present(figure: HTMLElement, wake: (figure: HTMLElement) => unknown): void {
  wakeFigure = wake;
  if (document.fullscreenEnabled) root.requestFullscreen().catch(() => {}); // the window alone serves too
  write(figure.id, "push");
  show(figure);
}

/** Presents the figure that the address names, if it does. */
export function presentAddress(wake: (figure: HTMLElement) => unknown): void {
  wakeFigure = wake;
  follow();
}

function follow(): void {
  const asked = new URLSearchParams(location.search).get(key);
  const figure = figures.find(({ id }) => id === asked);
  if (figure) show(figure);
  else hide();
}

function show(figure: HTMLElement): void {
  if (figure === shown) return;
  hide();
  shown = figure;
  root.dataset.present = "";
  figure.dataset.presented = "";
  figure.tabIndex = -1;
  place.textContent = `${figures.indexOf(figure) + 1} of ${figures.length}`;
  controls.ariaPressed = "false";
  panel.replaceChildren(...notesFor(figure, figures));
  notes.disabled = panel.childElementCount === 0;
  notes.ariaPressed = String(!panel.hidden);
  figure.append(panel, bar);
  madeInert = othersThan(figure);
  for (const element of madeInert) element.inert = true;
  figure.focus({ preventScroll: true });
  figure.scrollTop = 0;
  widen(figure);
  wakeFigure(figure);
}

function hide(): void {
  if (!shown) return;
  for (const element of madeInert) element.inert = false;
  for (const name of ["data-presented", "data-with-controls", "data-wide", "tabindex"]) shown.removeAttribute(name);
  delete root.dataset.present;
  panel.remove();
  bar.remove();
  shown = null;
}

/** Gives a low picture the whole width, if it fits the window then. */
function widen(figure: HTMLElement): void {
  const view = figure.querySelector(".figure-view")!;
  const overflows = (): boolean => [figure, view].some((box) => box.scrollHeight > box.clientHeight + 1);
  delete figure.dataset.wide;
  if (view.scrollHeight > 0.6 * figure.clientHeight || overflows()) return;
  figure.dataset.wide = "";
  if (overflows()) delete figure.dataset.wide;
}

function leave(): void {
  if (!shown) return;
  const figure = shown;
  if (document.fullscreenElement) void document.exitFullscreen();
  hide();
  write(null, "replace");
  figure.scrollIntoView({ block: "start", behavior: "instant" });
  figure.querySelector<HTMLElement>("[data-present]")?.focus({ preventScroll: true });
}

function go(by: number): void {
  const next = figures[figures.indexOf(shown!) + by];
  if (!next) return;
  write(next.id, "replace");
  show(next);
}

function preset(by: number): void {
  const presets = [...shown!.querySelectorAll<HTMLButtonElement>("[data-preset]")];
  const at = presets.findIndex(({ ariaPressed }) => ariaPressed === "true");
  // After a value of the reader's own, the first or the last one.
  presets.at(at < 0 ? (by > 0 ? 0 : -1) : Math.min(presets.length - 1, Math.max(0, at + by)))?.click();
}

function toggleControls(): void {
  controls.ariaPressed = String(shown!.toggleAttribute("data-with-controls"));
}

function toggleNotes(): void {
  panel.hidden = !panel.hidden;
  notes.ariaPressed = String(!panel.hidden);
}

function toggleFull(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else root.requestFullscreen().catch(() => {}); // refused: the window stays as it is
}

function press(event: KeyboardEvent): void {
  if (!shown || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target as Element;
  const isTyping = target.matches("input, select, textarea");
  // Sliders and pictures have a use for arrows themselves.
  const isUsed =
    isTyping || target.closest("[data-probe], [role=slider], [role=group][tabindex], summary, [tabindex='0']") !== null;
  const act =
    event.key === "Escape"
      ? leave
      : isTyping
        ? undefined
        : (keys[event.key] ?? (isUsed ? undefined : arrows[event.key]));
  if (!act) return;
  event.preventDefault();
  act();
}

const keys: Readonly<Record<string, () => void>> = {
  PageDown: () => go(1),
  PageUp: () => go(-1),
  c: toggleControls,
  n: toggleNotes,
  f: toggleFull,
};
const arrows: Readonly<Record<string, () => void>> = {
  ArrowRight: () => go(1),
  ArrowLeft: () => go(-1),
  ArrowDown: () => preset(1),
  ArrowUp: () => preset(-1),
};

/** Keeps what the address says of figures. */
function write(id: string | null, how: "push" | "replace"): void {
  const query = new URLSearchParams(location.search);
  if (id === null) query.delete(key);
  else query.set(key, id);
  const address = `${location.pathname}${query.size > 0 ? `?${query}` : ""}${location.hash}`;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** Everything of the page but the figure, in as few elements as there are. */
function othersThan(figure: HTMLElement): HTMLElement[] {
  const others: HTMLElement[] = [];
  for (let element: HTMLElement = figure; element !== document.body; element = element.parentElement!) {
    others.push(
      ...[...element.parentElement!.children].filter(
        (sibling): sibling is HTMLElement =>
          sibling instanceof HTMLElement &&
          sibling !== element &&
          !sibling.inert &&
          !sibling.matches(".tip, .tip-point"),
      ),
    );
  }
  return others;
}
