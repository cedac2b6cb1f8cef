/** @file Waits for a moment in which the reader's hand rests, and for frames. */

/** A hand pauses when it has done nothing for so many milliseconds: longer than a key is held down, shorter than one notices. */
const quiet = 24;
/** What waits longer than this, in milliseconds, waits no more: a hand may never pause. */
const patience = 64;

/** A hand rests when it has used nothing for so many milliseconds: longer than from one press to the next. */
const rest = 150;

let lastInput = -Infinity;
/** As `lastInput`, without a pointer that only moves. */
let lastUse = -Infinity;
for (const type of ["keydown", "keyup", "input", "pointerdown", "pointermove", "pointerup"]) {
  const note = (): void => {
    lastInput = performance.now();
    if (type !== "pointermove") lastUse = lastInput;
  };
  addEventListener(type, note, { capture: true, passive: true });
}

/** Waits until the hand pauses: not at all, if it does already. */
export async function pause(): Promise<void> {
  const begin = performance.now();
  let now = begin;
  while (now < lastInput + quiet && now - begin < patience) {
    await new Promise((resolve) => setTimeout(resolve, lastInput + quiet - now));
    now = performance.now();
  }
}

/** Waits until the hand rests, however long it is at work. */
export async function rested(): Promise<void> {
  for (let now = performance.now(); now < lastUse + rest; now = performance.now())
    await new Promise((resolve) => setTimeout(resolve, lastUse + rest - now));
}

/** Waits until the next frame has been drawn. What runs then takes nothing from it. */
export async function afterFrame(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve));
}
