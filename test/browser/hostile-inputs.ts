/** @file Small inputs that could hold up a page: code of cells, and files. Each is under 1 MB. */
import fc from "fast-check";
import type { CellSource } from "../../src/notebook/cell.ts";

/** Code that shows what a string of SVG or HTML draws. */
const markup = (html: string): string =>
  `const box = document.createElement("div"); box.innerHTML = ${html}; display(box);`;
const levels = (refer: string, hold: string): string =>
  markup(
    `"<svg width='100' height='100'>" + [0,1,2,3,4,5].map((l) => \`${hold}\`.replace("INSIDE", l === 0 ? "<circle r='9'/>" : \`${refer}\`.replaceAll("TO", l - 1).repeat(10)).replace("ID", l)).join("") + \`${refer}\`.replaceAll("TO", 5) + "</svg>"`,
  );

/** Code of one cell, or cells; and how long to watch the page after they have run, in milliseconds. */
export const hostileCode: readonly (readonly [name: string, code: string | CellSource[], milliseconds?: number])[] = [
  ["sixty elements that use each other", levels("<use href='#lTO'/>", "<g id='lID'>INSIDE</g>")],
  [
    "patterns in patterns",
    levels("<rect width='9' height='9' fill='url(#lTO)'/>", "<pattern id='lID' width='1' height='1'>INSIDE</pattern>"),
  ],
  ["masks in masks", levels("<rect width='9' height='9' mask='url(#lTO)'/>", "<mask id='lID'>INSIDE</mask>")],
  ["markers on markers", levels("<path d='M0 0L9 9' marker-end='url(#lTO)'/>", "<marker id='lID'>INSIDE</marker>")],
  ["a checkbox for each of 20,000 entries", "view(Inputs.checkbox(Array.from({ length: 20_000 }, (_, i) => i)))"],
  [
    "the same, past the check",
    "const c = Inputs.checkbox([1]); c.control.options = Array.from({ length: 20_000 }, (_, i) => String(i)); view(c)",
  ],
  [
    "thirty tables of 100 × 20",
    "for (let t = 0; t < 30; t++) display(Array.from({ length: 100 }, () => Object.fromEntries(Array.from({ length: 20 }, (_, c) => ['column' + c, c]))))",
  ],
  ["an error of 18 million characters", "throw new Error('x'.repeat(18e6))"],
  [
    "15,000 elements, then a display ten times a second",
    `${markup("'<b>x</b>'.repeat(7_500)")} let i = 0; const timer = setInterval(() => { display(i); if (++i > 15) clearInterval(timer) }, 100);`,
    2_000,
  ],
  [
    "9,000 elements, then a display ten times a second",
    `${markup("'<b>x</b>'.repeat(4_500)")} let i = 0; const timer = setInterval(() => { display(i); if (++i > 15) clearInterval(timer) }, 100);`,
    2_000,
  ],
  [
    "a hundred cells of 4,000 elements each",
    Array.from({ length: 100 }, (_, i) => ({
      id: `c${i}`,
      source: markup("'<b>x</b>'.repeat(2_000)")
        .replace("const box", `const box${i}`)
        .replaceAll("box.", `box${i}.`)
        .replace("(box)", `(box${i})`),
    })),
    3_000,
  ],
  ["a million displays", "for (let i = 0; i < 1e6; i++) display(i)"],
  [
    "a display without end",
    "setInterval(() => { for (let i = 0; i < 100; i++) display(i); }, 0); display('begun')",
    1_000,
  ],
  ["a text of a million characters", "display('x'.repeat(1e6))"],
  ["a title of 900,000 characters", markup("`<p title='${'x'.repeat(9e5)}'>a</p>`")],
  ["a path of 900,000 characters", markup("`<svg><path d='M0 0${'L9 9'.repeat(225_000)}'/></svg>`")],
  [
    "9,000 circles",
    markup("`<svg width='600' height='400'>${'<circle cx=\"50\" cy=\"50\" r=\"3\"/>'.repeat(9_000)}</svg>`"),
  ],
  [
    "text of 190,000 characters in a picture",
    markup("`<svg><text textLength='9'>${'ab '.repeat(63_000)}</text></svg>`"),
  ],
  ["tables in tables, 60 deep", markup("'<table><tr><td>'.repeat(60) + 'x'")],
  [
    "columns and grids in each other, 90 deep",
    markup("'<div style=\"display: inline-grid; columns: 3\"><div style=\"display: flex\">'.repeat(45) + 'x'"),
  ],
  ["9,000 elements in a hundred columns", markup("`<div style='columns: 100'>${'<p>x</p>'.repeat(4_500)}</div>`")],
  ["lists in lists", "let a = [1]; for (let i = 0; i < 100; i++) a = [a, a, a]; display(a)"],
];

const powerOfTwo = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most }).map((power) => 2 ** power);
const reference = fc.constantFrom(
  ["<use href='#lTO'/>", "<g id='lID'>INSIDE</g>"],
  ["<rect width='9' height='9' fill='url(#lTO)'/>", "<pattern id='lID' width='1' height='1'>INSIDE</pattern>"],
  ["<rect width='9' height='9' mask='url(#lTO)'/>", "<mask id='lID'>INSIDE</mask>"],
  ["<path d='M0 0L9 9' marker-end='url(#lTO)'/>", "<marker id='lID'>INSIDE</marker>"],
  ["<g clip-path='url(#lTO)'><circle r='9'/></g>", "<clipPath id='lID'>INSIDE</clipPath>"],
);

/** Code of the same kinds as above, in all sizes: most of it is small. */
const anyKind: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(reference, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 }))
    .map(([[refer, hold], depth, width]) =>
      shown(
        `"<svg width='100' height='100'>" + ${JSON.stringify(Array.from({ length: depth }, (_, l) => hold.replace("INSIDE", l === 0 ? "<circle r='9'/>" : refer.replaceAll("TO", String(l - 1)).repeat(width)).replace("ID", String(l))).join("") + refer.replaceAll("TO", String(depth - 1)))} + "</svg>"`,
      ),
    ),
  powerOfTwo(14).map((n) => `view(Inputs.checkbox(Array.from({ length: ${n} }, (_, i) => i)))`),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 25 }))
    .map(
      ([tables, columns]) =>
        `for (let t = 0; t < ${tables}; t++) display(Array.from({ length: 100 }, () => Object.fromEntries(Array.from({ length: ${columns} }, (_, c) => ['c' + c, c]))))`,
    ),
  powerOfTwo(20).map((n) => `display('x'.repeat(${n}))`),
  powerOfTwo(20).map((n) => `throw new Error('x'.repeat(${n}))`),
  fc
    .tuple(
      fc.constantFrom(
        "<b>x</b>",
        "<p>x</p>",
        "<svg width='9' height='9'><path d='M0 0L9 9'/></svg>",
        "<li>a <i>b</i></li>",
      ),
      powerOfTwo(13),
    )
    .map(([one, n]) => shown(`${JSON.stringify(one)}.repeat(${n})`)),
  powerOfTwo(16).map((n) => `for (let i = 0; i < ${n}; i++) display(i)`),
  fc
    .tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 5 }))
    .map(
      ([depth, width]) =>
        `(() => { let a = [1]; for (let i = 0; i < ${depth}; i++) a = Array.from({ length: ${width} }, () => a); display(a); })()`,
    ),
);

/** Code that shows what a string of HTML draws, without a name of its own: many of these stand in one notebook. */
function shown(html: string): string {
  return `(() => { ${markup(html)} })()`;
}

/** 500 cells of the kinds above, the same ones each time, as notebooks of a hundred. */
export const manyHostileNotebooks: readonly CellSource[][] = Array.from({ length: 5 }, (_, notebook) =>
  fc.sample(anyKind, { numRuns: 100, seed: notebook + 1 }).map((source, i) => ({ id: `n${notebook}-${i}`, source })),
);

/** Files: what they are, their names, and their text. */
export const hostileFiles: readonly (readonly [what: string, name: string, text: () => string])[] = [
  [
    "a notebook of 4,000 cells",
    "many.ipynb",
    () =>
      JSON.stringify({ nbformat: 4, cells: Array.from({ length: 4_000 }, () => ({ cell_type: "code", source: "" })) }),
  ],
  [
    "a script of 8,000 marks",
    "many.ts",
    () => `// Notebook of The V3 Companion; its cells begin with "// %% cell".\n${"// %% cell 1: a\n".repeat(8_000)}`,
  ],
  ["a notebook of lists in lists", "deep.ipynb", () => `{"nbformat":4,"cells":${"[".repeat(4e5)}${"]".repeat(4e5)}}`],
  ["a script of one line of 900,000 characters", "long.ts", () => "x".repeat(9e5)],
  ["a script of 200,000 empty lines", "lines.ts", () => "\n".repeat(199_000)],
];
