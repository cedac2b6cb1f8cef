/**
 * @file Paints what the worker rendered: a piece at a time and in the pauses of the hand, so that a key or a finger finds
 * the page free, and a frame never waits for all of a view.
 */
import morphdom from "morphdom";
import type { Answer } from "../runner.ts";
import { pause } from "./pause.ts";

/** Milliseconds of painting in one frame. */
const atOnce = 8;

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
  /** What is to be painted, by its place, and what was painted there last. */
  const waiting = new Map<string, () => void>();
  const last = new Map<string, string>();
  let working = false;

  function paint({ view: pieces, summary: sentence, data: table }: Answer): void {
    later("summary", sentence, () => (summary.textContent = sentence));
    if (pieces.length === view.children.length) {
      for (const [i, html] of pieces.entries()) later(`view ${i}`, html, () => change(view.children[i], html));
    } else later("view", pieces.join(""), () => (view.innerHTML = pieces.join("")));
    if (table !== undefined) later("data", table, () => change(data.firstElementChild!, table));
    if (!working) void work();
  }

  function later(place: string, html: string, paintIt: () => void): void {
    if (last.get(place) === html) {
      waiting.delete(place);
      return;
    }
    waiting.set(place, () => {
      last.set(place, html);
      paintIt();
    });
  }

  async function work(): Promise<void> {
    working = true;
    try {
      while (waiting.size > 0) {
        await pause();
        paintSome();
      }
    } finally {
      working = false;
    }
  }

  function paintSome(): void {
    const begin = performance.now();
    for (const [place, paintIt] of waiting) {
      waiting.delete(place);
      paintIt();
      if (place.startsWith("view")) painted(waiting.size === 0);
      if (performance.now() - begin > atOnce) return;
    }
  }

  return { paint };
}

/** Makes `element` what `html` says. What is the same stays: focus, scroll and a hand that drags are not disturbed. */
function change(element: Element, html: string): void {
  const template = document.createElement("template");
  template.innerHTML = html;
  morphdom(element, template.content.firstElementChild!, {
    onBeforeElUpdated: (from, to) => !from.isEqualNode(to),
  });
}
