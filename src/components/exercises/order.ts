/** @file The order in which options and steps stand in the page: shuffled, and the same on every build. */
import { createRandom } from "../../compute/index.ts";
import { hashOf } from "./hash.ts";

/** A permutation of 0 to count − 1 that depends on the exercise's id alone, and is not the identity if it can be another. */
export function shuffledOrder(id: string, count: number): number[] {
  for (let seed = hashOf(id); ; seed = (seed + 1) >>> 0) {
    const random = createRandom(seed);
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    if (count < 2 || order.some((original, place) => original !== place)) return order;
  }
}

/** "A" for the first place. */
export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}
