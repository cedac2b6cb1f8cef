/** @file Paints what the worker rendered, a piece at a time. */
import morphdom from "morphdom";
import type { Answer } from "../worker/service.tsx";
import { createPaints } from "./paints.ts";
import { rested } from "./pause.ts";
import { trustedHtml } from "./trusted.ts";

export type Painter = {
  /**
   * Shows an answer, in place of one that is not painted to the end yet. Every answer must come: it leaves out what the one
   * before had.
   *
   * @returns resolves once nothing of it waits
   */
  paint(answer: Answer): Promise<void>;
  /** Paints once where nobody sees it: the first time is slow. */
  rehearse(): void;
};

/**
 * Marks a group of a picture that is costly to lay out, such as the numbers inside of 500 operations (15 of 35 ms of a frame
 * at a quarter of the speed). Where it is another than before, it is empty until the hand rests.
 */
const atRest = "data-at-rest";

/** As many elements are changed when a paint is rehearsed. */
const rehearsed = 20;

/**
 * A painter for one figure.
 *
 * @param painted  called when a part of the view is another than before; `whole` once nothing waits
 */
export function createPainter(figure: HTMLElement, painted: (whole: boolean) => void): Painter {
  const view = figure.querySelector(".figure-view")!;
  const summary = figure.querySelector(".figure-summary")!;
  const caption = figure.querySelector(".figure-caption")!;
  const remark = figure.querySelector<HTMLElement>(".figure-remark")!;
  const data = figure.querySelector(".figure-data > div")!;
  const paints = createPaints<string | number>();
  /** What each piece is to become. */
  let pieces: string[] = [];
  let shownText = "";
  /** Groups that are empty, with what they will have in them. */
  const emptied = new Map<Element, readonly Node[]>();
  let filling = false;

  function paintPiece(element: Element, html: string): void {
    // What waits was for the piece before. A group that is to stay empty now is as it should be, and is not heard of again.
    for (const group of emptied.keys()) if (element.contains(group)) emptied.delete(group);
    change(element, html, (group, nodes) => emptied.set(group, nodes));
    if (emptied.size > 0 && !filling) void fillAtRest();
  }

  async function fillAtRest(): Promise<void> {
    filling = true;
    await rested();
    filling = false;
    paints.later("at rest", () => {
      for (const [group, nodes] of emptied) group.replaceChildren(...nodes);
      emptied.clear();
      painted(paints.done);
    });
  }

  function paintView(parts: Answer["view"]): void {
    if (parts.length !== view.children.length) {
      // The build's pieces are of both widths, the worker's of one: only then another number of them can be met.
      pieces = parts.map((html) => html!);
      for (let i = 0; i < view.children.length; i++) paints.drop(i);
      paints.later("view", () => {
        view.innerHTML = trustedHtml(pieces.join(""));
        painted(paints.done);
      });
      return;
    }
    for (const [i, html] of parts.entries()) {
      if (html === null) continue;
      pieces[i] = html;
      paints.later(i, () => {
        paintPiece(view.children[i], pieces[i]);
        painted(paints.done);
      });
    }
  }

  return {
    paint(answer) {
      const text = `${answer.summary}\n${answer.remark}\n${answer.caption}`;
      if (text !== shownText) {
        shownText = text;
        paints.later("summary", () => {
          if (summary.textContent !== answer.summary) summary.textContent = answer.summary;
          if (caption.textContent !== answer.caption) caption.textContent = answer.caption;
          if (remark.textContent !== answer.remark) remark.textContent = answer.remark;
          if (remark.hidden !== (answer.remark === "")) remark.hidden = answer.remark === "";
        });
      }
      paintView(answer.view);
      if (answer.data !== undefined) paints.later("data", () => change(data.firstElementChild!, answer.data!));
      return paints.finished();
    },
    rehearse() {
      const piece = view.lastElementChild;
      if (!piece) return;
      const copy = piece.cloneNode(true) as Element;
      // Something must be another in many places, or nothing but the comparison is rehearsed.
      for (const element of [...copy.querySelectorAll("text, path, td, dd")].slice(0, rehearsed)) {
        element.setAttribute("d", "");
        element.append(" ");
      }
      change(copy, piece.outerHTML);
    },
  };
}

/**
 * Makes `element` what `html` says. What is the same stays: focus, scroll and a hand that drags are not disturbed. So does
 * what a handler of the page put there: elements with `data-keep`.
 *
 * @param empty  told of each group that has been emptied, because it is to be filled when the hand rests
 */
function change(element: Element, html: string, empty?: (group: Element, nodes: readonly Node[]) => void): void {
  const template = document.createElement("template");
  template.innerHTML = trustedHtml(html);
  morphdom(element, template.content.firstElementChild!, {
    onBeforeElUpdated(from, to) {
      // What the reader has opened stays open.
      if (from instanceof HTMLDetailsElement) to.toggleAttribute("open", from.open);
      if (from.isEqualNode(to)) return false;
      if (!empty || !from.hasAttribute(atRest)) return true;
      empty(from, [...to.childNodes]);
      from.replaceChildren();
      return false;
    },
    onBeforeNodeDiscarded: (node) => !(node instanceof Element && node.hasAttribute("data-keep")),
  });
}
