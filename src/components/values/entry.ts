/** @file What a number in prose is: computed, formatted, sourced. */
import { formatNumber } from "../../kit/declare/format.ts";

export type ValueEntry = {
  /** The number, from `src/compute`. */
  value(): number;
  /** As a person reads it. */
  format(value: number): string;
  /** Unit of the exact value: "parameters", "US dollars". */
  unit: string;
  /** Where in the report or elsewhere it can be checked, or how it comes about. */
  source: string;
  /** An input of model or run, typed into the code with its source; everything else is computed. */
  given?: boolean;
};

export type Values = Readonly<Record<string, ValueEntry>>;

/** How a ratio is read: "1.56 times". */
export const times = { unit: "", format: (value: number) => `${formatNumber(value)} times` };
