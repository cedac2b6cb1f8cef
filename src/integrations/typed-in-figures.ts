/**
 * @file Figures typed into prose: digits that neither the computation module gives (`<Value>`) nor a source prints
 * (`<Printed>`), and that are not plain, such as a year or a section number. There should be none.
 */
import { relative } from "node:path";
import type { Root } from "mdast";
import { SKIP, visit } from "unist-util-visit";
import type { VFile } from "vfile";

/** What may have digits without being a figure. Each pattern is tried on the text between markup. */
const plainPatterns: readonly { what: string; pattern: RegExp }[] = [
  {
    what: "sections, equations, tables, figures, chapters, appendices, pages, steps",
    pattern:
      /(?:§|\b(?:eq\.|equations?|Tables?|Figures?|chapters?|Appendix(?: [A-Z]\.)?|page|step) ?)\d[\d.]*(?:(?:–|, | to | and )§?\d[\d.]*)*/gi,
  },
  { what: "years", pattern: /\b(?:19|20)\d\d\b/g },
  { what: "numbers of preprints", pattern: /\barXiv:\d{4}\.\d{5}\b/g },
  {
    what: "models and benchmarks by name",
    pattern:
      /\b(?:o1-preview|LongBench v2|L[lL]a[mM][aA][- ]3\.1 405B|Qwen2\.5 72B|Mixtral 8x22B|GPT-4o|Claude 3\.5 Sonnet)\b/g,
  },
  {
    what: "names with digits in them: V3, V2.5-0905, FP8, E4M3, H800, BF16, R1",
    pattern: /\b[A-Z][A-Za-z]*-?(?:V?\d[\dA-Z]*)(?:\.\d)?(?:-\d{4})?s?\b/g,
  },
  { what: "a schedule by name", pattern: /\b1F1B\b/g },
  { what: "lengths of context, powers of two: 4K, 128K", pattern: /\b(?:[1248]|16|32|64|128|256|512)K\b/g },
  { what: "keys of citations", pattern: /\[@[^\]]*\]/g },
  { what: "shapes: 1 × 128", pattern: /\b\d[\d,]* × [\dn][\d,]*\b/g },
];

export type TypedInFigure = { line: number; text: string };

/** Digits in a line of plain text that are no plain ones. */
export function figuresIn(line: string): string[] {
  const rest = plainPatterns.reduce((text, { pattern }) => text.replace(pattern, " "), line);
  return [...rest.matchAll(/\S*\d\S*/g)].map(([text]) => text);
}

/** Digits in the prose of a page that are no plain ones, with their line (from 1). Code, formulas and tags are no prose. */
export function typedInFigures(tree: Root): TypedInFigure[] {
  const found: TypedInFigure[] = [];
  visit(tree, (node) => {
    if ("name" in node && node.name === "Printed") return SKIP;
    if (node.type !== "text") return;
    for (const [i, line] of node.value.split("\n").entries()) {
      for (const text of figuresIn(line)) found.push({ line: node.position!.start.line + i, text });
    }
  });
  return found;
}

/** Remark plugin: tells whoever writes of each figure that is typed in, and where. A test keeps them out of the site. */
export function tellTypedInFigures() {
  return (tree: Root, file: VFile): void => {
    for (const { line, text } of typedInFigures(tree))
      console.warn(
        `${relative(file.cwd, file.path)}:${line}: “${text}” is typed in; compute it (<Value>) or quote it (<Printed>)`,
      );
  };
}
