/** @file Makes the controls of a figure act, and say what the figure's values are. Their markup is in `shell/controls.tsx`. */
import { holds } from "../declare/links.ts";
import { formatBytes } from "../declare/format.ts";
import {
  fileValueOf,
  limitsOf,
  nameValue,
  numberAfter,
  parseTyped,
  parseValue,
  printValue,
  showValue,
  whyMoved,
  type Ends,
} from "../declare/param-values.ts";
import type { FileParam, NumberParam, Param, Params, TimelineParam, Values } from "../declare/params.ts";
import { sliderPosition, sliderRange, sliderValue } from "../declare/slider-scale.ts";
import type { WidgetFace } from "../declare/widget.ts";
import { complain, noteMove } from "./control-notes.ts";
import { playTimeline } from "./timeline.ts";

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

type Figure = {
  change(change: Readonly<Record<string, unknown>>): void;
  values(): Values;
  /** What was asked for, whether the others allow it or not. */
  wanted(): Values;
  ends(): Ends;
  /** Takes a file that the reader opened, for the value that stands for it. */
  give(name: string, value: string, bytes: Uint8Array): void;
};

export type Controls = {
  /** Lets every control say these values; what is being typed stays as it was typed. */
  show(values: Values): void;
  /**
   * Says at a control why its value does not go with the others; nothing, to take it back.
   *
   * @returns whether there is such a control to be seen
   */
  complain(problem: { at: string; say: string } | null): boolean;
  /** What the controls in sight say of values that are not those asked for. */
  moves(): string[];
  /** Drops what was typed and is no value. */
  forget(): void;
  /** Takes what was typed, pressed or moved before anybody listened. */
  catchUp(): void;
};

/** Binds the controls inside `root`. */
export function bindControls(root: HTMLElement, { params }: WidgetFace, figure: Figure): Controls {
  const controls = new Map(
    [...root.querySelectorAll<HTMLElement>("[data-control]")].map((element) => [
      element.dataset.control!,
      controlIn(element, params),
    ]),
  );
  const timelines = new Map(
    [...controls].flatMap(([name, { param }]) =>
      param.kind === "timeline" ? [[name, playTimeline(root, name, param, figure)]] : [],
    ),
  );

  /** What was touched before, with a function that does it again. */
  const early = new Map(
    [...controls.values()].flatMap(({ inputs }) => inputs.filter(isTouched)).map((input) => [input, again(input)]),
  );

  root.addEventListener("input", ({ target }) => take(target as Input));
  root.addEventListener("focusout", ({ target }) => {
    const control = controls.get((target as HTMLElement).dataset.param ?? "");
    if (control?.draft === "valid") redraw(control);
  });
  root.addEventListener("click", ({ target }) => {
    const [, name, action] =
      /^(.+)-(next|all)$/.exec((target as Element).closest<HTMLElement>("[data-action]")?.dataset.action ?? "") ?? [];
    const control = controls.get(name);
    if (!control) return;
    if (action === "all") return set(control, null, null);
    const values = figure.values();
    set(control, numberAfter(control.param as NumberParam, values, values[control.name] as number), null);
  });

  function again(input: Input): () => void {
    const { value } = input;
    const checked = "checked" in input && input.checked;
    return () => {
      if (input.type !== "file") {
        if ("checked" in input) input.checked = checked;
        input.value = value;
      }
      take(input);
    };
  }

  /** Takes what an input says. */
  function take(input: Input): void {
    early.delete(input);
    const control = controls.get(input.dataset.param ?? "");
    if (!control) return;
    const { param } = control;
    if (input.type === "range")
      set(control, sliderValue(param as NumberParam | TimelineParam, (input as HTMLInputElement).valueAsNumber), input);
    else if (input.type === "checkbox") set(control, (input as HTMLInputElement).checked, input);
    else if (param.kind === "file") void open(control, param, input as HTMLInputElement);
    else if (param.kind === "choice") set(control, (parseValue(param, input.value) as { value: unknown }).value, input);
    else type(control, input);
  }

  async function open(control: Control, { label, maxBytes }: FileParam, input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    complain(control, null);
    try {
      if (file.size > maxBytes)
        throw new RangeError(`${label} must have at most ${formatBytes(maxBytes)} (got ${formatBytes(file.size)})`);
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (input.files?.[0] !== file) return;
      const value = fileValueOf(file.name, bytes);
      figure.give(control.name, value, bytes);
      set(control, value, input);
    } catch (error) {
      complain(control, error instanceof RangeError ? error.message : `${file.name} could not be read.`);
    }
  }

  function set(control: Control, value: unknown, by: Input | null): void {
    if (by !== control.field) drop(control);
    timelines.get(control.name)?.pause();
    control.moving = by;
    figure.change({ [control.name]: value });
    control.moving = null;
  }

  /** What is typed stays as it was typed; if it is no value, with the reason under it. */
  function type(control: Control, field: Input): void {
    const parsed = parseTyped(control.param, field.value);
    complain(control, "error" in parsed ? parsed.error : null);
    control.draft = "error" in parsed ? "invalid" : "valid";
    if ("value" in parsed) set(control, parsed.value, field);
  }

  function show(values: Values): void {
    for (const control of controls.values()) {
      const value = values[control.name];
      const hidden = !holds(control.param.when, values);
      if (control.element.hidden !== hidden) control.element.hidden = hidden;
      follow(control, values, figure.ends());
      noteMove(control, whyMoved(control.param, figure.wanted()[control.name], value, values));
      if (control.value === value) continue;
      control.value = value;
      // A value that comes from elsewhere replaces what was typed before.
      if (control.moving !== control.field) drop(control);
      redraw(control);
    }
    for (const timeline of timelines.values()) timeline.show(values);
  }

  function forget(): void {
    for (const timeline of timelines.values()) timeline.pause();
    for (const control of controls.values()) {
      if (control.draft === null) continue;
      drop(control);
      redraw(control);
    }
  }

  function catchUp(): void {
    for (const doAgain of [...early.values()]) doAgain();
  }

  function complainAt(problem: { at: string; say: string } | null): boolean {
    const at = controls.get(problem?.at ?? "");
    for (const control of controls.values()) {
      if (control === at) complain(control, problem!.say, false);
      else if (control.element.querySelector(".control-error:not([data-typed])")) complain(control, null);
    }
    return at !== undefined && at.element.checkVisibility();
  }

  function moves(): string[] {
    return [...root.querySelectorAll(".control:not([hidden]) > .control-moved")].map(
      (note) =>
        `${controls.get((note.parentElement as HTMLElement).dataset.control!)!.param.label}: ${note.textContent}`,
    );
  }

  return { show, complain: complainAt, moves, forget, catchUp };
}

type Control = {
  name: string;
  param: Param;
  element: HTMLElement;
  inputs: readonly Input[];
  /** The one that is typed into. */
  field: Input | null;
  /** The value that is shown. */
  value: unknown;
  /** Whether the field holds the reader's own words, and whether they are a value. */
  draft: "valid" | "invalid" | null;
  /** The input that is being moved: it knows best where it stands. */
  moving: Input | null;
};

function controlIn(element: HTMLElement, params: Params): Control {
  const name = element.dataset.control!;
  const inputs = [...element.querySelectorAll<Input>("[data-param]")];
  const field = inputs.find(({ type }) => type === "text" || type === "search" || type === "textarea") ?? null;
  return { name, param: params[name], element, inputs, field, value: params[name].initial, draft: null, moving: null };
}

/** Lets bounds and options follow the other values. */
function follow({ name, param, inputs, element }: Control, values: Values, ends: Ends): void {
  if (param.kind === "number" || param.kind === "timeline") {
    const range = sliderRange(param, limitsOf(param, values, ends, name));
    for (const input of inputs) {
      if (input.type !== "range") continue;
      for (const end of ["min", "max", "step"] as const)
        if ((input as HTMLInputElement)[end] !== String(range[end]))
          (input as HTMLInputElement)[end] = String(range[end]);
    }
  } else if (param.kind === "choice" && param.options.some(({ when }) => when)) {
    const places = inputs.flatMap((input): (HTMLInputElement | HTMLOptionElement)[] =>
      input instanceof HTMLSelectElement ? [...input.options] : [input as HTMLInputElement],
    );
    for (const [i, { when }] of param.options.entries())
      places[i].disabled = element.dataset.locked !== undefined || !holds(when, values);
  }
}

/** Lets each input say the value, but for one that is in the reader's hand. */
function redraw(control: Control): void {
  const { param, inputs, moving, value } = control;
  if (moving !== control.field) control.draft = null;
  for (const input of inputs) {
    if (input.type === "range") {
      if (input !== moving) input.value = String(sliderPosition(param as NumberParam | TimelineParam, value as number));
      input.setAttribute("aria-valuetext", nameValue(param, value));
    } else if (input === moving || (input.type === "file" && value !== "")) {
      continue;
    } else if (input.type === "checkbox") {
      (input as HTMLInputElement).checked = value as boolean;
    } else if (input.type === "radio") {
      (input as HTMLInputElement).checked = input.value === String(value);
    } else {
      input.value =
        param.kind === "number" || param.kind === "window" ? showValue(param, value) : printValue(param, value);
    }
  }
}

/** Forgets what was typed. */
function drop(control: Control): void {
  complain(control, null);
  control.draft = null;
}

/** Whether an input says something else than the page came with. */
function isTouched(input: Input): boolean {
  if (input instanceof HTMLSelectElement) return !input.selectedOptions[0]?.defaultSelected;
  if (input.type === "checkbox")
    return (input as HTMLInputElement).checked !== (input as HTMLInputElement).defaultChecked;
  if (input.type === "file") return (input as HTMLInputElement).files!.length > 0;
  if (input.type === "radio") return (input as HTMLInputElement).checked && !(input as HTMLInputElement).defaultChecked;
  return input.value !== input.defaultValue;
}
