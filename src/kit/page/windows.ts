/**
 * @file The part of time that intervals show (`view/intervals.tsx`): zoomed with buttons, keys, a pinch or the wheel with Ctrl,
 * moved by a drag or a sideways wheel, chosen by a drag with Shift or over the whole. Until the worker has drawn it, what
 * stands there is stretched.
 */
import { capture } from "./capture.ts";
import { inDrawing } from "./drawing-point.ts";
import type { SetParameters } from "./sets.ts";
import { goesSideways } from "./touch-sliders.ts";

type Span = readonly [from: number, to: number];
/** As `Intervals` writes it. */
type Shown = { param: string; from: number; to: number; whole: Span; start: number; end: number };

export type Windows = {
  /** The values are others, or the view has been painted anew. */
  follow(values: Readonly<Record<string, unknown>>): void;
};

const zoomStep = 1.6;
/** The shortest window, as a share of the whole. */
const shortest = 1e-6;
/** Pixels after which a press is a drag. */
const dragFrom = 4;

export function bindWindows(view: HTMLElement, change: SetParameters): Windows {
  const pointers = new Map<number, { x: number }>();
  let wanted: Readonly<Record<string, unknown>> = {};
  let drag: {
    svg: SVGSVGElement;
    from: number;
    fromY: number;
    seen: Span;
    kind: "move" | "choose" | "pinch" | null;
    box: HTMLElement | null;
  } | null = null;
  let next: { param: string; span: Span } | null = null;

  view.addEventListener(
    "wheel",
    (event) => {
      const svg = svgOf(event.target);
      if (!svg) return;
      const { at, span } = placeOf(svg, event.clientX);
      if (event.ctrlKey || event.metaKey) zoom(svg, at, Math.exp(event.deltaY * 0.01));
      else if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
        set(svg, moved(span, (event.deltaX / pixelsOf(svg)) * (span[1] - span[0])));
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
  view.addEventListener("dblclick", ({ target }) => {
    const svg = svgOf(target);
    if (svg) set(svg, shownOf(svg).whole);
  });
  view.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-zoom]");
    const svg = button?.closest(".intervals-box")?.querySelector<SVGSVGElement>("svg[data-window]");
    if (svg) act(svg, button!.dataset.zoom!);
  });
  view.addEventListener("keydown", (event) => {
    const svg = (event.target as Element).matches("svg[data-window]") ? (event.target as SVGSVGElement) : null;
    const action = {
      "+": "in",
      "=": "in",
      "-": "out",
      "0": "whole",
      ArrowLeft: event.shiftKey ? "left" : "",
      ArrowRight: event.shiftKey ? "right" : "",
    }[event.key];
    if (!svg || !action || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(svg, action);
  });
  view.addEventListener("pointerdown", (event) => {
    const svg = svgOf(event.target);
    if (!svg || event.button !== 0) return;
    pointers.set(event.pointerId, { x: event.clientX });
    const seen = spanOf(svg);
    drag = {
      svg,
      from: event.clientX,
      fromY: event.clientY,
      seen,
      kind: pointers.size === 2 ? "pinch" : null,
      box: null,
    };
    if (drag.kind === "pinch") drag.from = Math.abs([...pointers.values()][0].x - event.clientX) || 1;
  });
  view.addEventListener("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!drag || !pointer) return;
    pointer.x = event.clientX;
    const { svg, from, seen } = drag;
    if (drag.kind === "pinch") {
      const [a, b] = [...pointers.values()];
      const middle = placeOf(svg, (a.x + b.x) / 2).share;
      return set(
        svg,
        zoomed(seen, seen[0] + middle * (seen[1] - seen[0]), from / (Math.abs(a.x - b.x) || 1), shownOf(svg).whole),
      );
    }
    // A finger that goes up or down scrolls the page.
    const isDrag =
      event.pointerType === "touch"
        ? goesSideways(event.clientX - from, event.clientY - drag.fromY)
        : Math.abs(event.clientX - from) >= dragFrom;
    if (drag.kind === null && !isDrag) return;
    if (drag.kind === null) {
      const isWhole = same(seen, shownOf(svg).whole);
      drag.kind = event.shiftKey || (isWhole && event.pointerType !== "touch") ? "choose" : "move";
      capture(svg, event.pointerId);
    }
    if (drag.kind === "move") set(svg, moved(seen, ((from - event.clientX) / pixelsOf(svg)) * (seen[1] - seen[0])));
    else showChoice(event.clientX);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    view.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      if (!drag) return;
      const { svg, kind, from, box } = drag;
      box?.remove();
      if (end === "pointerup" && kind === "choose") {
        const ends = [placeOf(svg, from).at, placeOf(svg, event.clientX).at].sort((a, b) => a - b);
        set(svg, [ends[0], ends[1]]);
      }
      // A press that became a drag is no press.
      if (kind !== null) addEventListener("click", stop, { capture: true, once: true });
      if (kind !== null) setTimeout(() => removeEventListener("click", stop, { capture: true }));
      drag = null;
    });
  }

  function showChoice(clientX: number): void {
    const { svg, from } = drag!;
    const { top, height } = svg.getBoundingClientRect();
    drag!.box ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "choice" }));
    Object.assign(drag!.box.style, {
      left: `${Math.min(from, clientX)}px`,
      width: `${Math.abs(clientX - from)}px`,
      top: `${top}px`,
      height: `${height}px`,
    });
  }

  function act(svg: SVGSVGElement, action: string): void {
    const [from, to] = spanOf(svg);
    const middle = (from + to) / 2;
    if (action === "in") zoom(svg, middle, 1 / zoomStep);
    else if (action === "out") zoom(svg, middle, zoomStep);
    else if (action === "whole") set(svg, shownOf(svg).whole);
    else set(svg, moved([from, to], (action === "left" ? -0.25 : 0.25) * (to - from)));
  }

  function zoom(svg: SVGSVGElement, at: number, by: number): void {
    set(svg, zoomed(spanOf(svg), at, by, shownOf(svg).whole));
  }

  /** Sets the parameter once a frame, the newest span. */
  function set(svg: SVGSVGElement, span: Span): void {
    const { param, whole } = shownOf(svg);
    if (!next)
      requestAnimationFrame(() => {
        const { param, span } = next!;
        next = null;
        change({ [param]: span });
      });
    next = { param, span: within(span, whole) };
  }

  /** The span that is asked for: it may not be drawn yet. */
  function spanOf(svg: SVGSVGElement): Span {
    const { param, whole } = shownOf(svg);
    if (next?.param === param) return next.span;
    return (wanted[param] as Span | null | undefined) ?? whole;
  }

  function placeOf(svg: SVGSVGElement, clientX: number): { share: number; at: number; span: Span } {
    const { start, end } = shownOf(svg);
    const span = spanOf(svg);
    const share = Math.min(1, Math.max(0, (inDrawing(svg, clientX, 0).x - start) / (end - start)));
    return { share, span, at: span[0] + share * (span[1] - span[0]) };
  }

  return {
    follow(values) {
      wanted = values;
      for (const svg of view.querySelectorAll<SVGSVGElement>("svg[data-window]"))
        stretch(svg, shownOf(svg), spanOf(svg));
    },
  };
}

/** Shows a span by what is drawn of another one. */
function stretch(svg: SVGSVGElement, { from, to, start, end }: Shown, [first, last]: Span): void {
  const factor = (to - from) / (last - first);
  const shift = ((from - first) / (last - first)) * (end - start);
  const isDrawn = Math.abs(factor - 1) < 1e-9 && Math.abs(shift) < 1e-3;
  for (const group of svg.querySelectorAll<SVGGElement>(".intervals-moved")) {
    const transform = isDrawn ? "" : `translateX(${shift.toFixed(2)}px) scaleX(${factor.toFixed(6)})`;
    if (group.style.transform !== transform) group.style.transform = transform;
  }
}

/** A span of at least the shortest length, inside of the whole. */
function within([from, to]: Span, whole: Span): Span {
  const all = whole[1] - whole[0];
  const length = Math.min(all, Math.max(shortest * all, to - from));
  const first = Math.min(whole[1] - length, Math.max(whole[0], from));
  return [round(first, length), round(first + length, length)];
}

/** As exact as a thousandth of a pixel, so that addresses stay short. */
function round(value: number, length: number): number {
  const unit = 10 ** Math.floor(Math.log10(length) - 5);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

function zoomed([from, to]: Span, at: number, by: number, whole: Span): Span {
  return within([at - (at - from) * by, at + (to - at) * by], whole);
}

function moved([from, to]: Span, by: number): Span {
  return [from + by, to + by];
}

function same(a: Span, b: Span): boolean {
  return a[0] <= b[0] && a[1] >= b[1];
}

function svgOf(target: EventTarget | null): SVGSVGElement | null {
  return (target as Element).closest<SVGSVGElement>("svg[data-window]");
}

function shownOf(svg: SVGSVGElement): Shown {
  return JSON.parse(svg.dataset.window!) as Shown;
}

/** Pixels of the screen that a window takes. */
function pixelsOf(svg: SVGSVGElement): number {
  const { start, end } = shownOf(svg);
  return ((end - start) / svg.viewBox.baseVal.width) * svg.getBoundingClientRect().width;
}

function stop(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
