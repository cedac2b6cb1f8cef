/** @file Answers of exercises as the record keeps them: what stands in the fields of an exercise, and back. */
import { changeRecord, currentRecord } from "./kept.ts";

/** Keeps an answer that was checked. */
export function keepAnswer(exercise: HTMLElement, isRight: boolean): void {
  const { exercise: id, seed } = exercise.dataset;
  changeRecord((record) => ({
    ...record,
    answers: {
      ...record.answers,
      [id!]: { given: fieldsOf(exercise).map(textOf), seed: Number(seed ?? 0), isRight, at: Date.now() },
    },
  }));
}

/** Puts kept answers back where the question has the same numbers, with what came of them. */
export function restoreAnswers(page: Document): void {
  const { answers } = currentRecord();
  for (const exercise of page.querySelectorAll<HTMLElement>("[data-exercise]")) {
    const answer = answers[exercise.dataset.exercise!];
    const fields = fieldsOf(exercise);
    const line = exercise.querySelector<HTMLElement>(".judgment");
    if (!answer || !line || fields.length !== answer.given.length || Number(exercise.dataset.seed ?? 0) !== answer.seed)
      continue;
    fields.forEach((field, i) => fill(field, answer.given[i]));
    line.dataset.verdict = answer.isRight ? "right" : "wrong";
    line.textContent = `Your answer of ${new Date(answer.at).toLocaleDateString("en-US", { dateStyle: "medium" })}.`;
  }
}

type Field = HTMLInputElement | HTMLSelectElement;

function fieldsOf(exercise: HTMLElement): Field[] {
  return [...exercise.querySelectorAll<Field>(".answer input, .pieces input, .pieces select")];
}

function textOf(field: Field): string {
  return isChoice(field) ? (field.checked ? "chosen" : "") : field.value;
}

function fill(field: Field, text: string): void {
  if (isChoice(field)) field.checked = text === "chosen";
  else field.value = text;
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.matches("[type=radio], [type=checkbox]");
}
