/** @file Waits for a moment in which the reader's hand does not. */

/** A hand pauses when it has done nothing for so many milliseconds: longer than a key is held down, shorter than one notices. */
const quiet = 24;
/** What waits longer than this, in milliseconds, waits no more: a hand may never pause. */
const patience = 64;

let lastInput = -Infinity;
for (const type of ["keydown", "keyup", "input", "pointerdown", "pointermove", "pointerup"]) {
  addEventListener(type, () => (lastInput = performance.now()), { capture: true, passive: true });
}

/** Lets a frame pass, and what the reader is doing. */
export async function pause(): Promise<void> {
  const begin = performance.now();
  await new Promise(requestAnimationFrame);
  let now: number;
  do await new Promise((resolve) => setTimeout(resolve, Math.max(0, lastInput + quiet - performance.now())));
  while ((now = performance.now()) < lastInput + quiet && now - begin < patience);
}
