/**
 * @file A state that the reader pins: its picture and its result stay below the figure while the parameters move, with what
 * differs between the two. It stands in the address, so that a link shows both.
 */
import { differences } from "../declare/differences.ts";
import { settled, type Ends } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import { stateLine } from "../declare/state-line.ts";
import { sameValues, type WidgetFace } from "../declare/widget.ts";
import type { Pinned } from "../worker/service.tsx";
import { trustedHtml } from "./trusted.ts";

type Figure = {
  /** What is seen now. */
  shown(): Values;
  ends(): Ends;
  narrow(): boolean;
  /** Draws a state beside the one that is shown. */
  picture(values: Values, narrow: boolean): Promise<Pinned>;
  /** Shows a state. */
  jump(values: Values): void;
  /** Another state is pinned, or none: the address is to say so. */
  pinned(): void;
  announce(text: string): void;
};

export type Pin = {
  /** What is pinned; `null` if nothing is. */
  values(): Values | null;
  /** Pins a state that an address names, or takes the pin away. */
  set(values: Values | null): void;
  /** Another result is shown, or the view has another width. */
  follow(): void;
};

/** Binds the button inside `root`. */
export function bindPin(root: HTMLElement, face: WidgetFace, figure: Figure): Pin {
  const button = root.querySelector("[data-action=pin]");
  let pinned: Values | null = null;
  let place: HTMLElement | null = null;
  let drawnNarrow = false;

  root.addEventListener("click", ({ target }) => {
    const action = (target as Element).closest<HTMLElement>("[data-action]")?.dataset.action;
    if (action === "pin") press();
    else if (action === "unpin") unpin();
    else if (action === "to-pinned" && pinned) figure.jump(pinned);
  });

  function press(): void {
    if (pinned) return unpin();
    set(figure.shown());
    figure.pinned();
    figure.announce("Pinned. The picture stays below the figure.");
  }

  function unpin(): void {
    const hadFocus = place?.contains(document.activeElement) ?? false;
    set(null);
    figure.pinned();
    if (hadFocus) (button as HTMLElement | null)?.focus();
    figure.announce("No longer pinned");
  }

  function set(values: Values | null): void {
    if (values && pinned && sameValues(face, values, pinned)) return;
    pinned = values;
    button?.setAttribute("aria-pressed", String(values !== null));
    place?.remove();
    place = null;
    if (!values) return;
    place = frame();
    root.querySelector("figcaption")!.before(place);
    void draw(values);
    follow();
  }

  async function draw(values: Values): Promise<void> {
    const at = place!;
    const narrow = (drawnNarrow = figure.narrow());
    try {
      const { view, summary, remark } = await figure.picture(values, narrow);
      if (place !== at) return;
      const picture = part(at, "view");
      picture.innerHTML = trustedHtml(view);
      for (const element of picture.querySelectorAll("*")) makeStill(element);
      part(at, "summary").textContent = summary;
      part(at, "remark").textContent = remark;
    } catch (error) {
      if (place === at) part(at, "summary").textContent = `It cannot be drawn: ${(error as Error).message}`;
    }
  }

  function follow(): void {
    if (!pinned || !place) return;
    if (figure.narrow() !== drawnNarrow) void draw(pinned);
    const all = differences(face, settled(face.params, pinned, figure.ends()), figure.shown());
    part(place, "differences").replaceChildren(
      ...all.map(({ label, from, to }) => make("li", `${label}: ${from} pinned, ${to} now`)),
    );
    part(place, "same").hidden = all.length > 0;
    part(place, "state").textContent = stateLine(face, pinned);
  }

  function frame(): HTMLElement {
    const section = make("section", "", { class: "figure-pinned", "aria-label": `Pinned: ${face.title}` });
    const buttons = make("p", "", { class: "buttons" });
    buttons.append(
      make("button", "Back to this state", { type: "button", "data-action": "to-pinned" }),
      make("button", "Unpin", { type: "button", "data-action": "unpin" }),
    );
    const about = make("div", "", { class: "figure-pinned-about" });
    about.append(
      make("p", "Pinned", { class: "figure-pinned-title" }),
      make("p", "The same state as above.", { "data-pinned": "same" }),
      make("ul", "", { "data-pinned": "differences", role: "list" }),
      make("p", "Each picture has axes of its own.", { class: "figure-pinned-note" }),
      buttons,
    );
    const result = make("div", "", { class: "figure-pinned-result" });
    result.append(
      make("div", "", { class: "figure-pinned-view", "data-pinned": "view" }),
      make("p", "", { class: "figure-summary", "data-pinned": "summary" }),
      make("p", "", { class: "figure-pinned-remark", "data-pinned": "remark" }),
      make("p", "", { class: "figure-state", "data-pinned": "state" }),
    );
    section.append(about, result);
    return section;
  }

  return { values: () => pinned, set, follow };
}

/** A picture to look at: what would set parameters in a live view does nothing here, and takes no focus. */
function makeStill(element: Element): void {
  if (element.matches("svg, svg *, [data-sets]")) element.removeAttribute("tabindex");
  if (element.matches("[data-sets][role=button]")) element.setAttribute("role", "img");
  for (const name of ["data-sets", "data-pick", "data-move", "data-window", "aria-pressed"])
    element.removeAttribute(name);
  if (element.matches("button, input, select, textarea")) element.setAttribute("disabled", "");
}

function part(place: HTMLElement, name: string): HTMLElement {
  return place.querySelector<HTMLElement>(`[data-pinned="${name}"]`)!;
}

function make(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}
