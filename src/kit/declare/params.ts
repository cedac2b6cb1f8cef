/**
 * @file Parameters of a widget: plain data, which the build writes into the page as JSON. One declaration gives type,
 * value at rest, control, what an address may say, how a value prints and where the report's value lies.
 */
import { requireFinite, requireIntegerInRange } from "../../compute/check.ts";
import { maxSeed } from "../../compute/index.ts";
import type { As } from "./format-as.ts";
import type { Bounding, When } from "./links.ts";
import type { MineKey } from "./mine.ts";
import { formatExact } from "./format.ts";
import { plainText } from "../view/tex.ts";
import { checkInitial } from "./param-values.ts";

type Common<T> = {
  /** What stands beside the control. */
  label: string;
  /** Value at rest, and after a reset. From `src/compute` where the report gives it. */
  initial: T;
  /** The report's value, marked on the control; `true`: it is the initial one. Left out: the report gives none. */
  report?: T | true;
  /** One sentence for whoever does not know the term. */
  help?: string;
  /** Changed inside the view (a bar that is dragged, a cell that is picked), so no control is made for it. */
  inView?: boolean;
  /** Standing in a second row, for settings that few readers touch. */
  secondary?: boolean;
  /** Names that it had in earlier versions: links of those keep working. */
  formerly?: readonly string[];
  /** What of the reader's own model and cluster it takes. */
  mine?: MineKey;
  /** Key in the address without the widget's id: figures of a page with the same key have one value. */
  shared?: string;
};

/** What a parameter says of others, and whether only the view reads it. Types of these literals reach `defineWidget`. */
type Links<W, V> = {
  /** When it matters; otherwise its control is hidden. */
  when?: W;
  /** Only `view`, `summary` and `table` read it: a change draws again and computes nothing. */
  viewOnly?: V;
};

/**
 * Bounds within `range` that move with other parameters; a value beyond is brought back to the bound, and one between
 * multiples to the nearest. `multipleOf` is for whole numbers, and takes the place of `step`.
 */
type Bounds<L, M, O> = { atLeast?: L; atMost?: M; multipleOf?: O };

type NumberSpec = Common<number> & {
  range: readonly [least: number, most: number];
  step?: number;
  unit?: string;
  scale?: "linear" | "log";
  /** Too wide a range for a slider: a field alone, with a button for the next one. */
  fieldOnly?: boolean;
  /** How a value reads in the field: `"percent"`, `["count", 4]`. Six digits, if left out. */
  shown?: As;
};

type Data<T> = Omit<Common<T>, "report"> & { report?: T };

export type NumberParam<W = When, V = boolean, L = Bounding, M = Bounding, O = Bounding> = Data<number> & {
  kind: "number";
  min: number;
  max: number;
  step: number;
  unit: string;
  scale: "linear" | "log";
  integer: boolean;
  fieldOnly?: boolean;
  shown?: As;
  when?: W;
  viewOnly: V;
} & Bounds<L, M, O>;

export type TimelineParam<W = When> = Data<number> & {
  kind: "timeline";
  /** Where time begins. */
  min: number;
  /** Where it ends; absent: where `ends` of the widget says. */
  max?: number;
  step: number;
  unit: string;
  /** Steps shown each second at speed 1. */
  rate: number;
  speeds: readonly number[];
  shown?: As;
  when?: W;
  viewOnly: true;
};

/** From and to; `null`: all of it. */
export type Window = readonly [from: number, to: number] | null;
export type WindowParam<W = When> = Data<Window> & {
  kind: "window";
  min: number;
  max?: number;
  unit: string;
  shown?: As;
  when?: W;
  viewOnly: true;
};

export type Option<T> = { value: T; label: string; when?: When };
export type ChoiceParam<T extends string | number = string | number, W = When, V = boolean> = Data<T> & {
  kind: "choice";
  /** In the order in which they are offered. */
  options: readonly Option<T>[];
  /** By the texts that addresses of earlier versions have: what is meant now. */
  renamed?: Readonly<Record<string, T>>;
  when?: W;
  viewOnly: V;
};

export type ToggleParam<W = When, V = boolean> = Data<boolean> & { kind: "toggle"; when?: W; viewOnly: V };

export type NumbersParam<W = When, V = boolean> = Data<readonly number[]> & {
  kind: "numbers";
  range?: readonly [least: number, most: number];
  maxLength: number;
  when?: W;
  viewOnly: V;
};

export type TextParam<W = When, V = boolean> = Data<string> & {
  kind: "text";
  maxLength: number;
  placeholder?: string;
  when?: W;
  viewOnly: V;
};

/** Which file of the reader's is meant: its name and the sum of its bytes, or nothing. `compute` is given the bytes. */
export type FileParam<W = When, V = boolean> = Data<string> & {
  kind: "file";
  /** How names of such files end: ".csv". */
  accept: string;
  /** Bytes of the largest file that is taken. */
  maxBytes: number;
  when?: W;
  viewOnly: V;
};

export type Param =
  | NumberParam
  | TimelineParam
  | WindowParam
  | ChoiceParam
  | ToggleParam
  | NumbersParam
  | TextParam
  | FileParam;
export type Params = Record<string, Param>;
export type ParamValue<P> = P extends { initial: infer T } ? T : never;
/** Value of each parameter. */
export type Values<P extends Params = Params> = { readonly [Name in keyof P]: ParamValue<P[Name]> };

/** A type that is not guessed from where a parameter is put: there anything fits. */
type Fixed<T> = [T][T extends unknown ? 0 : never];

/** A number, on a slider with a field beside it. `scale: "log"` spreads the slider over powers of ten. */
export function number<
  const W extends When = never,
  const V extends boolean = false,
  const L extends Bounding = never,
  const M extends Bounding = never,
>(
  spec: NumberSpec & Links<W, V> & Omit<Bounds<L, M, never>, "multipleOf">,
): NumberParam<Fixed<W>, Fixed<V>, Fixed<L>, Fixed<M>, never> {
  const {
    range: [min, max],
  } = spec;
  return numeric(spec, spec.step ?? (max - min) / 100, false);
}

/** A whole number, on a slider with a field beside it. With `step` 2 and a range from 2, only even ones. */
export function integer<
  const W extends When = never,
  const V extends boolean = false,
  const L extends Bounding = never,
  const M extends Bounding = never,
  const O extends Bounding = never,
>(spec: NumberSpec & Links<W, V> & Bounds<L, M, O>): NumberParam<Fixed<W>, Fixed<V>, Fixed<L>, Fixed<M>, Fixed<O>> {
  return numeric(spec, spec.step ?? 1, true);
}

/** A seed of the site's random generator: every number from 0 to 2³² − 1. */
export function seed<const W extends When = never>(
  spec: Partial<Common<number>> & Pick<Links<W, false>, "when"> = {},
): NumberParam<Fixed<W>, false, never, never, never> {
  return integer<W>({ label: "Seed", initial: 1, secondary: true, fieldOnly: true, ...spec, range: [0, maxSeed] });
}

/** One of a few, in their order: a value, or a value with what the reader sees for it, and when it is offered. */
export function choice<const T extends string | number, const W extends When = never, const V extends boolean = false>(
  spec: Omit<Common<NoInfer<T>>, "report"> &
    Links<W, V> & {
      options: readonly (T | readonly [value: T, label: string, when?: When])[];
      report?: true | (NoInfer<T> extends number ? number : NoInfer<T>);
      renamed?: Readonly<Record<string, NoInfer<T>>>;
    },
): ChoiceParam<T, Fixed<W>, Fixed<V>> {
  const options = spec.options.map((option): Option<T> => {
    if (!Array.isArray(option))
      return { value: option as T, label: typeof option === "number" ? formatExact(option) : String(option) };
    const [value, label, when] = option as readonly [T, string, When?];
    // An option of a list has no elements: symbols between dollar signs are characters.
    return { value, label: plainText(label), ...(when && { when }) };
  });
  return declared<ChoiceParam<T, W, V>>({ ...spec, kind: "choice", options });
}

/** On or off. */
export function toggle<const W extends When = never, const V extends boolean = false>(
  spec: Common<boolean> & Links<W, V>,
): ToggleParam<Fixed<W>, Fixed<V>> {
  return declared<ToggleParam<W, V>>({ ...spec, kind: "toggle" });
}

/** A list of numbers, typed or pasted: separated by spaces, commas, semicolons or lines. May be empty. */
export function numbers<const W extends When = never, const V extends boolean = false>(
  spec: Common<readonly number[]> &
    Links<W, V> & { range?: readonly [least: number, most: number]; maxLength?: number },
): NumbersParam<Fixed<W>, Fixed<V>> {
  return declared<NumbersParam<W, V>>({ maxLength: 1024, ...spec, kind: "numbers" });
}

/** A text: something to search for. Only the view reads it, unless `viewOnly` is false. */
export function text<const W extends When = never, const V extends boolean = true>(
  spec: Omit<Common<string>, "initial"> & Links<W, V> & { initial?: string; maxLength?: number; placeholder?: string },
): TextParam<Fixed<W>, Fixed<V>> {
  return declared<TextParam<W, V>>({ initial: "", maxLength: 80, viewOnly: true, ...spec, kind: "text" });
}

/**
 * A file that the reader opens. It goes to the figure's worker and nowhere else; `compute` gets its bytes, or `null`. The
 * address has its name and sum: who follows the link is asked for the file.
 */
export function file<const W extends When = never>(
  spec: Omit<Common<string>, "initial" | "report"> &
    Pick<Links<W, false>, "when"> & { accept: string; maxBytes: number },
): FileParam<Fixed<W>, false> {
  return declared<FileParam<W, false>>({ initial: "", viewOnly: false, ...spec, kind: "file" });
}

type TimeSpec<T> = Omit<Common<T>, "initial"> & {
  initial?: T;
  /** Where it begins; 0, if left out. */
  from?: number;
  /** Where it ends. Left out: where the widget's `ends` says, which knows the result. */
  to?: number;
  unit?: string;
  shown?: As;
};

/** A point in time that is scrubbed, stepped and played. Only the view reads it, so nothing is computed while it runs. */
export function timeline<const W extends When = never>(
  spec: Omit<Links<W, true>, "viewOnly"> &
    TimeSpec<number> & { step?: number; rate?: number; speeds?: readonly number[] },
): TimelineParam<Fixed<W>> {
  const { from: min = 0, to: max, ...rest } = spec;
  return declared<TimelineParam<W>>({
    initial: min,
    step: 1,
    unit: "",
    rate: 8,
    speeds: [1],
    ...rest,
    ...(max !== undefined && { max }),
    min,
    kind: "timeline",
    viewOnly: true,
  });
}

/** A part of an axis, from and to: zoomed, panned or brushed in the view. Only the view reads it. */
export function windowOf<const W extends When = never>(
  spec: Omit<Links<W, true>, "viewOnly"> & TimeSpec<Window>,
): WindowParam<Fixed<W>> {
  const { from: min = 0, to: max, ...rest } = spec;
  return declared<WindowParam<W>>({
    initial: null,
    unit: "",
    ...rest,
    ...(max !== undefined && { max }),
    min,
    kind: "window",
    viewOnly: true,
  });
}

function numeric<P>(
  spec: NumberSpec & Links<unknown, unknown> & Bounds<unknown, unknown, unknown>,
  step: number,
  isInteger: boolean,
): P {
  const {
    range: [min, max],
    unit = "",
    scale = "linear",
    ...rest
  } = spec;
  requireFinite({ min, max, step });
  if (isInteger) requireIntegerInRange({ step }, 1, Number.MAX_SAFE_INTEGER);
  if (max < min) throw new RangeError(`range of ${spec.label} must not end before it begins (got ${min} to ${max})`);
  if (scale === "log" && min <= 0)
    throw new RangeError(`range of ${spec.label} must begin above 0 on a log scale (got ${min})`);
  return declared<P>({ ...rest, kind: "number", min, max, step, unit, scale, integer: isInteger });
}

/** The parameter with `report` as a value, its initial value checked. */
function declared<P>(spec: object): P {
  const { report, ...rest } = spec as Param & { report?: unknown };
  const param = {
    ...rest,
    viewOnly: rest.viewOnly ?? false,
    ...(report !== undefined && { report: report === true ? rest.initial : report }),
  };
  checkInitial(param as Param);
  return param as P;
}
