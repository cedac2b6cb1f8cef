/**
 * @file Lays out the rows of the ledger that stand below its first ones, some at a time, once the table is near the screen
 * or the reader asks for a row. Until then `Ledger.astro` hides them on a page that is opened at its beginning.
 */

/** Rows in one task. */
const atOnce = 20;

/** Serves the `.ledger-claims` of a page. */
export function serveRows(page: Document): void {
  const idle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 30));
  for (const table of page.querySelectorAll<HTMLElement>(".ledger-claims")) {
    const rows = [...table.querySelectorAll("tbody tr")];
    const show = (number: number): void => rows.splice(0, number).forEach(({ classList }) => classList.add("shown"));
    const showNext = (): void => {
      show(atOnce);
      if (rows.length > 0) idle(showNext);
    };
    const sight = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        sight.disconnect();
        showNext();
      },
      { rootMargin: "50%" },
    );
    sight.observe(table);
    // A press may lead to a row, a key may search.
    for (const kind of ["click", "keydown", "change"])
      addEventListener(kind, () => show(rows.length), { capture: true, once: true });
  }
}
