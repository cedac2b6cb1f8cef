/** @file Errata and myths as data: what is often said about V3, calculators that give something else, and disagreements of the report. Numbers are computed. */
import { z } from "astro/zod";
import { parse } from "yaml";
import calculatorText from "../../../content/errata/calculators.yaml?raw";
import disagreementText from "../../../content/errata/disagreements.yaml?raw";
import mythText from "../../../content/errata/myths.yaml?raw";
import * as compute from "../../compute/index.ts";
import { exactAs, formatAs, type As } from "../../kit/declare/format-as.ts";
import { evaluate } from "../claims/check.ts";
import { valueOf } from "../values/index.ts";

/** A format of `format-as.ts`, by name, with digits or a unit where they differ from the usual. */
const as = z.custom<As>((value) => typeof value === "string" || Array.isArray(value));
const computed = z.strictObject({ expression: z.string(), as, unit: z.string() });
export type Computed = z.infer<typeof computed>;

const mythSchema = z.strictObject({
  id: z.string(),
  /** As it is said, digits included. */
  wrong: z.string(),
  /** What is right; "{id}" stands for a number of the site or of `numbers`. */
  right: z.string(),
  numbers: z.record(z.string(), computed).default({}),
  /** Public code or its discussion where it was said. */
  seen: z.string().optional(),
  chapter: z.string(),
  figure: z.strictObject({ id: z.string(), set: z.union([z.string(), z.record(z.string(), z.unknown())]) }).optional(),
});
export type Myth = z.infer<typeof mythSchema>;

const side = z.strictObject({ formula: z.string(), expression: z.string() });
const calculatorSchema = z.strictObject({
  id: z.string(),
  tool: z.string(),
  what: z.string(),
  theirs: side,
  ours: side,
  as,
  unit: z.string(),
  note: z.string(),
});
export type Calculator = z.infer<typeof calculatorSchema>;

const disagreement = z.union([
  z.strictObject({ about: z.string(), claims: z.array(z.string()).min(1) }),
  z.strictObject({ about: z.string(), where: z.string(), printed: z.string(), found: computed }),
]);
const disagreementSchema = z.strictObject({ inside: z.array(disagreement), outside: z.array(disagreement) });
export type Disagreement = z.infer<typeof disagreement>;

export const myths: readonly Myth[] = z.array(mythSchema).parse(parse(mythText));
export const calculators: readonly Calculator[] = z.array(calculatorSchema).parse(parse(calculatorText));
export const disagreements = disagreementSchema.parse(parse(disagreementText));

/** A number as it is shown, exactly, and how it comes about. */
export type Shown = { readonly text: string; readonly exact: string; readonly source: string };

/** What an expression over the exports of the module gives. */
export function shown({ expression, as: format, unit }: Computed): Shown {
  const value = evaluate(expression, compute);
  if (!Number.isFinite(value))
    throw new Error(`content/errata: ${expression} must give a finite number (got ${value})`);
  return {
    text: formatAs(value, format),
    exact: exactAs(value, format, format === "percent" ? undefined : unit),
    source: expression,
  };
}

/** The parts of what is right: texts, and numbers. */
export function partsOf({ right, numbers }: Pick<Myth, "right" | "numbers">): readonly (string | Shown)[] {
  return right.split(/(\{[^}]+\})/).map((part): string | Shown => {
    const id = /^\{(.+)\}$/.exec(part)?.[1];
    if (id === undefined) return part;
    if (numbers[id]) return shown(numbers[id]);
    const { value, format, unit, source } = valueOf(id);
    return { text: format(value()), exact: `${exactAs(value())}${unit && ` ${unit}`}`, source };
  });
}

/** Their result over ours. */
export function factorOf({ theirs, ours }: Calculator): number {
  return evaluate(theirs.expression, compute) / evaluate(ours.expression, compute);
}
