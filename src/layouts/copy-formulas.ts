/** @file What is copied with formulas has them as TeX: `$…$` in a line, `$$…$$` displayed. Elsewhere MathML is copied as loose letters. */
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || (event.target as Element).closest?.("input, textarea, [contenteditable]"))
    return;
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: around } = range;
  const inside = (around instanceof Element ? around : around.parentElement)?.closest<MathMLElement>("math[data-tex]");
  const copy = document.createElement("div");
  copy.append(inside ? inside.cloneNode(true) : range.cloneContents());
  const formulas = copy.querySelectorAll<MathMLElement>("math[data-tex]");
  if (formulas.length === 0 || !event.clipboardData) return;
  for (const formula of formulas) {
    const mark = formula.getAttribute("display") === "block" ? "$$" : "$";
    formula.replaceWith(mark + formula.dataset.tex! + mark);
  }
  for (const more of copy.querySelectorAll(".peek-more")) more.remove();
  // As text it has the lines that it would have on the page.
  copy.style.cssText = "position: fixed; inset: 0 auto auto -100vw; width: 60rem";
  document.body.append(copy);
  const text = copy.innerText;
  copy.remove();
  copy.removeAttribute("style");
  event.clipboardData.setData("text/plain", text);
  event.clipboardData.setData("text/html", copy.innerHTML);
  event.preventDefault();
});

/* A module: pages with formulas import it. */
export {};
