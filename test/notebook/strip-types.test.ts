import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripTypes } from "../../src/notebook/strip-types.ts";

/** Pieces of TypeScript with types over several lines; each is a statement on its own. */
const pieces = [
  "interface A {\n  a: number;\n  b?: string;\n}",
  "type B<T> =\n  | { x: T }\n  | null;",
  "const f = (\n  a: number,\n  b?: string,\n): number =>\n  a;",
  "function g<T extends\n  object>(this: void, a: T): asserts a is T {}",
  "const n = ({} as\n  Record<string, number>)!;",
  "class C<T> implements\n  Iface {\n  private a: number = 1;\n  declare b: string;\n  m<U>(u: U): void {}\n}",
  'import type { X } from "x";',
  'import {\n  type Y,\n  z,\n} from "z";',
  "enum E {\n  One,\n  Two,\n}",
  "declare const q: number;",
  "abstract class D {\n  abstract m(): void;\n}",
  "let s = 1 satisfies\n  number;",
];

describe("stripTypes(source)", () => {
  it("keeps every statement on its line", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (before) => {
        const head = before.map((piece, i) => `{\n${piece.startsWith("import") ? "" : piece}\n} //${i}`).join("\n");
        const source = `${head}\nconst marker = 1;`;
        const stripped = stripTypes(source);
        if ("error" in stripped) throw new Error(stripped.error.message);
        const lines = stripped.code.split("\n");
        expect(lines).toHaveLength(source.split("\n").length);
        expect(lines.at(-1)).toBe("const marker = 1;");
      }),
    );
  });
  it.each(pieces)("keeps the lines after %j", (piece) => {
    const source = `${piece}\nmarker();`;
    const stripped = stripTypes(source);
    expect("code" in stripped && stripped.code.split("\n").indexOf("marker();")).toBe(source.split("\n").length - 1);
  });
  it("names the line of what is no TypeScript", () => {
    expect(stripTypes("const a = 1;\nconst = 2;")).toEqual({ error: { message: "Unexpected token", line: 2 } });
  });
});
