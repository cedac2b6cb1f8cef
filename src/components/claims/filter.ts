/** @file Shows the rows of the ledger that have a verdict or a section; the search of `tables.ts` hides rows besides. */

/** Makes the selects of every `.ledger` act. */
export function serveFilters(page: Document): void {
  for (const box of page.querySelectorAll<HTMLElement>(".ledger")) {
    const selects = [...box.querySelectorAll<HTMLSelectElement>("[data-filter]")];
    const rows = [...box.querySelectorAll<HTMLElement>(".ledger-claims tbody tr")];
    const filter = (): void => {
      for (const row of rows)
        row.classList.toggle(
          "filtered",
          !selects.every(({ value, dataset }) => value === "" || row.dataset[dataset.filter!] === value),
        );
      box.querySelector("[role=status]")!.textContent =
        `${rows.filter((row) => !row.classList.contains("filtered") && !row.hidden).length} of ${rows.length} rows`;
    };
    for (const select of selects) select.addEventListener("change", filter);
  }
}
