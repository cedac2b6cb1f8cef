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

for (const type of ["pointerover", "focusin"]) addEventListener(type, addLink, { passive: true });
