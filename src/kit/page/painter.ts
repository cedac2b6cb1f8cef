/** @file Paints what the worker rendered, a piece at a time. */
import morphdom from "morphdom";
import type { Change } from "../worker/markup-changes.ts";
import type { Answer } from "./runner.ts";
import { applyChanges, numberedNodes } from "./apply-changes.ts";
import { createPaints } from "./paints.ts";

export type Painter = {
  /** Shows an answer, in place of one that is not painted to the end yet. Every answer must come, since each builds on the one before. */
  paint(answer: Answer): void;
};

/** One element of the view. */
type Piece = {
  /** What it is to become, if it is to be replaced. */
  html: string | null;
  /** What is to change in it then, a list for each answer that waits. */
  changes: (readonly Change[])[];
  /** Its nodes, while it has those that the worker counted. */
  nodes: readonly Node[] | null;
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
  const paints = createPaints<string | Piece>();
  let pieces = Array.from(view.children, emptyPiece);
  /** Whether the view is to have another number of pieces than stand there. */
  let isOther = false;
  let shownSummary = summary.textContent;

  function paintView(parts: Answer["view"]): void {
    if (parts.length !== pieces.length) {
      for (const piece of pieces) paints.drop(piece);
      pieces = parts.map(emptyPiece);
      isOther = true;
    }
    for (const [i, part] of parts.entries()) {
      const piece = pieces[i];
      if (typeof part === "string") Object.assign(piece, { html: part, changes: [] });
      else if (part.length > 0) piece.changes.push(part);
      else continue;
      if (!isOther) paints.later(piece, () => paintPiece(i));
    }
    if (isOther) paints.later("view", paintAll);
  }

  function paintPiece(i: number): void {
    const piece = pieces[i];
    if (piece.html !== null) {
      change(view.children[i], piece.html);
      piece.nodes = null;
    }
    applyAll(view.children[i], piece);
    painted(paints.done);
  }

  function paintAll(): void {
    isOther = false;
    view.innerHTML = pieces.map(({ html }) => html).join("");
    for (const [i, piece] of pieces.entries()) applyAll(view.children[i], piece);
    painted(paints.done);
  }

  return {
    paint(answer) {
      if (answer.summary !== shownSummary) {
        shownSummary = answer.summary;
        paints.later("summary", () => (summary.textContent = answer.summary));
      }
      paintView(answer.view);
      if (answer.data !== undefined) paints.later("data", () => change(data.firstElementChild!, answer.data!));
    },
  };
}

function emptyPiece(): Piece {
  return { html: null, changes: [], nodes: null };
}

function applyAll(element: Element, piece: Piece): void {
  for (const changes of piece.changes) {
    piece.nodes ??= numberedNodes(element);
    if (!applyChanges(piece.nodes, changes)) piece.nodes = null;
  }
  piece.html = null;
  piece.changes = [];
}

/** Makes `element` what `html` says. What is the same stays: focus, scroll and a hand that drags are not disturbed. */
function change(element: Element, html: string): void {
  const template = document.createElement("template");
  template.innerHTML = html;
  morphdom(element, template.content.firstElementChild!, { onBeforeElUpdated: (from, to) => !from.isEqualNode(to) });
}
