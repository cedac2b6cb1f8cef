/** @file An exercise whose numbers are drawn from a seed and whose key is computed by the module that the figures use. */
import { createRandom, type Random } from "../../compute/index.ts";
import { typedAnswer } from "./typed-answer.ts";

/** The numbers that one seed gives an exercise. */
export type Given = Readonly<Record<string, number>>;

/** How far an answer may be from the key, and why that far. */
export type Tolerance =
  | { readonly relative: number; readonly why: string }
  | { readonly absolute: number; readonly why: string };

/** A wrong answer that people really give, and the reply to it. */
export type Mistake<G extends Given> = { readonly value: (given: G) => number; readonly reply: string };

export type NumberExercise<G extends Given = Given> = {
  readonly kind: "number";
  /** Numbers of the question. Whatever it draws must lie where the question makes sense. */
  readonly draw: (random: Random) => G;
  /** The right answer, in `unit`. */
  readonly key: (given: G) => number;
  readonly unit: string;
  readonly tolerance: Tolerance;
  /** How the key reads. */
  readonly format: (value: number) => string;
  /** How a drawn number reads where it is not plain digits: "32K", "14.8T". */
  readonly shown?: { readonly [Name in keyof G]?: (value: number) => string };
  readonly mistakes?: readonly Mistake<G>[];
};

/** An exercise that is solved by bringing a figure into a state. */
export type StateExercise = {
  readonly kind: "state";
  /** Id of the figure. */
  readonly figure: string;
  /** Whether the figure's values solve it; computed, where a condition is about a result. */
  readonly reached: (values: Readonly<Record<string, unknown>>) => boolean;
  /** A state that solves it, for the printed answer and the tests. */
  readonly solution: Readonly<Record<string, unknown>>;
};

export type Exercise = NumberExercise | StateExercise;
export type Exercises = Readonly<Record<string, Exercise>>;

/** The seed of the numbers that stand in the page. */
export const printedSeed = 1;

/** Declares an exercise about a number. */
export function numberExercise<const G extends Given>(spec: Omit<NumberExercise<G>, "kind">): NumberExercise {
  return { ...spec, kind: "number" } as unknown as NumberExercise;
}

/** Declares an exercise about a state of a figure. */
export function stateExercise(spec: Omit<StateExercise, "kind">): StateExercise {
  return { ...spec, kind: "state" };
}

/** The numbers of an exercise under a seed. */
export function givenOf(exercise: NumberExercise, seed: number): Given {
  return exercise.draw(createRandom(seed));
}

/** How a number of the question reads, or the key under the name "key". */
export function shownOf(exercise: NumberExercise, given: Given, name: string): string {
  if (name === "key") return withUnit(exercise, exercise.key(given));
  return (exercise.shown?.[name] ?? ((value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 6 })))(
    given[name],
  );
}

/** Whether an answer counts as the key. */
export function isWithin(tolerance: Tolerance, key: number, answer: number): boolean {
  const allowed = "relative" in tolerance ? Math.abs(key) * tolerance.relative : tolerance.absolute;
  return Math.abs(answer - key) <= allowed;
}

export type Judgment = { readonly verdict: "right" | "wrong" | "unreadable"; readonly reply: string };

/** What to say to a typed answer. */
export function judge(exercise: NumberExercise, given: Given, typed: string): Judgment {
  const answer = typedAnswer(typed, exercise.unit);
  if (answer === null)
    return {
      verdict: "unreadable",
      reply: `Type one number, such as 3.7, 1e6 or 14.8T${exercise.unit && `, in ${exercise.unit}`}.`,
    };
  const key = exercise.key(given);
  if (isWithin(exercise.tolerance, key, answer))
    return { verdict: "right", reply: `Right: ${withUnit(exercise, key)}.` };
  const mistake = exercise.mistakes?.find(({ value }) => isWithin(exercise.tolerance, value(given), answer));
  return { verdict: "wrong", reply: mistake?.reply ?? wrongReply(exercise, key, answer) };
}

function withUnit(exercise: NumberExercise, value: number): string {
  return `${exercise.format(value)}${exercise.unit && ` ${exercise.unit}`}`;
}

/** A power of ten off is a matter of units, and worth saying; otherwise only the direction is given away. */
function wrongReply({ tolerance }: NumberExercise, key: number, answer: number): string {
  const power = Math.round(Math.log10(answer / key));
  if (power !== 0 && Number.isFinite(power) && isWithin(tolerance, key, answer / 10 ** power)) {
    return `The digits are right, but the answer is off by a factor of ${10 ** Math.abs(power)}. Check the units.`;
  }
  return answer > key ? "Not yet: that is too large." : "Not yet: that is too small.";
}
