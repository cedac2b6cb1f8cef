/** @file Checks a claim: what the computation module finds, and whether the verdict that the ledger declares is borne out. */
import * as compute from "../../compute/index.ts";
import type { Claim } from "./claim.ts";

export type Checked = {
  /** What the expression gave; null where nothing is computed. */
  readonly found: number | null;
  /** Why the declared verdict does not hold; null if it does. */
  readonly problem: string | null;
};

/**
 * Checks a claim against the computation module.
 *
 * @param module  exports by name; another than the site's own shows what a changed configuration would do
 */
export function checkClaim(claim: Claim, module: Readonly<Record<string, unknown>> = compute): Checked {
  const { expected, verdict, tolerance, note } = claim;
  const found = claim.check.expression === undefined ? null : evaluate(claim.check.expression, module);
  if (found !== null && !Number.isFinite(found))
    return { found, problem: `the expression must give a finite number (got ${found})` };
  if (found !== null && !expected) return { found, problem: "what is computed needs an expected value" };
  const agrees = found !== null && expected !== undefined && roundsTo(found, expected.value, expected.digits);
  const needsNote = verdict !== "exact" && verdict !== "within";
  if (needsNote && !note) return { found, problem: `the verdict "${verdict}" needs a note` };
  switch (verdict) {
    case "exact":
      return { found, problem: agrees ? null : `found ${found}, which does not round to ${expected?.value}` };
    case "convention":
      return {
        found,
        problem:
          found === null || agrees
            ? null
            : `found ${found} under the convention, which does not round to ${expected?.value}`,
      };
    case "within": {
      if (found === null || !expected || !tolerance)
        return { found, problem: 'the verdict "within" needs an expression, an expected value and a tolerance' };
      const off = Math.abs(found / expected.value - 1);
      if (agrees)
        return { found, problem: `found ${found}, which rounds to ${expected.value}: the verdict is "exact"` };
      return {
        found,
        problem: off <= tolerance.relative ? null : `found ${found}, off by ${off}, more than ${tolerance.relative}`,
      };
    }
    case "conflict-inside":
    case "conflict-outside":
      return {
        found,
        problem: agrees ? `found ${found}, which rounds to ${expected!.value}: there is no conflict` : null,
      };
    default:
      return { found, problem: null };
  }
}

/** Whether a number, rounded half up to so many significant digits, is the printed one. */
export function roundsTo(found: number, printed: number, digits: number): boolean {
  if (printed === 0) return found === 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(printed))) + 1 - digits);
  return Math.abs(found - printed) <= unit / 2 + Math.abs(printed) * 1e-12;
}

/** The value of an expression over the exports of a module. Expressions are part of the site's own text, and run at build time only. */
export function evaluate(expression: string, module: Readonly<Record<string, unknown>>): number {
  const names = Object.keys(module);
  return Number(new Function(...names, `"use strict"; return (${expression});`)(...names.map((name) => module[name])));
}
