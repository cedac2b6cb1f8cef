/** @file All that a page with cells loads: it waits for the first press or moved control, then brings the notebook. */
import { bringAhead } from "../../kit/page/bring-ahead.ts";
import { hidePeeksAtEscape } from "../../kit/page/peek.ts";
import { keptMark } from "./kept-mark.ts";
import type { Notebook } from "./mount.ts";

let notebook: Promise<Notebook> | undefined;
/** Keeps what the reader changes. It comes after the notebook, and finds what was changed until then. */
let keeping: Promise<() => void> | undefined;

hidePeeksAtEscape();

/** The notebook of this page, brought when it is first asked for. */
function awake(): Promise<Notebook> {
  return (notebook ??= import("./mount.ts")
    .then(async ({ mountNotebook }) => {
      await nextTask(null);
      const live = mountNotebook(document.body, { onChange: () => keep(live) });
      if (keptMark.get()) await nextTask(null).then(() => keep(live));
      return live;
    })
    .catch((error: unknown) => {
      notebook = undefined;
      throw error;
    }));
}

/** Never fails: without it, the notebook still runs. It is asked for again at the next change. */
function keep(live: Notebook): Promise<void> {
  keeping ??= nextTask(null)
    .then(() => import("./keep-page.ts"))
    .then(({ keepPage }) => keepPage(live, import.meta.env.BASE_URL));
  return keeping.then(
    (changed) => changed(),
    (error: unknown) => {
      keeping = undefined;
      console.error(error);
    },
  );
}

/** Parts what wakes the notebook into short tasks, so that a key is served between them. */
function nextTask<T>(value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value)));
}

function on(type: string, selector: string): void {
  document.addEventListener(type, ({ target }) => {
    const part = (target as Element).closest?.<HTMLElement>(selector);
    const cell = part?.closest("[data-cell]");
    // Once the notebook is there, it listens itself.
    if (!part || !cell || document.body.dataset.notebook) return;
    // In a task of its own: what was pressed or moved is painted first.
    setTimeout(() =>
      awake()
        .then(nextTask)
        .then(
          (live) => live.act(part),
          () => (cell.querySelector(".cell-state")!.textContent = "The notebook could not be loaded. Are you online?"),
        ),
    );
  });
}

// Of what can be moved at once, the code comes while the reader looks at it.
bringAhead(document.querySelectorAll("[data-cell]:has([data-view])"), () => void awake().catch(() => {}));
// Who reaches for a control will move it.
document.addEventListener("focusin", ({ target }) => {
  if ((target as Element).matches("[data-cell] [data-view]")) awake().catch(() => {});
});
// The editor comes beside the notebook, not after it. Should it not come, the notebook tells the reader.
document.addEventListener("pointerdown", ({ target }) => {
  if ((target as Element).closest?.('[data-do="edit"]')) import("./editor.ts").catch(() => {});
});
on("click", "[data-do], button[data-view]");
on("input", "[data-view]");
if (keptMark.get()) awake().catch(() => {});
