/** @file Every exercise whose answer is computed, by its id, with the file of its topic. For the build: pages load one topic. */
import { nearest } from "../nearest.ts";
import type { Exercise, Exercises, NumberExercise } from "./exercise.ts";

const topics = import.meta.glob<Exercises>("./topics/*.ts", { eager: true, import: "default" });

export type Registered = { readonly id: string; readonly topic: string; readonly exercise: Exercise };

/** Exercises in the order of their topics. */
export const exercises: readonly Registered[] = Object.entries(topics).flatMap(([path, all]) =>
  Object.entries(all).map(([id, exercise]) => ({ id, topic: path.split("/").at(-1)!.replace(".ts", ""), exercise })),
);

/**
 * The exercise of an id.
 *
 * @throws Error that names the nearest id
 */
export function exerciseOf(id: string): Registered {
  const found = exercises.filter((candidate) => candidate.id === id);
  if (found.length === 0)
    throw new Error(
      `<Exercise of="${id}">: there is no such exercise. ${nearest(
        id,
        exercises.map((candidate) => candidate.id),
      )}`,
    );
  if (found.length > 1)
    throw new Error(
      `<Exercise of="${id}">: it must be defined once (found in ${found.map(({ topic }) => topic).join(" and ")})`,
    );
  return found[0];
}

/**
 * The exercise of an id, which asks for a number.
 *
 * @throws Error if there is none, or it asks for something else
 */
export function numberExerciseOf(id: string): NumberExercise {
  const { exercise } = exerciseOf(id);
  if (exercise.kind !== "number")
    throw new Error(`<Drawn of="${id}.…">: only exercises about a number have drawn values`);
  return exercise;
}
