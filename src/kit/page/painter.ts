/** @file Paints what the worker rendered, a piece at a time. */
import morphdom from "morphdom";
import type { Answer } from "../runner.ts";
import { createPaints } from "./paints.ts";

export type Painter = {
  /** Shows an answer, in place of one that is not painted to the end yet. */
  paint(answer: Answer): void;
};

/**
 * A painter for one figure.
 *
 * @param painted  called when a part of the view is another than before; `whole` once nothing waits
 */
export function createPainter(figure: HTMLElement, painted: (whole: boolean) => void): Painter {
  const view = figure.querySelector(".figure-view")!;
  const summary = figure.querySelector(".figure-summary")!;
  const data = figure.querySelector(".figure-data > div")!;
  const paints = createPaints<string>();
  /** What was painted last, by place. */
  const last = new Map<string, string>();
  /** Elements that the view has once everything is painted. */
  let places = view.children.length;

  function later(place: string, html: string, paint: () => void): void {
    if (last.get(place) === html) return paints.drop(place);
    paints.later(place, () => {
      last.set(place, html);
      paint();
    });
  }

  function paintView(pieces: readonly string[]): void {
    if (pieces.length === places) {
      for (const [i, html] of pieces.entries()) {
        later(`view ${i}`, html, () => {
          change(view.children[i], html);
          painted(paints.done);
        });
      }
      return;
    }
    // A view of another kind.
    for (let i = 0; i < places; i++) {
      paints.drop(`view ${i}`);
      last.delete(`view ${i}`);
    }
    places = pieces.length;
    paints.later("view", () => {
      view.innerHTML = pieces.join("");
      painted(paints.done);
    });
  }

  return {
    paint(answer) {
      later("summary", answer.summary, () => (summary.textContent = answer.summary));
      paintView(answer.view);
      if (answer.data !== undefined) later("data", answer.data, () => change(data.firstElementChild!, answer.data!));
    },
  };
}

/** Makes `element` what `html` says. What is the same stays: focus, scroll and a hand that drags are not disturbed. */
function change(element: Element, html: string): void {
  const template = document.createElement("template");
  template.innerHTML = html;
  morphdom(element, template.content.firstElementChild!, { onBeforeElUpdated: (from, to) => !from.isEqualNode(to) });
}
