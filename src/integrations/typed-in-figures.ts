/**
 * @file Figures typed into prose: digits that neither the computation module gives (`<Value>`) nor a source prints
 * (`<Printed>`), and that are not plain, such as a year or a section number. There should be none.
 */
import { relative } from "node:path";
import type { VFile } from "vfile";

/** What may have digits without being a figure. Each pattern is tried on the prose with markup taken out. */
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
  { what: "shapes: 1 × 128", pattern: /\b\d[\d,]* × [\dn][\d,]*\b/g },
];

export type TypedInFigure = { line: number; text: string };

/** Digits in the prose of an MDX file that are no plain ones, with their line (from 1). */
export function typedInFigures(mdx: string): TypedInFigure[] {
  return proseOf(mdx)
    .split("\n")
    .flatMap((line, i) => {
      const rest = plainPatterns.reduce((text, { pattern }) => text.replace(pattern, " "), line);
      return [...rest.matchAll(/\S*\d\S*/g)].map(([text]) => ({ line: i + 1, text }));
    });
}

/** Remark plugin: tells whoever writes of each figure that is typed in, and where. A test keeps them out of the site. */
export function tellTypedInFigures() {
  return (_tree: unknown, file: VFile): void => {
    for (const { line, text } of typedInFigures(String(file.value)))
      console.warn(
        `${relative(file.cwd, file.path)}:${line}: “${text}” is typed in; compute it (<Value>) or quote it (<Printed>)`,
      );
  };
}

/** The prose alone, every line in its place: no front matter, code, formulas, values, quoted figures, tags, addresses. */
function proseOf(mdx: string): string {
  const blank = (text: string): string => text.replace(/[^\n]/g, " ");
  return mdx
    .replace(/^---\n[\s\S]*?\n---/, blank)
    .replace(/```[\s\S]*?```/g, blank)
    .replace(/<Printed[^>]*>[\s\S]*?<\/Printed>/g, blank)
    .replace(/\$\$[\s\S]*?\$\$/g, blank)
    .replace(/\$[^$\n]+\$/g, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/\[@[^\]]*\]/g, blank)
    .replace(/\]\([^)]*\)/g, blank)
    .replace(/<\/?[A-Za-z](?:[^>{"]|"[^"]*"|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*>/g, blank);
}
