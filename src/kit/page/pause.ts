/** @file Waits for a moment in which the reader's hand rests, and for frames. */

/** A hand pauses when it has done nothing for so many milliseconds: longer than a key is held down, shorter than one notices. */
const quiet = 24;
/** What waits longer than this, in milliseconds, waits no more: a hand may never pause. */
const patience = 64;

let lastInput = -Infinity;
for (const type of ["keydown", "keyup", "input", "pointerdown", "pointermove", "pointerup"]) {
  addEventListener(type, () => (lastInput = performance.now()), { capture: true, passive: true });
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

/** Waits until the next frame has been drawn. What runs then takes nothing from it. */
export async function afterFrame(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve));
}
