/**
 * @file All that a figure at rest loads: it waits for the reader's interest, then brings the figure to life.
 *
 * Interest is a pointer over the figure, a touch, focus, or the figure's key in the address. Presses that come
 * before the code does are done again once it is there.
 */
import { hidePeeksAtEscape } from "../../kit/page/peek.ts";

const buttons = "[data-action], [data-preset]";
const signs = ["pointerover", "pointerdown", "touchstart", "focusin", "keydown"] as const;
const widgets = import.meta.glob<{ default: import("../../kit/declare/widget.ts").WidgetFace }>("../../widgets/*.tsx");

const pressed = new WeakMap<Element, HTMLElement>();
const awake = new Map<Element, Promise<void>>();

hidePeeksAtEscape();
for (const figure of document.querySelectorAll<HTMLElement>("[data-figure]")) {
  // In a task of its own: what was pressed or moved is painted first.
  const wakeThis = (): void => void setTimeout(() => wake(figure));
  for (const sign of signs) figure.addEventListener(sign, wakeThis, { once: true, passive: true });
  figure.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>(buttons);
    if (button && figure.dataset.state !== "alive") pressed.set(figure, button);
  });
  if (location.search.includes(`${figure.dataset.figure}.`)) wakeThis();
  noticeWhatCameBefore(figure, wakeThis);
}

/** The reader may have been here before this script: a press leaves the focus without a ring, an input another value. */
function noticeWhatCameBefore(figure: HTMLElement, wakeThis: () => void): void {
  const focused = document.activeElement;
  const isPressed = focused?.matches(`:is(${buttons}):not(:focus-visible)`) ?? false;
  if (isPressed && figure.contains(focused)) pressed.set(figure, focused as HTMLElement);
  const isChanged = [...figure.querySelectorAll("input")].some((input) =>
    ["checkbox", "radio"].includes(input.type) ? input.checked !== input.defaultChecked : input.value !== input.defaultValue);
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
  const kept = [...new URLSearchParams(location.search)].filter(([key]) => !key.startsWith(`${link.dataset.try}.`));
  const query = [...kept, ...own].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&");
  history.pushState(null, "", `${location.pathname}${query && `?${query}`}${link.hash}`);
  figure.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  void wake(figure).then(() => dispatchEvent(new PopStateEvent("popstate")));
});

function wake(figure: HTMLElement): Promise<void> {
  let waking = awake.get(figure);
  if (!waking) {
    waking = live(figure).catch((error: unknown) => {
      awake.delete(figure);
      figure.dataset.state = "failed";
      for (const sign of signs) figure.addEventListener(sign, () => void wake(figure), { once: true, passive: true });
      console.error(error);
    });
    awake.set(figure, waking);
  }
  return waking;
}

async function live(figure: HTMLElement): Promise<void> {
  const id = figure.dataset.figure!;
  figure.dataset.state = "loading";
  const [{ default: widget }, { makeAlive }] = await Promise.all([widgets[`../../widgets/${id}.tsx`](), import("./alive.ts")]);
  await makeAlive(figure, widget, () => pressed.get(figure) ?? null);
  figure.dataset.state = "alive";
}
