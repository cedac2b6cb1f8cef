/** @file Waits for a moment in which the reader's hand rests, and for frames. */

/**
 * A hand pauses when it has done nothing for so many milliseconds: after a key went down, longer than it is held at least,
 * so that its release does not meet the work that waits; after a release, the hand is on its way.
 */
const quietAfter = {
  keydown: 36,
  keyup: 8,
  input: 24,
  pointerdown: 24,
  pointermove: 24,
  pointerup: 8,
} as const;
/** What waits longer than this, in milliseconds, waits no more: a hand may never pause. */
const patience = 64;

/** A hand rests when it has used nothing for so many milliseconds: longer than from one press to the next. */
const rest = 150;

/** After the input that a key makes, too, the page waits as long as after the key; `null`: no key is down. */
let afterKey: number | null = null;
/** When the hand pauses, if it does nothing more. */
let quietFrom = -Infinity;
/** When the hand used something last: a pointer that only moves uses nothing. */
let lastUse = -Infinity;
for (const [type, quiet] of Object.entries(quietAfter)) {
  const note = (event: Event): void => {
    const now = performance.now();
    // A key that repeats is not about to be released: there is time between two repetitions.
    if (type === "keydown") afterKey = (event as KeyboardEvent).repeat ? quietAfter.keyup : quiet;
    else if (type !== "input") afterKey = null;
    quietFrom = now + (afterKey ?? quiet);
    if (type !== "pointermove") lastUse = now;
  };
  addEventListener(type, note, { capture: true, passive: true });
}

/** Waits until the hand pauses: not at all, if it does already. */
export async function pause(): Promise<void> {
  const begin = performance.now();
  let now = begin;
  while (now < quietFrom && now - begin < patience) {
    await new Promise((resolve) => setTimeout(resolve, quietFrom - now));
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
