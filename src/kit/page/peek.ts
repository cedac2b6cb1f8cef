/** @file What a hover or the focus brings up (`.peek`, in `base.css`), and how it goes. */

let listens = false;

/** Lets Escape hide it, until the pointer or the focus moves on. Once for a page, however often it is asked for. */
export function hidePeeksAtEscape(): void {
  if (listens) return;
  listens = true;
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !document.querySelector(".peek:is(:hover, :focus)")) return;
    const root = document.documentElement;
    root.classList.add("no-peek");
    const again = new AbortController();
    for (const type of ["pointerover", "focusin"]) {
      addEventListener(
        type,
        () => {
          root.classList.remove("no-peek");
          again.abort();
        },
        { signal: again.signal },
      );
    }
  });
}
