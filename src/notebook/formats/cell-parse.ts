/** @file What the parser says of a cell that a file needs to know: its imports with their places, and whether it shows itself. */
import { parse, type Comment, type ImportDeclaration, type Program } from "acorn";
import { freeNames } from "../free-names.ts";
import { packages, type ScopeName } from "../scope-names.ts";
import { stripTypes } from "../strip-types.ts";

/** A name that the cells take from a package. */
export type LiftedImport = { from: ScopeName; imported: string; local: string };

/** Lines are counted from 0, and end at a line feed alone, as everywhere in a file. */
export type ParsedCell = {
  /** JavaScript with the same lines as the source. */
  code: string;
  /** Imports from packages that cells know, values only. */
  imports: { names: LiftedImport[]; start: number; end: number }[];
  /** Ranges of characters that no line may be put into: statements and comments, in order. */
  wholes: { start: number; end: number }[];
  /** Names of the page that the cell uses. */
  uses: ReadonlySet<string>;
  /** Where the cell is one expression, apart from imports: its range, without the semicolon. */
  expression: { start: number; end: number } | null;
  /** Whether that has a comma at its top: as an argument it would be two. */
  isSequence: boolean;
};

/** Null if the cell cannot be read, or not line by line. */
export function parseCell(source: string): ParsedCell | null {
  const stripped = stripTypes(source);
  if ("error" in stripped || stripped.code.split("\n").length !== source.split("\n").length) return null;
  const { code } = stripped;
  const comments: Comment[] = [];
  let program: Program;
  try {
    program = parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      onComment: comments,
    });
  } catch {
    return null;
  }
  const declarations = program.body.filter(
    (node): node is ImportDeclaration =>
      node.type === "ImportDeclaration" &&
      Object.hasOwn(packages, String(node.source.value)) &&
      node.specifiers.every(({ type }) => type !== "ImportDefaultSpecifier"),
  );
  const rest = program.body.filter(({ type }) => type !== "ImportDeclaration");
  const only =
    rest.length === 1 && rest[0].type === "ExpressionStatement" && !rest[0].directive ? rest[0].expression : null;
  return {
    code,
    imports: declarations.map((node) => ({ names: namesOf(node), start: node.start, end: node.end })),
    wholes: [...program.body, ...comments].map(({ start, end }) => ({ start, end })),
    uses: new Set(freeNames(program).names.keys()),
    expression: only && { start: rest[0].start, end: code[rest[0].end - 1] === ";" ? rest[0].end - 1 : rest[0].end },
    isSequence: only?.type === "SequenceExpression",
  };
}

function namesOf({ source, specifiers }: ImportDeclaration): LiftedImport[] {
  const from = packages[String(source.value)];
  return specifiers.map((one) => {
    const imported =
      one.type === "ImportSpecifier"
        ? one.imported.type === "Identifier"
          ? one.imported.name
          : String(one.imported.value)
        : "*";
    return { from, imported, local: one.local.name };
  });
}
