/** @file A run that is watched: its steps so far, and states to go back to. */
import { createTinyRun, type TinyRun, type TinySnapshot, type TinyState } from "./run.ts";
import type { TinySettings } from "./settings.ts";

/** What a file keeps of a run: where it stands, and its steps up to there. */
export type KeptCourse = { name: string; state: TinyState; snapshots: readonly TinySnapshot[] };

export type TinyCourse = {
  readonly name: string;
  readonly run: TinyRun;
  /** Of each step, from the first. */
  readonly snapshots: readonly TinySnapshot[];
  /** One more step, if there is one. */
  step(): void;
  /** The newest state that is kept of at most so many steps; the run as it stands counts. */
  keptAt(steps: number): KeptCourse;
};

/** A state is kept after so many steps, in half a megabyte for the model of the chapter. */
const keptEvery = 25;

/**
 * A run with its steps, from the beginning or from where a file left it.
 *
 * @throws RangeError if a setting is not allowed
 */
export function tinyCourse(from: { name: string; settings: Partial<TinySettings> } | KeptCourse): TinyCourse {
  const isKept = "state" in from;
  const run = createTinyRun(isKept ? from.state.settings : from.settings);
  if (isKept) run.restore(from.state);
  const snapshots = isKept ? [...from.snapshots] : [];
  const kept: TinyState[] = [run.save()];
  return {
    name: from.name,
    run,
    snapshots,
    step() {
      if (run.done) return;
      snapshots.push(run.step());
      if (run.stepsDone % keptEvery === 0) kept.push(run.save());
    },
    keptAt(steps) {
      const state =
        run.stepsDone <= steps ? run.save() : (kept.filter(({ stepsDone }) => stepsDone <= steps).at(-1) ?? kept[0]);
      return { name: from.name, state, snapshots: snapshots.slice(0, state.stepsDone) };
    },
  };
}
