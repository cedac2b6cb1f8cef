/** @file Checks the answers that a reader gives in the page. */
import { maxSeed } from "../../compute/index.ts";
import {
  givenOf,
  judge,
  printedSeed,
  shownOf,
  type Exercise,
  type Exercises,
  type Judgment,
  type NumberExercise,
} from "./exercise.ts";
import { figureValues } from "./figure-values.ts";
import { keepAnswer } from "../../reader/answers.ts";
import { seedOfName } from "./student.ts";

const topics = import.meta.glob<Exercises>("./topics/*.ts", { import: "default" });

/** Says what comes of the answer that stands in the exercise. */
export async function check(element: HTMLElement): Promise<void> {
  const judgment = await judgmentOf(element);
  say(element, judgment);
  if (judgment.verdict === "right" || judgment.verdict === "wrong") keepAnswer(element, judgment.verdict === "right");
}

/** Draws other numbers for the question, its answer included, and clears what was answered. */
export async function drawOther(element: HTMLElement): Promise<void> {
  const seed = Number(element.dataset.seed);
  await draw(element, seed === maxSeed ? 0 : seed + 1);
  const input = element.querySelector("input")!;
  input.value = "";
  input.focus();
  element.querySelector<HTMLDetailsElement>("details.solution")!.open = false;
  say(element, { verdict: "unreadable", reply: "Other numbers stand in the question now." });
}

/** Gives every question of the page the numbers of a student, and says so at its head; without a name, the printed ones. */
export async function drawFor(student: string): Promise<void> {
  const seed = student === "" ? printedSeed : seedOfName(student);
  for (const element of document.querySelectorAll<HTMLElement>("[data-exercise][data-kind='number']")) {
    if (!element.querySelector("[data-drawn]")) continue;
    await draw(element, seed);
    const head = element.querySelector(".head");
    if (!head) continue;
    const whose =
      head.querySelector(".whose") ??
      head.appendChild(Object.assign(document.createElement("span"), { className: "whose" }));
    whose.textContent = student && ` · the numbers of ${student}`;
  }
}

async function draw(element: HTMLElement, seed: number): Promise<void> {
  const exercise = (await declared(element)) as NumberExercise;
  element.dataset.seed = String(seed);
  const given = givenOf(exercise, seed);
  for (const drawn of element.querySelectorAll<HTMLElement>("[data-drawn]"))
    drawn.textContent = shownOf(exercise, given, drawn.dataset.drawn!);
}

async function judgmentOf(element: HTMLElement): Promise<Judgment> {
  switch (element.dataset.kind) {
    case "choice": {
      const chosen = element.querySelector("input:checked")?.closest("li");
      if (!chosen) return { verdict: "unreadable", reply: "Choose one of them first." };
      const isRight = chosen.dataset.right !== undefined;
      return {
        verdict: isRight ? "right" : "wrong",
        reply: chosen.dataset.reply ?? (isRight ? "Right." : "Not that one."),
      };
    }
    case "order": {
      const places = [...element.querySelectorAll<HTMLElement>(".pieces li")].map((item) => ({
        right: item.dataset.place!,
        given: item.querySelector("select")!.value,
      }));
      if (new Set(places.map(({ given }) => given)).size < places.length || places.some(({ given }) => given === ""))
        return { verdict: "unreadable", reply: "Give each of them a place of its own." };
      const misplaced = places.filter(({ right, given }) => right !== given).length;
      return misplaced === 0
        ? { verdict: "right", reply: "Right." }
        : { verdict: "wrong", reply: `${misplaced} of ${places.length} stand elsewhere.` };
    }
    case "number": {
      const exercise = (await declared(element)) as NumberExercise;
      return judge(exercise, givenOf(exercise, Number(element.dataset.seed)), element.querySelector("input")!.value);
    }
    default: {
      const exercise = await declared(element);
      if (exercise.kind !== "state") throw new Error(`There is nothing to check in ${element.id}`);
      const values = await figureValues(exercise.figure);
      if (!values) return { verdict: "unreadable", reply: "The figure of this exercise is not on this page." };
      return exercise.reached(values)
        ? { verdict: "right", reply: "Right: the figure shows it." }
        : { verdict: "wrong", reply: "Not yet: the figure shows something else." };
    }
  }
}

async function declared(element: HTMLElement): Promise<Exercise> {
  const topic = await topics[`./topics/${element.dataset.topic}.ts`]();
  return topic[element.dataset.exercise!];
}

function say(element: HTMLElement, { verdict, reply }: Judgment): void {
  const line = element.querySelector<HTMLElement>(".judgment")!;
  line.dataset.verdict = verdict;
  line.textContent = reply;
}
