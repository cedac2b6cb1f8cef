/** @file Sorts, searches and saves the tables of a page that belong to no figure. Those of figures do it by parameters. */

/** Makes every `.page-table` act. */
export function serveTables(page: Document): void {
  for (const box of page.querySelectorAll<HTMLElement>(".page-table")) serveTable(box);
}

function serveTable(box: HTMLElement): void {
  const tools = box.querySelector<HTMLElement>(".table-tools")!;
  const body = box.querySelector("tbody")!;
  const heads = [...box.querySelectorAll<HTMLElement>("thead th")];
  tools.hidden = false;
  for (const [column, head] of heads.entries()) {
    const button = box.ownerDocument.createElement("button");
    button.type = "button";
    button.className = "table-sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column));
  }
  const search = tools.querySelector<HTMLInputElement>("input")!;
  search.addEventListener("input", () => find(search.value));
  tools.querySelector("[data-csv]")!.addEventListener("click", () => save(`${box.dataset.name}.csv`, csvOf(box)));

  /** By a column: numbers from the largest, texts from A; once more, the other way round. */
  function sort(column: number): void {
    const isNumeric = heads[column].classList.contains("number");
    const before = heads[column].getAttribute("aria-sort");
    const ascending = before === null ? !isNumeric : before === "descending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...[...body.children].sort((a, b) => compare(cellOf(a, column), cellOf(b, column), ascending)));
  }

  function find(query: string): void {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of [...body.children] as HTMLElement[]) {
      const text = row.textContent!.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) found++;
    }
    tools.querySelector("[role=status]")!.textContent =
      words.length === 0 ? "" : `${found} of ${body.children.length} rows`;
  }
}

/** A table as CSV: exact numbers, not as they are shown. */
export function csvOf(box: Element): string {
  const lines = [...box.querySelectorAll("tr")].map((row) =>
    [...row.children]
      .map((cell) => quoted(cell.getAttribute("data-value") ?? plainSpaces(cell.textContent!).replace(/^–$/, "")))
      .join(","),
  );
  return `${lines.join("\r\n")}\r\n`;
}

/** Where a line must not break, nothing is said to a spreadsheet. */
function plainSpaces(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}

type Cell = { number: number | null; text: string };

function cellOf(row: Element, column: number): Cell {
  const cell = row.children[column];
  const value = cell.getAttribute("data-value");
  return { number: value === null ? null : Number(value), text: cell.textContent!.trim() };
}

/** What is missing comes last, whichever way. */
function compare(a: Cell, b: Cell, ascending: boolean): number {
  const missing = Number(a.text === "–") - Number(b.text === "–");
  if (missing !== 0) return missing;
  const order =
    a.number !== null && b.number !== null
      ? a.number - b.number
      : a.text.localeCompare(b.text, "en", { numeric: true });
  return ascending ? order : -order;
}

/** Text that a spreadsheet would run as a formula gets an apostrophe in front. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
