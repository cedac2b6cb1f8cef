/** @file A symbol as MathML, as the formulas of chapters have it. Build time only. */
import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import katex from "katex";
import type { Root } from "hast";
import { leanFormulas } from "./lean-formulas.ts";
import { mathAlphabets } from "./math-alphabets.ts";

/** HTML of a formula in a line. @throws Error if KaTeX cannot read it */
export function symbolHtml(tex: string): string {
  const tree = fromHtml(katex.renderToString(tex, { output: "mathml", strict: "error", throwOnError: true }), {
    fragment: true,
  }) as Root;
  leanFormulas()(tree);
  mathAlphabets()(tree);
  return toHtml(tree);
}
