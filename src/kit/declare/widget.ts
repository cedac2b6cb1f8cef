/** @file What a widget is: parameters and presets as data, and functions that run in its worker and in the build. */
import type { ComponentChildren } from "preact";
import { namesIn, namesOf } from "./links.ts";
import { parseValue, printValue, settled, type Ends } from "./param-values.ts";
import type { FileParam, Param, Params, ParamValue, Values } from "./params.ts";
import type { Provenance } from "../export/provenance.ts";
import type { SetsAttributes } from "../view/sets.ts";

/** A column of a widget's data table, of its CSV file too. */
export type Column<Row> = {
  key: keyof Row & string;
  label: string;
  unit?: string;
  /** How a cell reads in the page; the CSV file always has the exact value. */
  format?: (value: never) => string;
};

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;
export type Table<R extends Row = Row> = {
  columns: readonly Column<R>[];
  rows: readonly R[];
};

/** What a computation that takes long is given. */
export type Run = {
  /** Lets newer input in; an overtaken run ends here. A generator needs none: at each `yield` that happens by itself. */
  pause(): Promise<void>;
  /** Says how far the computation is, from 0 to 1. */
  progress(share: number): void;
};

/**
 * A result, or what yields it: each value that a generator yields may be shown (not every one is), and the last one is
 * the result. One that yields nothing has nothing to show yet, and lets newer input in.
 */
export type Computed<Result> =
  | Result
  | Promise<Result>
  | Generator<Result | undefined, void>
  | AsyncGenerator<Result | undefined, void>;

/** What a view may ask besides the result. */
export type ViewContext<P extends Params> = {
  values: Values<P>;
  /** Unique on the page: for ids inside the view. */
  id: string;
  /** Of the view, in pixels: two are drawn, `wideWidth` and `narrowWidth`. */
  width: number;
  narrow: boolean;
  /** Where timelines and windows end. */
  ends: Readonly<Record<string, number>>;
  /** Attributes with which a press on an element sets parameters. */
  sets(change: Partial<Values<P>>): SetsAttributes;
};

/** What `check` finds: a sentence, and the parameter that can mend it. */
export type Problem<Name extends string = string> = { at: Name; say: string };

type NamesOf<P, Kind> = { [N in keyof P]: P[N] extends Kind ? N : never }[keyof P] & string;
/** Values of the parameters that computing needs; of a file, its bytes. */
export type ComputeValues<P extends Params> = {
  readonly [N in keyof P as P[N] extends { viewOnly: true } ? never : N]: P[N] extends FileParam<any, boolean>
    ? Uint8Array | null
    : ParamValue<P[N]>;
};

/** A file that a reader can take away, besides picture and data. */
export type FileOffer<Result, V> = {
  /** What follows the figure's id in its name: "state.bin". */
  name: string;
  type: string;
  /**
   * What stands in it, with where it comes from. Made where `compute` runs, of what is seen.
   *
   * @throws RangeError in a state that has no such file
   */
  write(result: Result, values: V, origin: Provenance): Uint8Array | string;
};
type Falsy = false | null | undefined | "";

type Spec<P extends Params, Result> = {
  /** File name, address and anchor. */
  id: string;
  title: string;
  /** Where in the report: "§3.2.1, Table 2". */
  source: string;
  /** What is shown, and which values are ours, in every state. Plain text. */
  caption: string | ((values: Values<NoInfer<P>>) => string);
  params: P & Linked<P>;
  /** Named states: only what differs from the initial one. One is "As published". */
  presets: {
    readonly "As published": Partial<Values<NoInfer<P>>>;
    readonly [name: string]: Partial<Values<NoInfer<P>>>;
  };
  /** What does not go together, though each value alone does. Runs before `compute`, which is spared then. */
  check?(values: Values<P>): Problem<keyof P & string> | Falsy;
  /**
   * A call into `src/compute`. It may name what that exports, and functions and constants of its file: with them it is the
   * reader's code listing. It runs in the build, and in a worker of the page.
   */
  compute(values: ComputeValues<P>, run: Run): Computed<Result>;
  /**
   * Whether a generator waits after this part, in a figure of the page: until what only the view needs changes so that it
   * goes on.
   */
  holds?(partial: NoInfer<Result>, values: Values<P>): boolean;
  /** Where timelines and windows end, if it follows from the result. */
  ends?(
    result: NoInfer<Result>,
    values: Values<P>,
  ): { readonly [N in NamesOf<P, { kind: "timeline" | "window" }>]?: number };
  /**
   * What is seen: a few elements, one below the other. It runs where `compute` does, and the page gets its HTML. So it has
   * no handlers; what the reader may touch names the parameters that it sets.
   */
  view(result: NoInfer<Result>, context: ViewContext<P>): ComponentChildren;
  /** The result in one sentence. */
  summary(result: NoInfer<Result>, values: Values<P>): string;
  /** One sentence on a result that is impossible, or outside of what a formula covers. */
  remark?(result: NoInfer<Result>, values: Values<P>): string | Falsy;
  /** The data behind the picture. */
  table(result: NoInfer<Result>, values: Values<P>): Table;
  /** Other files to take away, by what their buttons say. */
  files?: { readonly [label: string]: FileOffer<NoInfer<Result>, Values<P>> };
};

export type Widget<P extends Params = Params, Result = unknown> = Readonly<
  Omit<Spec<P, Result>, "params"> & { params: P }
>;

/** A widget whose parameters and result nobody needs to know: what the shell handles. The two `any` let every kind fit. */
export type AnyWidget = Widget<any, any>;

/** What the page has of a widget, as JSON that the build writes. The rest runs in a worker. */
export type WidgetFace = {
  /** Of the figure: the widget's own, or that of one of several figures of it on a page. */
  id: string;
  /** The widget's file. */
  widget: string;
  title: string;
  source: string;
  params: Params;
  presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the widget's own state at rest has where this figure's has something else. */
  before?: Readonly<Record<string, unknown>>;
};

/** What is wrong with the names and values in `when`, `atLeast`, `atMost` and `multipleOf`; nothing, if they fit the parameters. */
type Linked<P> = { readonly [N in keyof P]: LinkedParam<P, P[N]> };
type LinkedParam<P, Q> = {
  when?: CheckedWhen<P, Given<Q, "when">>;
  atLeast?: CheckedBounding<P, Given<Q, "atLeast">>;
  atMost?: CheckedBounding<P, Given<Q, "atMost">>;
  multipleOf?: CheckedBounding<P, Given<Q, "multipleOf">>;
};
type Given<Q, Key extends string> = Q extends { [K in Key]?: infer V } ? NonNullable<V> : never;
type CheckedWhen<P, W> = W extends readonly (infer One)[]
  ? readonly CheckedWhen<P, One>[]
  : { readonly [K in keyof W]: K extends keyof P ? TestOf<ParamValue<P[K]>> : never };
type TestOf<T> =
  | T
  | readonly T[]
  | { readonly not: T | readonly T[] }
  | (T extends number ? { readonly [Is in "above" | "below" | "atLeast" | "atMost"]?: number } : never);
type Words<S> = S extends `${infer Word} ${infer More}` ? Word | Words<More> : S;
type NumericNames<P> = { [N in keyof P]: ParamValue<P[N]> extends number ? N : never }[keyof P] & string;
type CheckedBounding<P, B> = [B] extends [never]
  ? never
  : B extends readonly (infer One)[]
    ? readonly {
        readonly of: CheckedBound<P, Given<One, "of">>;
        readonly when?: CheckedWhen<P, Given<One, "when">>;
      }[]
    : CheckedBound<P, B>;
type CheckedBound<P, B> = [B] extends [never]
  ? never
  : [Exclude<Words<B>, NumericNames<P> | "+" | "-" | "*" | "/" | `${number}`>] extends [never]
    ? B
    : `a sum or product of ${NumericNames<P>}`;

/**
 * Declares a widget.
 *
 * @throws RangeError if the id is not in kebab case, a parameter's name is not a plain word, a condition or bound names
 *   no parameter, a timeline has no end, or a preset names a parameter that does not exist or gives it a value that it
 *   refuses; the message begins with the widget's id
 */
export function defineWidget<const P extends Params, Result>(spec: Spec<P, Result>): Widget<P, Result> {
  try {
    checkDeclaration(spec as unknown as AnyWidget);
  } catch (error) {
    throw new RangeError(`${spec.id}: ${(error as Error).message}`);
  }
  return Object.freeze(spec) as unknown as Widget<P, Result>;
}

function checkDeclaration({ id, params, presets, ends }: AnyWidget): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) throw new RangeError(`id must be in kebab case (got ${id})`);
  const requireParam = (name: string, what: string): void => {
    if (!Object.hasOwn(params, name)) throw new RangeError(`${what} must name parameters (got ${name})`);
  };
  for (const [name, param] of Object.entries(params as Params)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new RangeError(`parameter must be a plain word (got ${name})`);
    if (param.shared !== undefined && !/^[a-z][A-Za-z0-9]*$/.test(param.shared))
      throw new RangeError(`shared of ${name} must be a plain word (got ${param.shared})`);
    for (const old of param.formerly ?? []) {
      if (Object.hasOwn(params, old))
        throw new RangeError(`formerly of ${name} must be free (got ${old}, which is a parameter)`);
      if (
        Object.entries(params as Params).some(([other, { formerly = [] }]) => other !== name && formerly.includes(old))
      )
        throw new RangeError(`formerly must name a parameter once (got ${old} twice)`);
    }
    for (const other of namesOf(param.when)) requireParam(other, `when of ${name}`);
    if (param.kind === "number")
      for (const bound of ["atLeast", "atMost", "multipleOf"] as const)
        for (const other of namesIn(param[bound] ?? "")) requireParam(other, `${bound} of ${name}`);
    if (param.kind === "choice")
      for (const { when } of param.options)
        for (const other of namesOf(when)) requireParam(other, `an option of ${name}`);
    if ((param.kind === "timeline" || param.kind === "window") && param.max === undefined && !ends)
      throw new RangeError(`${name} must have an end: give it \`to\`, or declare \`ends\``);
  }
  for (const [preset, change] of Object.entries(presets)) {
    for (const [name, value] of Object.entries(change as object)) {
      requireParam(name, `preset "${preset}"`);
      const parsed = parseValue(params[name], printValue(params[name], value));
      if ("error" in parsed) throw new RangeError(`preset "${preset}": ${parsed.error}`);
    }
  }
}

/** What the page needs of a widget. */
export function faceOf({ id, title, source, params, presets }: AnyWidget): WidgetFace {
  return { id, widget: id, title, source, params, presets };
}

/**
 * A widget for one of several figures of it on a page: with a name, and a state at rest of its own. Presets mean the same
 * states as before.
 *
 * @throws RangeError if `state` names no parameter, or gives it a value that it refuses
 */
export function asFigure(face: WidgetFace, as: string, state: Readonly<Record<string, unknown>>): WidgetFace {
  const before = initialValues(face);
  const params = { ...face.params };
  for (const [name, value] of Object.entries(state)) {
    const param = params[name];
    if (!param) throw new RangeError(`state must name parameters of ${face.id} (got ${name})`);
    const parsed = parseValue(param, printValue(param, value));
    if ("error" in parsed) throw new RangeError(`state of ${face.id}: ${parsed.error}`);
    params[name] = { ...param, initial: value } as Param;
  }
  const rest = Object.fromEntries(Object.keys(state).map((name) => [name, before[name]]));
  const presets = Object.fromEntries(
    Object.entries(face.presets).map(([name, change]) => [name, { ...rest, ...change }]),
  );
  return { ...face, id: as, params, presets, before: rest };
}

/** The widget alone, of which this is one of several figures. */
export function aloneFace(face: WidgetFace): WidgetFace {
  const params = Object.fromEntries(
    Object.entries(face.params).map(([name, param]) => [
      name,
      // It may be `null`: all of a window.
      {
        ...param,
        initial: face.before && Object.hasOwn(face.before, name) ? face.before[name] : param.initial,
      } as Param,
    ]),
  );
  return { ...face, id: face.widget, params };
}

type States = Pick<WidgetFace, "params" | "presets">;

/** The value of each parameter at rest. */
export function initialValues<P extends Params>(widget: { readonly params: P }): Values<P> {
  return Object.fromEntries(Object.entries(widget.params).map(([name, { initial }]) => [name, initial])) as Values<P>;
}

/** The state of a preset. */
export function presetValues<P extends Params>(
  widget: { readonly params: P; readonly presets: States["presets"] },
  preset: string,
): Values<P> {
  return { ...initialValues(widget), ...widget.presets[preset] } as Values<P>;
}

/** Whether two states print the same. */
export function sameValues({ params }: Pick<States, "params">, a: Values, b: Values): boolean {
  return Object.entries(params).every(([name, param]) => printValue(param, a[name]) === printValue(param, b[name]));
}

/** Whether two states have the same result, and differ at most in what the view shows of it. */
export function sameComputation({ params }: Pick<States, "params">, a: Values, b: Values): boolean {
  return Object.entries(params).every(
    ([name, param]) => param.viewOnly || printValue(param, a[name]) === printValue(param, b[name]),
  );
}

/** The bytes of the file that a value of a parameter stands for; `null` if it was not opened here. */
export type FilesOpened = (name: string, value: string) => Uint8Array | null;

/** The values that `compute` is given: without those that only the view reads, and with the bytes of files. */
export function computeValues(
  { params }: Pick<States, "params">,
  values: Values,
  opened: FilesOpened = () => null,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, param]) =>
      param.viewOnly ? [] : [[name, param.kind === "file" ? opened(name, values[name] as string) : values[name]]],
    ),
  );
}

/** Values as `view`, `summary` and `table` get them: times and windows end where the result does. */
export function viewValues(widget: AnyWidget, result: unknown, values: Values): { values: Values; ends: Ends } {
  const ends = endsOf(widget, result, values);
  return { values: settled(widget.params, values, ends), ends };
}

function endsOf({ params, ends }: AnyWidget, result: unknown, values: Values): Ends {
  const fixed = Object.entries(params as Params).flatMap(([name, param]) =>
    (param.kind === "timeline" || param.kind === "window") && param.max !== undefined
      ? [[name, param.max] as const]
      : [],
  );
  return { ...Object.fromEntries(fixed), ...(ends?.(result, values) as Ends | undefined) };
}
