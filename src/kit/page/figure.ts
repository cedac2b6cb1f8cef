/**
 * @file A figure of the page, alive.
 *
 * ```
 * build ─ HTML ─→ at rest ─ pointer, focus, touch, ─→ loading ─→ alive
 *                           its key in the address
 *
 * alive:  input ─→ values ─┬→ controls and address, in the same task
 *                          └→ worker, once a frame ─→ HTML of view and summary ─→ painted piece by piece
 * ```
 *
 * What the build rendered is what stands here: nothing is rendered anew, and a figure comes alive by listening.
 */
import { readAddress } from "../declare/address.ts";
import type { Params, Values } from "../declare/params.ts";
import { createRunner, type Outcome } from "./runner.ts";
import type { Place } from "../shell/state-texts.ts";
import { initialValues, presetValues, sameValues, type WidgetFace } from "../declare/widget.ts";
import { narrowBelow } from "../view/widths.ts";
import { writeLocation } from "./location.ts";
import { bindControls } from "./controls.ts";
import { bindMarks } from "./marks.ts";
import { createPainter } from "./painter.ts";
import { afterFrame, pause } from "./pause.ts";
import { createStatus } from "./status.ts";
import { bindTools } from "./tools.ts";

export type LiveOptions = Place & {
  /** "2.2.1", on a page that numbers its figures. */
  number?: string;
  /** Address at which a code listing opens as a live cell. */
  cellLink(code: string): Promise<string>;
  createWorker(): Worker;
};

/** A result is said aloud once it has stood this long, in milliseconds. */
const restMs = 700;

/**
 * Makes a figure live, in a few short tasks.
 *
 * @param figure  the element around what `renderFigure` rendered
 * @param pressed  the button of the figure that was pressed while the code was on its way
 */
export async function bringToLife(figure: HTMLElement, widget: WidgetFace, options: LiveOptions, pressed: () => HTMLElement | null): Promise<void> {
  const data = figure.querySelector<HTMLDetailsElement>(".figure-data")!;
  const view = figure.querySelector(".figure-view")!;
  /** What the controls say, and what is seen: that may be a moment behind. */
  let values = initialValues(widget) as Values<Params>;
  let shown = values;
  let asked: Values<Params> | null = null;
  let narrow = false;
  let asking = false;

  await breathe();
  const runner = createRunner(widget, options.createWorker);
  runner.prepare();
  await breathe();
  // In one task: what is touched comes before, and is caught up with, or after, and is heard.
  const status = createStatus(figure);
  const tools = bindTools(figure, widget, options, { values: () => values, shown: () => shown, csv: runner.csv, announce: status.announce });
  const marks = bindMarks(figure, widget.params, change);
  const painter = createPainter(figure, (whole) => marks.follow(whole && shown === values));
  const controls = bindControls(figure, widget, { change, values: () => values });
  figure.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-preset], [data-action=reset]");
    if (!button) return;
    jump(button.dataset.preset === undefined ? initialValues(widget) : presetValues(widget, button.dataset.preset));
  });
  // The table is made only while somebody looks at it.
  data.addEventListener("toggle", () => data.open && asked && ask());
  // The charts of the build are for both widths, those of the worker for one.
  new ResizeObserver(([{ contentRect }]) => {
    if (narrow === contentRect.width < narrowBelow) return;
    narrow = !narrow;
    if (asked) ask();
  }).observe(view);
  addEventListener("popstate", readLocation);
  const early = pressed();
  await breathe();
  if (readAddress(widget, location.search.slice(1)).mentioned) readLocation();
  controls.catchUp();
  early?.click();

  /** A control moved: the address follows, and the back button stays what it was. */
  function change(change: Readonly<Record<string, unknown>>): void {
    show({ ...values, ...change } as Values<Params>);
    writeLocation(widget, values, "replace");
  }

  /** A preset or a reset: a step that the back button undoes. */
  function jump(next: Values<Params>): void {
    status.problems([]);
    controls.forget();
    show(next);
    writeLocation(widget, values, "push");
  }

  function show(next: Values<Params>): void {
    values = next;
    controls.show(values);
    for (const button of figure.querySelectorAll<HTMLElement>("[data-preset]")) {
      setAttribute(button, "aria-pressed", String(sameValues(widget, values, presetValues(widget, button.dataset.preset!))));
    }
    setAttribute(figure.querySelector("[data-action=reset]")!, "aria-disabled", String(sameValues(widget, values, initialValues(widget))));
    tools.follow();
    ask();
  }

  /** Asks at most once a frame, however many inputs come in; after it, since the worker would take its time from it. */
  function ask(): void {
    if (asking) return;
    asking = true;
    void afterFrame().then(() => {
      asking = false;
      const of = (asked = values);
      status.wait();
      runner.run({ values: of, narrow, data: data.open }, (outcome) => finish(of, outcome), status.progress);
    });
  }

  function finish(of: Values<Params>, outcome: Outcome): void {
    status.arrived(of === asked);
    if ("error" in outcome) return status.error(outcome.error.message);
    status.error(null);
    shown = of;
    painter.paint(outcome);
    status.announce(outcome.summary, restMs);
  }

  function readLocation(): void {
    const asked = readAddress(widget, location.search.slice(1));
    status.problems(asked.problems);
    controls.forget();
    show(asked.values);
  }
}

/** Lets the page draw, and the reader's hand go first. */
async function breathe(): Promise<void> {
  await afterFrame();
  await pause();
}

/** Writing what stands there already would still cost the browser a look. */
function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
