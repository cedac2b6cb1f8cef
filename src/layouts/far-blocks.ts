/**
 * @file Lays out what `prose.css` put off: one block after the other, whenever the page has nothing else to do. A chapter is
 * then painted early, and whole soon after, for those who search, print or photograph it.
 */
const blocks = [...document.querySelectorAll<HTMLElement>(".prose > *")].filter((block) => getComputedStyle(block).contentVisibility === "auto");
const idle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 30));

function layOutNext(): void {
  const block = blocks.shift();
  if (!block) return;
  block.style.contentVisibility = "visible";
  idle(layOutNext);
}

const target = document.querySelector(":target");
if (target) {
  // Not every browser keeps a place in the text where it is while what stands before it grows.
  for (const block of blocks.splice(0)) block.style.contentVisibility = "visible";
  target.scrollIntoView();
} else {
  idle(layOutNext);
}

export {};
