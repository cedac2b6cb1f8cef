/**
 * @file All that a figure at rest loads: it waits for the reader's interest, then brings the figure to life.
 *
 * Interest is a pointer over the figure, a touch, focus, or the figure's key in the address. Presses that come
 * before the code does are done again once it is there.
 */
import { queryOf } from "../../kit/declare/key.ts";
import { bringAhead, signsOfInterest } from "../../kit/page/bring-ahead.ts";
import { bringFields, bringFieldsInSight } from "../../kit/page/late-fields.ts";
import { hidePeeksAtEscape } from "../../kit/page/peek.ts";
import { bindTouchSliders } from "../../kit/page/touch-sliders.ts";
import { bringIntoSight } from "./bring-into-sight.ts";

/** What does nothing by itself when it is pressed: marks of a view, and the figure's own buttons. */
const pressable = ".figure-view, [data-action], [data-preset]";

/** The drag on each figure, from where it began, before it could hear of it. */
const dragged = new WeakMap<Element, { target: Element; events: readonly PointerEvent[] }>();
/** The last press on each figure, before it could hear of it. */
const pressed = new WeakMap<Element, { target: Element; clientX: number; clientY: number }>();
const awake = new Map<Element, Promise<void>>();

hidePeeksAtEscape();
bindTouchSliders();
bringFieldsInSight(document.querySelectorAll("[data-figure]"));
// Its worker begins only with the first touch. Where nothing can be loaded, nothing is said before that.
bringAhead(document.querySelectorAll<HTMLElement>("[data-figure]"), (figure) => {
  import("./alive.ts").then(
    () => wake(figure),
    () => {},
  );
});
for (const figure of document.querySelectorAll<HTMLElement>("[data-figure]")) {
  // In a task of its own: what was pressed or moved is painted first.
  const wakeThis = (): void => void setTimeout(() => wake(figure));
  for (const sign of signsOfInterest) figure.addEventListener(sign, wakeThis, { once: true, passive: true });
  figure.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (figure.dataset.state !== "alive" && target.closest(pressable))
      pressed.set(figure, { target, clientX: event.clientX, clientY: event.clientY });
  });
  noteDrags(figure);
  const keys = figure.dataset.shared?.split(" ") ?? [];
  const asked = [...new URLSearchParams(location.search).keys()];
  const { figure: id } = figure.dataset;
  if (asked.some((key) => key.startsWith(`${id}.`) || key === `pin.${id}` || keys.includes(key))) wakeThis();
  if (keys.length > 0)
    addEventListener(
      "figure-shared",
      (event) => keys.includes((event as CustomEvent<{ key: string }>).detail.key) && wakeThis(),
    );
  noticeWhatCameBefore(figure, wakeThis);
}

/** Keeps what a pointer does in a view: where it went down, where it is, and whether it was lifted. */
function noteDrags(figure: HTMLElement): void {
  figure.addEventListener("pointerdown", (event) => {
    const target = event.target as Element;
    if (figure.dataset.state !== "alive" && target.closest(".figure-view svg"))
      dragged.set(figure, { target, events: [event] });
  });
  const note = (event: PointerEvent): void => {
    const drag = dragged.get(figure);
    if (!drag || figure.dataset.state === "alive" || drag.events.at(-1)!.type.endsWith("up")) return;
    dragged.set(figure, {
      ...drag,
      events: [drag.events[0], ...(event.type === "pointermove" ? [] : drag.events.slice(1)), event],
    });
  };
  for (const type of ["pointermove", "pointerup"] as const) addEventListener(type, note, { passive: true });
  // The page is scrolled instead.
  addEventListener("pointercancel", () => dragged.delete(figure));
}

/** The reader may have been here before this script: a press leaves the focus without a ring, an input another value. */
function noticeWhatCameBefore(figure: HTMLElement, wakeThis: () => void): void {
  const focused = document.activeElement;
  const isPressed = focused?.matches(":is([data-action], [data-preset]):not(:focus-visible)") ?? false;
  if (isPressed && figure.contains(focused)) pressed.set(figure, { target: focused!, clientX: 0, clientY: 0 });
  const isChanged = [...figure.querySelectorAll("input")].some((input) =>
    ["checkbox", "radio"].includes(input.type)
      ? input.checked !== input.defaultChecked
      : input.value !== input.defaultValue,
  );
  if (isChanged || figure.contains(focused)) wakeThis();
}

/** A link that sets a figure of this page does so without loading the page again. */
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-try]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const figure = document.getElementById(link.dataset.try!);
  if (!figure || link.pathname !== location.pathname) return;
  event.preventDefault();
  // Other figures of the page keep their state.
  const own = new URLSearchParams(link.search);
  const kept = [...new URLSearchParams(location.search)].filter(
    ([key]) => !own.has(key) && !key.startsWith(`${link.dataset.try}.`),
  );
  const query = queryOf([...kept, ...own]);
  history.pushState(null, "", `${location.pathname}${query && `?${query}`}${link.hash}`);
  bringIntoSight(figure);
  void wake(figure).then(() => dispatchEvent(new Event("figure-linked")));
});

/** A figure is presented by its link, in the state that it has. */
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-present]");
  const figure = link && document.getElementById(link.dataset.present!);
  if (!figure || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  void import("./present.ts").then(({ present }) => present(figure, wake));
});
if (new URLSearchParams(location.search).has("present"))
  void import("./present.ts").then(({ presentAddress }) => presentAddress(wake));

function wake(figure: HTMLElement): Promise<void> {
  let waking = awake.get(figure);
  if (!waking) {
    waking = live(figure).catch((error: unknown) => {
      awake.delete(figure);
      figure.dataset.state = "failed";
      for (const sign of signsOfInterest)
        figure.addEventListener(sign, () => void wake(figure), { once: true, passive: true });
      console.error(error);
    });
    awake.set(figure, waking);
  }
  return waking;
}

async function live(figure: HTMLElement): Promise<void> {
  figure.dataset.state = "loading";
  bringFields(figure);
  const { makeAlive } = await import("./alive.ts");
  await makeAlive(figure, () => {
    const { target, events } = dragged.get(figure) ?? {};
    // The last move says where a hand is; all before it would only be overtaken.
    for (const event of events ?? []) target!.dispatchEvent(new PointerEvent(event.type, event));
    dragged.delete(figure);
    const press = pressed.get(figure);
    press?.target.dispatchEvent(new MouseEvent("click", { ...press, bubbles: true, cancelable: true }));
  });
  figure.dataset.state = "alive";
}
