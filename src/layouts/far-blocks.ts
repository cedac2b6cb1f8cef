/**
 * @file Lays out what `prose.css` put off, a little at a time, whenever the page has nothing else to do. A chapter is then
 * painted early, and whole soon after, for those who search, print or photograph it.
 */

/** Formulas far down wait for their face no longer than this, in milliseconds. */
const facePatience = 2000;

/** Milliseconds of layout in one task. */
const atOnce = 5;

const blocks = [...document.querySelectorAll<HTMLElement>(".prose > *")];
const idle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 30));

function layOut(block: HTMLElement, hasMathFace: boolean): void {
  // On the screen nothing may move.
  if (hasMathFace && block.getBoundingClientRect().top > innerHeight && block.querySelector("math")) block.classList.add("own-math");
  block.style.contentVisibility = "visible";
  block.getBoundingClientRect(); // now, so that its time counts
}

function layOutNext(hasMathFace: boolean): void {
  const begin = performance.now();
  while (blocks.length > 0 && performance.now() - begin < atOnce) layOut(blocks.shift()!, hasMathFace);
  if (blocks.length > 0) idle(() => layOutNext(hasMathFace));
}

const target = document.querySelector(":target");
if (target) {
  // Not every browser keeps a place in the text where it is while what stands before it grows.
  for (const block of blocks) block.style.contentVisibility = "visible";
  // Where the reader comes back to, the browser knows the place better than the address.
  if (!document.documentElement.classList.contains("whole")) target.scrollIntoView();
}
void mathFace().then((came) => idle(() => layOutNext(came)));

/** Whether the face of formulas has come: it may be late for the first screen, but what is laid out now can still have it. Never rejects. */
function mathFace(): Promise<boolean> {
  if (!document.querySelector("math")) return Promise.resolve(false);
  const came = document.fonts.load("400 1em 'Companion Math, late'").then(() => true, () => false);
  return Promise.race([came, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), facePatience))]);
}
