/** @file What a widget is: a declaration, from which the kit makes everything else. */
import type { ComponentChildren } from "preact";
import type { Params, Values } from "./params.ts";

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

/** Tells how far a long computation is, from 0 to 1. */
export type Report = (fraction: number) => void;

/** What a view may ask besides the result. */
export type ViewContext<P extends Params> = {
  values: Values<P>;
  /** Unique on the page: for ids inside the view. */
  id: string;
};

type Spec<P extends Params, Result> = {
  /** File name, address and anchor. */
  id: string;
  title: string;
  /** Where in the report: "§3.2.1, Table 2". */
  source: string;
  /** What is shown, and which values are ours. Plain text. */
  caption: string;
  params: P;
  /** Named states: only what differs from the defaults. One is "As published". */
  presets: Readonly<Record<string, Partial<Values<P>>>> & { readonly "As published": Partial<Values<P>> };
  /**
   * One call into `src/compute`, which must be all that it names: its source is the reader's code listing. It runs when the
   * site is built, and in a worker of the page.
   */
  compute(values: Values<P>, report: Report): Result;
  /**
   * What is seen: a few elements, one below the other. It runs where `compute` does, and the page gets its HTML. So it has
   * no handlers; a part that the reader may touch names the parameter that it sets (`HeatMap`, `ColumnBars`).
   */
  view(result: Result, context: ViewContext<P>): ComponentChildren;
  /** The result in one sentence. */
  summary(result: Result, values: Values<P>): string;
  /** The data behind the picture. */
  table(result: Result, values: Values<P>): Table;
};

export type Widget<P extends Params = Params, Result = unknown> = Readonly<Spec<P, Result>>;

/** A widget whose parameters and result nobody needs to know: what the shell handles. The two `any` let every kind fit. */
export type AnyWidget = Widget<any, any>;

/** What the page has of a widget. The rest runs in a worker, and `integrations/widget-faces.ts` keeps it out of the page. */
export type WidgetFace = Pick<AnyWidget, "id" | "title" | "source" | "params" | "presets">;

/**
 * Declares a widget.
 *
 * @throws RangeError if the id is not in kebab case, a parameter's name is not a plain word, or a preset names
 *   a parameter that does not exist or gives it a value that it refuses
 */
export function defineWidget<const P extends Params, Result>(spec: Spec<P, Result>): Widget<P, Result> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(spec.id)) throw new RangeError(`id must be in kebab case (got ${spec.id})`);
  for (const name of Object.keys(spec.params)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) throw new RangeError(`parameter must be a plain word (got ${name})`);
  }
  for (const [preset, change] of Object.entries(spec.presets)) {
    for (const [name, value] of Object.entries(change as object)) {
      const param = spec.params[name];
      if (!param) throw new RangeError(`preset "${preset}" must name parameters of ${spec.id} (got ${name})`);
      const parsed = param.parse(param.print(value as never));
      if ("error" in parsed) throw new RangeError(`preset "${preset}": ${parsed.error}`);
    }
  }
  return Object.freeze(spec);
}

/** The value of each parameter at rest. */
export function initialValues<P extends Params>(widget: { readonly params: P }): Values<P> {
  return Object.fromEntries(Object.entries(widget.params).map(([name, { initial }]) => [name, initial])) as Values<P>;
}

/** The state of a preset. */
export function presetValues<P extends Params>(widget: Pick<Widget<P, never>, "params" | "presets">, preset: string): Values<P> {
  return { ...initialValues(widget), ...widget.presets[preset] };
}

/** Whether two states print the same. */
export function sameValues(widget: Pick<AnyWidget, "params">, a: Values<Params>, b: Values<Params>): boolean {
  return Object.entries(widget.params as Params).every(([name, param]) => param.print(a[name] as never) === param.print(b[name] as never));
}

/** Whether two states have the same result, and differ at most in what the view shows of it. */
export function sameComputation(widget: Pick<AnyWidget, "params">, a: Values<Params>, b: Values<Params>): boolean {
  return Object.entries(widget.params as Params).every(([name, param]) => param.viewOnly || param.print(a[name] as never) === param.print(b[name] as never));
}
