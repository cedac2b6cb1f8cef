/** @file The keys of one exercise for the names of a class: a table that a teacher marks with. Loaded when it is opened. */
import { givenOf, shownOf, type Exercises, type NumberExercise } from "./exercise.ts";
import { seedOfName, tidyName } from "./student.ts";

const topics = import.meta.glob<Exercises>("./topics/*.ts", { import: "default" });

/** A student's numbers and key, as they read in the page. */
export type KeyRow = { readonly name: string; readonly numbers: string; readonly key: string };

/** A row for each name of a list, one a line; empty lines and repeated names are dropped. */
export function keyRows(exercise: NumberExercise, list: string): KeyRow[] {
  const names = [
    ...new Set(
      list
        .split("\n")
        .map(tidyName)
        .filter((name) => name !== ""),
    ),
  ];
  return names.map((name) => {
    const given = givenOf(exercise, seedOfName(name));
    return {
      name,
      numbers: Object.keys(given)
        .map((part) => shownOf(exercise, given, part))
        .join(", "),
      key: shownOf(exercise, given, "key"),
    };
  });
}

/** Lets the fields of `root` fill its table. The exercises to choose from are those of the list. */
export function bindKeys(root: HTMLElement, list: HTMLElement): void {
  const [chosen, names, body] = [
    root.querySelector("select")!,
    root.querySelector("textarea")!,
    root.querySelector("tbody")!,
  ];
  for (const { id, dataset } of list.querySelectorAll<HTMLElement>("[data-kind='number']:has([data-drawn])")) {
    const option = new Option(id, id);
    option.dataset.topic = dataset.topic;
    chosen.add(option);
  }
  const show = async (): Promise<void> => {
    const { value, dataset } = chosen.selectedOptions[0];
    const topic = await topics[`./topics/${dataset.topic}.ts`]();
    if (value === chosen.value)
      body.replaceChildren(...keyRows(topic[value] as NumberExercise, names.value).map(rowOf));
  };
  for (const field of [chosen, names]) field.addEventListener("input", () => void show());
  void show();
}

function rowOf({ name, numbers, key }: KeyRow): HTMLElement {
  const row = document.createElement("tr");
  row.append(
    ...[name, numbers, key].map((textContent) => Object.assign(document.createElement("td"), { textContent })),
  );
  return row;
}
