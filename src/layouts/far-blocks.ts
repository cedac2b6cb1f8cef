/**
 * @file Lays out what `prose.css` put off, a little at a time, whenever the page has nothing else to do and no hand is at
 * work on it. A chapter is then painted early, and whole later, for those who search it. What is in a figure comes last,
 * once the page is scrolled or some seconds old. Figures keep the height that they then have, and are left out of each
 * frame again while they are far from the screen: with all of a chapter in it, a frame takes a third longer.
 */

/** Italics, bold, formulas and code far down wait for their faces no longer than this, in milliseconds. */
const facePatience = 2000;

/** Blocks wait this long: nothing that the beginning of the page needs waits for them. Milliseconds. */
const blocksWait = 500;

/** What is in figures far from the screen waits for the first scroll, or this long. Milliseconds. */
const figuresWait = 6000;

/** Milliseconds of layout in one task. */
const atOnce = 5;

/** Nothing is laid out until so many milliseconds after the last key or touch: what it changes comes first. */
const handRests = 1000;

const blocks = [...document.querySelectorAll<HTMLElement>(".prose > *, .in-parts > *")];
/** Hidden on a staged page, so that a figure is more than one task. */
const inFigures = [...document.querySelectorAll<HTMLElement>(".figure-main, .figure-side")];
const idle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 30));

/** Where the system has no face for formulas, a root covers the numerator alone, limits run into their sum, braces stay small. */
const wrongWithoutFace = "msqrt, munderover, munder, mtable";

/** Blocks that are read in the system's faces get their own when they leave the screen. */
const leaving = new IntersectionObserver((entries) => {
  for (const { isIntersecting, boundingClientRect, target } of entries) {
    // What stands above the screen may change its height only where the browser keeps the place of what is read.
    if (isIntersecting || (boundingClientRect.top < 0 && !CSS.supports("overflow-anchor", "auto"))) continue;
    target.classList.add("own-faces");
    leaving.unobserve(target);
  }
});

function layOut(block: HTMLElement, hasFaces: boolean): void {
  if (hasFaces && block.querySelector("math, code, em, i, cite, dfn, strong, b")) {
    if (block.getBoundingClientRect().top > innerHeight) block.classList.add("own-faces");
    else {
      // On the screen nothing may move but formulas that are drawn wrong. `leaving` hears at once of what is above it.
      for (const formula of block.querySelectorAll(`math:has(${wrongWithoutFace})`)) formula.classList.add("own-faces");
      leaving.observe(block);
    }
  }
  block.style.contentVisibility = "visible";
  block.getBoundingClientRect(); // now, so that its time counts
}

/** From now on the styles of `prose.css` hold for figures again, with the heights that they have: one in each idle moment. */
function leaveOutFarFigures(): void {
  const figures = [...document.querySelectorAll<HTMLElement>(".long-text > .figure")];
  const { innerWidth: width } = window;
  const next = (at: number): void => {
    if (at === figures.length || innerWidth !== width) return finish();
    const { style } = figures[at];
    style.containIntrinsicBlockSize = `auto ${figures[at].getBoundingClientRect().height}px`;
    style.removeProperty("content-visibility");
    idle(() => next(at + 1));
  };
  next(0);

  function finish(): void {
    document.documentElement.classList.add("laid-out");
    addEventListener("resize", follow);
    follow();
  }

  /** In a column of another width figures have other heights. */
  function follow(): void {
    if (innerWidth === width) return;
    removeEventListener("resize", follow);
    for (const { style } of figures) style.contentVisibility = "visible";
  }
}

let lastTouched = -Infinity;
for (const kind of ["keydown", "pointerdown", "pointerup", "input"])
  addEventListener(kind, () => (lastTouched = performance.now()), { capture: true, passive: true });

/** Lays out these blocks in idle moments, in their order; resolves when all are. */
function layOutAll(waiting: HTMLElement[], hasFaces: boolean): Promise<void> {
  return new Promise((resolve) => {
    const next = (): void => {
      const begin = performance.now();
      if (begin - lastTouched < handRests) {
        setTimeout(() => idle(next), handRests);
        return;
      }
      while (waiting.length > 0 && performance.now() - begin < atOnce) layOut(waiting.shift()!, hasFaces);
      if (waiting.length > 0) idle(next);
      else resolve();
    };
    idle(next);
  });
}

const target = document.querySelector(":target");
if (target) {
  // Not every browser keeps a place in the text where it is while what stands before it grows.
  for (const block of [...blocks, ...inFigures]) block.style.contentVisibility = "visible";
  // Where the reader comes back to, the browser knows the place better than the address.
  if (!document.documentElement.classList.contains("whole")) target.scrollIntoView();
}
const scrolled = scrolledOrAfter(figuresWait);
void Promise.all([lateFaces(), styled(), scrolledOrAfter(blocksWait)]).then(async ([hasFaces]) => {
  await layOutAll(blocks, hasFaces);
  await scrolled;
  await layOutAll(inFigures, hasFaces);
  leaveOutFarFigures();
});

/** Resolves when the page is scrolled or gets another size for the first time, or after so many milliseconds. */
function scrolledOrAfter(milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    for (const kind of ["scroll", "resize"]) addEventListener(kind, resolve, { once: true, passive: true });
    setTimeout(resolve, milliseconds);
  });
}

/** Resolves when figures and cells have their styles (`early-inline.js`), or none are on their way. */
function styled(): Promise<void> {
  const { documentElement: root } = document;
  const isStyled = (): boolean => root.classList.contains("styled");
  if (isStyled() || !document.querySelector("noscript[data-styles]")) return Promise.resolve();
  return new Promise((resolve) => {
    const changes = new MutationObserver(() => {
      if (!isStyled()) return;
      changes.disconnect();
      resolve();
    });
    changes.observe(root, { attributeFilter: ["class"] });
  });
}

/**
 * Whether the faces of italics, bold, formulas and code have come: too late for the first screen, but what is laid out now can have them,
 * and the next page from its first paint (`early-inline.js` reads what is kept). Never rejects.
 */
function lateFaces(): Promise<boolean> {
  const faces = [
    document.querySelector(".prose :is(em, i, cite, dfn)") && 'italic 1em "Source Serif 4 Italic"',
    document.querySelector(".prose :is(strong, b)") && '600 1em "Source Serif 4 Semibold"',
    document.querySelector("math") && '1em "Companion Math"',
    document.querySelector("code") && '1em "JetBrains Mono"',
  ].filter((face) => face !== null);
  // Letters and digits that have a face of their own. When one comes, every text of its family is laid out again: now,
  // while there are few.
  const rare = [...new Set(document.body.textContent.match(/[À-ÖØ-öø-ÿ²³¹⁰-ₜ]/g))].join("");
  const asked = [
    ...faces.map((face) => document.fonts.load(face)),
    rare && document.fonts.load('1em "Source Serif 4"', rare),
  ];
  if (faces.length === 0) return Promise.resolve(false);
  const came = Promise.all(asked).then(
    () => {
      try {
        if (faces.length === 4) localStorage.setItem("faces", "kept");
      } catch {
        /* storage may be closed: each page begins anew */
      }
      return true;
    },
    () => false,
  );
  return Promise.race([came, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), facePatience))]);
}
