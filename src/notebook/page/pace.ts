/**
 * @file What cells show is drawn a piece at a time, and no faster than a page can take it: after each piece the page has
 * time to lay it out. Of what waits for a place, the newest is drawn; what has begun is drawn to its end before.
 */
import type { Paints } from "../../kit/page/paints.ts";

/** Elements that are built in a millisecond, on the average of a second. */
const elementsPerMillisecond = 30;

/** A drawing: each step gives how many elements it has built. */
type Drawing = Iterator<number, void, void>;

export type Pace<Place> = {
  /** Draws a place soon, in place of what waits for it already. */
  later(place: Place, draw: () => Drawing): void;
  /** Leaves a place as it is. */
  drop(place: Place): void;
};

/** Draws by `paints`, in a measured way. */
export function createPace<Place>(paints: Paints<Place>): Pace<Place> {
  const waiting = new Map<Place, () => Drawing>();
  const begun = new Map<Place, Drawing>();
  let free = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function next(): void {
    timer = null;
    for (const place of new Set([...begun.keys(), ...waiting.keys()])) paints.later(place, () => step(place));
  }

  function step(place: Place): void {
    const now = performance.now();
    if (now < free) {
      timer ??= setTimeout(next, free - now);
      return;
    }
    let drawing = begun.get(place);
    if (!drawing) {
      const draw = waiting.get(place);
      if (!draw) return;
      waiting.delete(place);
      begun.set(place, (drawing = draw()));
    }
    const { done, value } = drawing.next();
    if (done) begun.delete(place);
    else free = now + value / elementsPerMillisecond;
    if (!done || waiting.has(place)) paints.later(place, () => step(place));
  }

  return {
    later(place, draw) {
      waiting.set(place, draw);
      paints.later(place, () => step(place));
    },
    drop(place) {
      waiting.delete(place);
      begun.delete(place);
      paints.drop(place);
    },
  };
}
