/** @file What a page says about cells that the reader changed, at the lower edge of the text, and what can be done with them. */

export type KeptNotice = {
  /** @param undo  whether they have just been restored, and can be brought back */
  count(changed: number, undo: boolean): void;
  /** One sentence more, until the next. */
  say(text: string): void;
};

type Actions = {
  restore(): void;
  undo(): void;
  /** Where the cells of the page open in the scratchpad. @throws RangeError if they do not fit into a link */
  address(): string;
};

/** A notice that is not there until there is something to say. */
export function keptNotice({ restore, undo, address }: Actions): KeptNotice {
  const element = document.createElement("aside");
  element.className = "cells-kept";
  element.setAttribute("aria-label", "Your changes");
  element.hidden = true;
  // It comes after `far-blocks.ts` has gone through the text: nobody would lay it out.
  element.style.contentVisibility = "visible";
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  const more = document.createElement("span");
  more.setAttribute("role", "status");
  const open = document.createElement("a");
  open.textContent = "Open in the scratchpad";
  open.href = "#";
  const restoreButton = button("Restore the author's", restore);
  const undoButton = button("Undo", undo);
  const copy = button("Copy link", async () => {
    const link = addressOr();
    if (link === null) return;
    try {
      await navigator.clipboard.writeText(link);
      say("Link copied.");
    } catch {
      say("The browser does not let this page copy: open the scratchpad and share the link from there.");
    }
  });
  // Packing all cells takes a moment, so the address is made when it is needed.
  for (const sign of ["pointerdown", "click"]) {
    open.addEventListener(sign, (event) => {
      const link = addressOr();
      if (link !== null) open.href = link;
      else event.preventDefault();
    });
  }
  element.append(text, restoreButton, undoButton, copy, open, more);
  document.querySelector("main")!.append(element);

  function addressOr(): string | null {
    try {
      return address();
    } catch (error) {
      say(`No link was made: ${(error as Error).message}`);
      return null;
    }
  }

  function say(sentence: string): void {
    more.textContent = sentence;
    element.hidden = false;
  }

  return {
    count(changed, canUndo) {
      const had = element.contains(document.activeElement);
      text.textContent =
        changed > 0
          ? `You changed ${changed === 1 ? "one cell" : `${changed} cells`} of this page.`
          : canUndo
            ? "All cells are as the author wrote them."
            : "";
      for (const part of [restoreButton, copy, open]) part.hidden = changed === 0;
      undoButton.hidden = !canUndo;
      more.textContent = "";
      element.hidden = changed === 0 && !canUndo;
      if (had && canUndo) undoButton.focus();
      else if (had && changed > 0) restoreButton.focus();
    },
    say,
  };
}

function button(text: string, pressed: () => void | Promise<void>): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", () => void pressed());
  return element;
}
