/**
 * @file What is pointed at in a view: by hover, tap or the arrow keys. A mark with `data-tip` says it itself; of a chart or of
 * intervals (`data-probe`) the worker is asked, one question at a time, the newest in place of those that wait.
 */
import type { Found, Question } from "../worker/service.tsx";
import { inDrawing, onScreen } from "./drawing-point.ts";
import { setsOf, type SetParameters } from "./sets.ts";
import { tipBox } from "./tip-box.ts";

type Figure = {
  change: SetParameters;
  probe(label: string, question: Question): Promise<Found>;
  announce(text: string): void;
};

export function bindTips(view: HTMLElement, { change, probe, announce }: Figure): void {
  /** The mark that the arrow keys have come to, of each drawing by its label. */
  const walked = new Map<string, number>();
  let isAsking = false;
  let next: (() => void) | null = null;
  /** Where the pointer is now: an answer that comes after it left is not shown. */
  let pointed: Element | null = null;

  view.addEventListener("pointermove", (event) => event.pointerType !== "touch" && point(event));
  view.addEventListener("pointerleave", () => leave());
  view.addEventListener("focusout", () => leave());
  view.addEventListener("focusin", ({ target }) => {
    const mark = target as Element;
    if (mark.matches("[data-tip]:focus-visible")) showMark(mark);
  });
  view.addEventListener("click", (event) => {
    const drawing = drawingOf(event.target);
    if (!drawing) return point(event);
    pointed = drawing;
    void ask(drawing, inDrawing(drawing, event.clientX, event.clientY), (hit) => hit?.sets && change(hit.sets));
  });
  view.addEventListener("keydown", (event) => {
    const drawing = event.target as SVGSVGElement;
    // Bars that can be moved have the arrow keys for that.
    if (
      !drawing.matches("svg[data-probe]:not([data-move]), svg.drawing") ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.shiftKey
    )
      return;
    const label = drawing.ariaLabel ?? "";
    const at = walked.get(label) ?? -1;
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      PageUp: at - 10,
      PageDown: at + 10,
      Home: 0,
      End: Infinity,
    }[event.key];
    if (to === undefined && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (drawing.dataset.probe === undefined) walkMarks(drawing, label, at, to);
    else if (to === undefined) void ask(drawing, { mark: at }, (hit) => hit?.sets && change(hit.sets));
    else
      void ask(drawing, { mark: Math.max(0, to === Infinity ? Number.MAX_SAFE_INTEGER : to) }, (hit) => {
        if (!hit) return;
        walked.set(label, hit.mark);
        announce(`${hit.text.replaceAll("\n", ", ")}; ${hit.mark + 1} of ${hit.count}`);
      });
  });

  function point(event: PointerEvent | MouseEvent): void {
    const mark = (event.target as Element).closest("[data-tip]");
    if (mark) {
      pointed = mark;
      return showMark(mark);
    }
    const drawing = drawingOf(event.target);
    if (!drawing) return leave();
    pointed = drawing;
    void ask(drawing, inDrawing(drawing, event.clientX, event.clientY));
  }

  function leave(): void {
    pointed = null;
    next = null;
    tipBox.hide();
  }

  /** Marks that say themselves, one after the other. */
  function walkMarks(drawing: SVGSVGElement, label: string, at: number, to: number | undefined): void {
    const marks = [...drawing.querySelectorAll("[data-tip]")];
    if (marks.length === 0) return;
    const mark = Math.min(marks.length - 1, Math.max(0, to ?? at));
    if (to === undefined) {
      const acting = marks[mark].closest("[data-sets]");
      if (acting) change(setsOf(acting));
      return;
    }
    walked.set(label, mark);
    showMark(marks[mark]);
    announce(`${marks[mark].getAttribute("data-tip")!.replaceAll("\n", ", ")}; ${mark + 1} of ${marks.length}`);
  }

  async function ask(drawing: SVGSVGElement, question: Question, then?: (hit: Found) => void): Promise<void> {
    if (isAsking) {
      next = () => void ask(drawing, question, then);
      return;
    }
    isAsking = true;
    try {
      const hit = await probe(drawing.dataset.probe!, question).catch(() => null);
      const isWanted = pointed === drawing || document.activeElement === drawing;
      if (hit && hit.text !== "" && isWanted && drawing.isConnected)
        tipBox.show(hit.text, onScreen(drawing, hit), true);
      else if (!next) tipBox.hide();
      then?.(hit);
    } finally {
      isAsking = false;
      const waiting = next;
      next = null;
      waiting?.();
    }
  }
}

function showMark(mark: Element): void {
  const { left, top, width } = mark.getBoundingClientRect();
  tipBox.show(mark.getAttribute("data-tip")!, { x: left + width / 2, y: top }, false);
}

function drawingOf(target: EventTarget | null): SVGSVGElement | null {
  return (target as Element).closest<SVGSVGElement>("svg[data-probe]");
}
