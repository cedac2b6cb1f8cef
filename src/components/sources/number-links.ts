/**
 * @file The card of a number leads to what computes it: its call, its line, its tests. The link is made when the card is
 * first looked at, since a chapter has a hundred numbers; without JavaScript, the pages of all numbers have them too.
 */
const pages = `${import.meta.env.BASE_URL.replace(/\/*$/, "/")}reference/numbers/`;

function addLink({ target }: Event): void {
  const number = (target as Element).closest<HTMLElement>(".peek[data-how]");
  if (!number) return;
  const link = document.createElement("a");
  link.href = `${pages}${number.dataset.how}`;
  link.textContent = "call, line and test";
  number.querySelector(".peek-more")!.append("; ", link);
  delete number.dataset.how;
}

/** The card of a number in a figure leads to the figure's code, which says what it asks and what tests it. */
function addCodeLink({ target }: Event): void {
  const card = (target as Element).closest(".figure-view .peek")?.querySelector(".peek-more");
  const code = card?.closest(".figure")?.querySelector<HTMLDetailsElement>(".figure-code");
  if (!card || !code || card.querySelector("a")) return;
  const link = document.createElement("a");
  link.href = code.dataset.codeAt ?? "#";
  link.textContent = "code and tests";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    code.open = true;
    code.scrollIntoView({ block: "center" });
    code.querySelector("summary")!.focus({ preventScroll: true });
  });
  card.append(document.createElement("br"), link);
}

for (const type of ["pointerover", "focusin"])
  for (const add of [addLink, addCodeLink]) addEventListener(type, add, { passive: true });
