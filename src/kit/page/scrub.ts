/**
 * @file Lines that stand at a parameter's value (`view/scrub.tsx`): a press or a drag sets the parameter, and the line is at the
 * hand in the same frame, without a worker. Everything else follows as fast as it is drawn.
 */
import { capture } from "./capture.ts";
import { shareOf, valueAt } from "../view/scrub-place.ts";
import { inDrawing } from "./drawing-point.ts";
import type { SetParameters } from "./sets.ts";
import { goesSideways } from "./touch-sliders.ts";

/** As `scrubAttributes` writes it. */
type Line = {
  param: string;
  from: number;
  to: number;
  log: boolean;
  start: number;
  end: number;
  zone: readonly [top: number, bottom: number];
};

type Stepped = { step?: number; min?: number; integer?: boolean };

export type Scrubs = {
  /** The values are others, or the view has been painted anew: lines that no hand holds stand where the values say. */
  follow(values: Readonly<Record<string, unknown>>): void;
};

export function bindScrubs(view: HTMLElement, params: Readonly<Record<string, object>>, change: SetParameters): Scrubs {
  let held: { svg: SVGSVGElement; line: Line } | null = null;
  /** A touch that may still become a scroll of the page. */
  let touched: { svg: SVGSVGElement; line: Line; x: number; y: number } | null = null;
  let share = 0;
  let told: number | null = null;
  let frame = 0;

  view.addEventListener(
    "pointerdown",
    (event) => {
      const svg = (event.target as Element).closest("svg");
      const element = svg?.querySelector<SVGLineElement>("[data-scrub]");
      if (!svg || !element || event.button !== 0 || (event.target as Element).closest("[data-sets]")) return;
      const line = lineOf(element);
      const { x, y } = inDrawing(svg, event.clientX, event.clientY);
      const isNear =
        Math.abs(x - (line.start + Number(element.style.getPropertyValue("--at")) * (line.end - line.start))) < 8;
      if (y > line.zone[1] || (y < line.zone[0] && !isNear)) return;
      event.stopPropagation();
      if (event.pointerType === "touch") touched = { svg, line, x: event.clientX, y: event.clientY };
      else hold({ svg, line }, event);
    },
    { capture: true },
  );
  view.addEventListener("pointermove", (event) => {
    if (touched && goesSideways(event.clientX - touched.x, event.clientY - touched.y)) hold(touched, event);
    else if (held) move(event);
  });
  // A tap sets too. Where the page was scrolled instead, the browser cancels the pointer.
  view.addEventListener("pointerup", (event) => touched && hold(touched, event));
  view.addEventListener("pointercancel", () => (touched = null));
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    view.addEventListener(end, () => {
      if (!held) return;
      tell();
      const { param } = held.line;
      held = null;
      // The line goes to the step that was chosen.
      place(param, told!);
    });
  }

  function hold({ svg, line }: { svg: SVGSVGElement; line: Line }, event: PointerEvent): void {
    touched = null;
    held = { svg, line };
    told = null;
    capture(svg, event.pointerId);
    move(event);
  }

  function move(event: PointerEvent): void {
    const { svg, line } = held!;
    share = Math.min(
      1,
      Math.max(0, (inDrawing(svg, event.clientX, event.clientY).x - line.start) / (line.end - line.start)),
    );
    const value = valueAt(share, line);
    for (const element of linesOf(line.param)) setShare(element, shareOf(value, lineOf(element)));
    if (frame === 0) frame = requestAnimationFrame(tell);
  }

  /** Sets the parameter, once a frame at most. */
  function tell(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!held) return;
    const { line } = held;
    const value = onStep(
      valueAt(share, line),
      params[line.param] ?? {},
      (line.to - line.from) / Math.abs(line.end - line.start),
    );
    if (value === told) return;
    told = value;
    change({ [line.param]: value });
  }

  function linesOf(param: string): SVGLineElement[] {
    return [...view.querySelectorAll<SVGLineElement>("[data-scrub]")].filter(
      (element) => lineOf(element).param === param,
    );
  }

  function place(param: string, value: number): void {
    for (const element of linesOf(param)) setShare(element, shareOf(value, lineOf(element)));
  }

  return {
    follow(values) {
      for (const element of view.querySelectorAll<SVGLineElement>("[data-scrub]")) {
        const line = lineOf(element);
        if (held?.line.param === line.param) setShare(element, shareOf(valueAt(share, held.line), line));
        else setShare(element, shareOf(Number(values[line.param]), line));
      }
    },
  };
}

/** The value on the parameter's step; without one, as exact as a pixel. */
function onStep(value: number, { step, min = 0, integer }: Stepped, pixel: number): number {
  if (step) return Number((min + Math.round((value - min) / step) * step).toPrecision(12));
  return integer
    ? Math.round(value)
    : Number(value.toPrecision(Math.max(3, Math.ceil(Math.log10(Math.abs(value / pixel) || 1)) + 1)));
}

const known = new WeakMap<Element, { text: string; line: Line }>();

function lineOf(element: SVGLineElement): Line {
  const text = element.dataset.scrub!;
  let entry = known.get(element);
  if (entry?.text !== text) known.set(element, (entry = { text, line: JSON.parse(text) as Line }));
  return entry!.line;
}

function setShare(element: SVGLineElement, share: number): void {
  const text = share.toFixed(5);
  if (element.style.getPropertyValue("--at") !== text) element.style.setProperty("--at", text);
}
