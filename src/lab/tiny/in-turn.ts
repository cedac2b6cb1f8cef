/** @file Runs that are trained in turn, step by step, and how fast they are here. */
import type { TinyCourse } from "./course.ts";

/**
 * Takes one step of each run that is not over, and so on until all are.
 *
 * @returns after each round, tokens a second of each run on this machine; `null` where it has made no step here
 */
export function* trainInTurn(courses: readonly TinyCourse[]): Generator<(number | null)[]> {
  const made = courses.map(() => ({ steps: 0, milliseconds: 0 }));
  do {
    courses.forEach((course, i) => {
      if (course.run.done) return;
      const begun = performance.now();
      course.step();
      made[i].milliseconds += performance.now() - begun;
      made[i].steps++;
    });
    yield courses.map(({ run: { settings } }, i) =>
      made[i].steps === 0
        ? null
        : (1000 * made[i].steps * settings.batch * settings.sequenceLength) / made[i].milliseconds,
    );
  } while (courses.some(({ run }) => !run.done));
}
