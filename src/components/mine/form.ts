/** @file The page of a reader's own model and cluster: reads the form, keeps it on wish, and says which figures take what. Loaded when the form is used. */
import { writeAddress } from "../../kit/declare/address.ts";
import { readData } from "../../kit/declare/face-text.ts";
import { formatAs } from "../../kit/declare/format-as.ts";
import { mineNames, mineState, type Mine, type MineKey } from "../../kit/declare/mine.ts";
import { initialValues } from "../../kit/declare/widget.ts";
import type { Values } from "../../kit/declare/params.ts";
import type { MineFigure } from "./figures.ts";
import { keepMine, keptMine } from "./kept.ts";
import { fieldNames, fields, ofDevice, saidOf, showField, understand, type Said } from "./say.ts";

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** How what follows from the GPU reads. */
const shown = {
  memoryBytes: "bytes",
  memoryBytesPerSecond: ["si", 3, "B/s"],
  peakBf16: ["si", 4, "FLOP/s"],
  peakFp8: ["si", 4, "FLOP/s"],
  sms: "number",
} as const;

/** Serves the form inside `root`. */
export function serve(root: HTMLElement): void {
  const input = (name: string): Input => root.querySelector<Input>(`[name="${name}"]`)!;
  const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  const figures = readData<MineFigure[]>(part("figures").textContent!);
  const names: readonly (keyof Said)[] = ["model", "config", "device", ...fieldNames];

  const kept = keptMine();
  if (kept) {
    const said = saidOf(kept);
    for (const name of names) if (input(name).value === "" && said[name] !== "") input(name).value = said[name];
  }
  root.addEventListener("input", show);
  root.addEventListener("click", ({ target }) => {
    const action = (target as Element).closest<HTMLElement>("[data-action]")?.dataset.action;
    if (action === "keep") keep();
    else if (action === "forget") forget();
  });
  show();

  function said(): Said {
    return Object.fromEntries(names.map((name) => [name, input(name).value])) as Said;
  }

  function keep(): void {
    const { mine, problems } = understand(said());
    const wrong = Object.keys(problems).length;
    if (Object.keys(mine).length === 0) return say("There is nothing to keep yet.");
    if (!keepMine(mine)) return say("This browser stores nothing for this site. The links below work all the same.");
    say(
      `Kept in this browser.${wrong > 0 ? " What is marked above is not among it." : ""} Figures offer it by “Use mine”, below them.`,
    );
  }

  function forget(): void {
    keepMine({});
    for (const name of names) input(name).value = "";
    show();
    say("Removed. Figures are as published, unless their address says otherwise.");
  }

  function say(text: string): void {
    part("said").textContent = text;
  }

  function show(): void {
    const now = said();
    const { mine, model, problems } = understand(now);
    input("config").closest<HTMLElement>("label")!.hidden = now.model !== "own";
    part("model").textContent = model;
    for (const name of names) complain(input(name), problems[name]);
    const given = now.device === "" ? {} : ofDevice(now.device);
    for (const name of fieldNames) {
      const value = given[name];
      (input(name) as HTMLInputElement).placeholder =
        value === undefined ? "not said" : `${showField(name, value)}${fields[name].unit && ` ${fields[name].unit}`}`;
    }
    part("device").textContent = deviceLine(given);
    for (const figure of figures) showFigure(figure, mine);
  }

  /** What of it a figure takes, and the figure so set. */
  function showFigure({ id, params, address }: MineFigure, mine: Mine): void {
    const row = root.querySelector<HTMLElement>(`[data-of="${id}"]`)!;
    const { change, taken, misfits } = mineState(params, mine);
    const query = writeAddress({ id, params }, { ...initialValues({ params }), ...change } as Values, "");
    const [path, hash = ""] = address.split("#");
    const link = row.querySelector<HTMLAnchorElement>("[data-open]")!;
    link.href = `${path}${query && `?${query}`}${hash && `#${hash}`}`;
    link.hidden = taken.length === 0;
    row.querySelector("[data-taken]")!.textContent = taken.length > 0 ? `Set: ${taken.join(", ")}.` : "";
    row.querySelector("[data-misfits]")!.textContent = misfits.length > 0 ? `Does not fit: ${misfits.join(" ")}` : "";
  }
}

function deviceLine(given: Partial<Record<MineKey, number>>): string {
  const told = Object.entries(shown).flatMap(([key, as]) => {
    const value = given[key as MineKey];
    return value === undefined ? [] : [`${mineNames[key as MineKey]} ${formatAs(value, as)}`];
  });
  return told.length > 0
    ? `With it come ${told.join(", ")}. Where each was read is in the data of the figure “Design your own accelerator”.`
    : "";
}

function complain(input: Input, problem: string | undefined): void {
  const line = document.getElementById(`${input.name}-problem`)!;
  if (line.textContent !== (problem ?? "")) line.textContent = problem ?? "";
  input.setAttribute("aria-invalid", String(problem !== undefined));
}
