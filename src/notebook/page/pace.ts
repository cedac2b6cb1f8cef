/** @file What cells show is drawn no faster than a page can take it: after much was built, the next draw waits, and the newest takes its place. */
import type { Paints } from "../../kit/page/paints.ts";

/** Elements that are built in a millisecond, on the average of a second. */
const elementsPerMillisecond = 30;

export type Pace<Place> = {
  /** Draws a place soon, in place of what waits for it already. @param draw  gives how many elements it has built */
  later(place: Place, draw: () => number): void;
  /** Leaves a place as it is. */
  drop(place: Place): void;
};

/** Draws by `paints`, in a measured way. */
export function createPace<Place>(paints: Paints<Place>): Pace<Place> {
  const waiting = new Map<Place, () => number>();
  let free = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function next(): void {
    timer = null;
    for (const [place, draw] of waiting) paints.later(place, () => attempt(place, draw));
  }

  function attempt(place: Place, draw: () => number): void {
    if (waiting.get(place) !== draw) return;
    const now = performance.now();
    if (now < free) {
      timer ??= setTimeout(next, free - now);
      return;
    }
    waiting.delete(place);
    free = now + draw() / elementsPerMillisecond;
  }

  return {
    later(place, draw) {
      waiting.set(place, draw);
      paints.later(place, () => attempt(place, draw));
    },
    drop(place) {
      waiting.delete(place);
      paints.drop(place);
    },
  };
}
