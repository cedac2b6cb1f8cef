/**
 * @file What is to be painted, a little at a time and in the pauses of the hand: so a key or a finger finds the page free,
 * and a frame never waits for all of it.
 */
import { afterFrame, pause } from "./pause.ts";

/** Milliseconds of painting in one frame. */
const atOnce = 8;

export type Paints<Place> = {
  /** Paints a place soon, in place of what waits for it already. */
  later(place: Place, paint: () => void): void;
  /** Leaves a place as it is. */
  drop(place: Place): void;
  /** Whether nothing waits. */
  readonly done: boolean;
  /** Resolves once nothing waits any more. */
  finished(): Promise<void>;
};

/** A queue of paints, the newest one for each place. */
export function createPaints<Place>(): Paints<Place> {
  const waiting = new Map<Place, () => void>();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    try {
      while (waiting.size > 0) {
        await pause();
        paintSome();
        if (waiting.size > 0) await afterFrame();
      }
    } finally {
      working = null;
    }
  }

  function paintSome(): void {
    const begin = performance.now();
    for (const [place, paint] of waiting) {
      waiting.delete(place);
      paint();
      if (performance.now() - begin > atOnce) return;
    }
  }

  return {
    later(place, paint) {
      waiting.set(place, paint);
      working ??= work();
    },
    drop: (place) => void waiting.delete(place),
    finished: async () => void (await working),
    get done() {
      return waiting.size === 0;
    },
  };
}
