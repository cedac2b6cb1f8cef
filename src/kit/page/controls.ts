/** @file Makes the controls of a figure act, and say what the figure's values are. Their markup is in `shell/controls.tsx`. */
import type { NumberParam, Param, Params, TimelineParam, Values } from "../declare/params.ts";
import { sliderPosition, sliderValue } from "../declare/slider-scale.ts";
import type { WidgetFace } from "../declare/widget.ts";
import { playTimeline } from "./timeline.ts";

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

type Figure = {
  change(change: Readonly<Record<string, unknown>>): void;
  values(): Values<Params>;
};

export type Controls = {
  /** Lets every control say these values; what is being typed stays as it was typed. */
  show(values: Values<Params>): void;
  /** Drops what was typed and is no value. */
  forget(): void;
  /** Takes what was typed, pressed or moved before anybody listened. */
  catchUp(): void;
};

/** Binds the controls inside `root`. */
export function bindControls(root: HTMLElement, { params }: WidgetFace, figure: Figure): Controls {
  const controls = new Map([...root.querySelectorAll<HTMLElement>("[data-control]")].map((element) => [element.dataset.control!, controlIn(element, params)]));
  const timelines = new Map([...controls].flatMap(([name, { param }]) => (param.kind === "timeline" ? [[name, playTimeline(root, name, param, figure)]] : [])));

  /** What was touched before, with a function that does it again. */
  const early = new Map([...controls.values()].flatMap(({ inputs }) => inputs.filter(isTouched)).map((input) => [input, again(input)]));

  root.addEventListener("input", ({ target }) => take(target as Input));
  root.addEventListener("focusout", ({ target }) => {
    const control = controls.get((target as HTMLElement).dataset.param ?? "");
    if (control?.draft === "valid") redraw(control);
  });
  root.addEventListener("click", ({ target }) => {
    const name = (target as Element).closest<HTMLElement>("[data-action$='-next']")?.dataset.action!.slice(0, -"-next".length);
    const control = name === undefined ? undefined : controls.get(name);
    if (!control) return;
    const { min, max } = control.param as NumberParam;
    const value = figure.values()[control.name] as number;
    set(control, value >= max ? min : value + 1, null);
  });

  function again(input: Input): () => void {
    const { value } = input;
    const checked = "checked" in input && input.checked;
    return () => {
      if ("checked" in input) input.checked = checked;
      input.value = value;
      take(input);
    };
  }

  /** Takes what an input says. */
  function take(input: Input): void {
    early.delete(input);
    const control = controls.get(input.dataset.param ?? "");
    if (!control) return;
    const { param } = control;
    if (input.type === "range") set(control, sliderValue(param as NumberParam | TimelineParam, (input as HTMLInputElement).valueAsNumber), input);
    else if (input.type === "checkbox") set(control, (input as HTMLInputElement).checked, input);
    else if (input.type === "radio" || input.localName === "select") set(control, input.value, input);
    else type(control, input);
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
    const parsed = control.param.parse(field.value);
    complain(control, "error" in parsed ? parsed.error : null);
    control.draft = "error" in parsed ? "invalid" : "valid";
    if ("value" in parsed) set(control, parsed.value, field);
  }

  function show(values: Values<Params>): void {
    for (const control of controls.values()) {
      const value = values[control.name];
      const hidden = !(control.param.when?.(values) ?? true);
      if (control.element.hidden !== hidden) control.element.hidden = hidden;
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

  return { show, forget, catchUp };
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
  const field = inputs.find(({ type }) => type === "text" || type === "textarea") ?? null;
  return { name, param: params[name], element, inputs, field, value: params[name].initial, draft: null, moving: null };
}

/** Lets each input say the value, but for one that is in the reader's hand. */
function redraw(control: Control): void {
  const { param, inputs, moving, value } = control;
  if (moving !== control.field) control.draft = null;
  for (const input of inputs) {
    if (input.type === "range") {
      const { format, unit } = param as NumberParam | TimelineParam;
      if (input !== moving) input.value = String(sliderPosition(param as NumberParam | TimelineParam, value as number));
      input.setAttribute("aria-valuetext", format(value as number) + (unit && ` ${unit}`));
    } else if (input === moving) {
      continue;
    } else if (input.type === "checkbox") {
      (input as HTMLInputElement).checked = value as boolean;
    } else if (input.type === "radio") {
      (input as HTMLInputElement).checked = input.value === value;
    } else {
      input.value = param.kind === "number" ? param.format(value as number) : param.print(value as never);
    }
  }
}

/** Forgets what was typed. */
function drop(control: Control): void {
  complain(control, null);
  control.draft = null;
}

/** Says why what stands in a control's field is no value; `null` takes it back. */
function complain({ element, field }: Control, error: string | null): void {
  if (!field) return;
  let reason = element.querySelector<HTMLElement>(".control-error");
  if (error === null) {
    reason?.remove();
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    return;
  }
  if (!reason) {
    reason = document.createElement("p");
    reason.className = "control-error";
    reason.id = `${field.id}-error`;
    reason.role = "alert";
    element.append(reason);
  }
  if (reason.textContent !== error) reason.textContent = error;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", reason.id);
}

/** Whether an input says something else than the page came with. */
function isTouched(input: Input): boolean {
  if (input instanceof HTMLSelectElement) return !input.selectedOptions[0]?.defaultSelected;
  if (input.type === "checkbox") return (input as HTMLInputElement).checked !== (input as HTMLInputElement).defaultChecked;
  if (input.type === "radio") return (input as HTMLInputElement).checked && !(input as HTMLInputElement).defaultChecked;
  return input.value !== input.defaultValue;
}
