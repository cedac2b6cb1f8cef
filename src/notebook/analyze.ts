/** @file What a cell defines and what it needs, read from its source alone. */
import { parse, type Expression, type Node, type Program } from "acorn";
import type { CellError } from "./cell.ts";
import { patternNames } from "./declared-names.ts";
import { freeNames } from "./free-names.ts";
import { packages, scopeNames } from "./scope-names.ts";
import { stripTypes, withoutPlace } from "./strip-types.ts";

/** A name that a cell takes from a package. */
export type CellImport = {
  local: string;
  /** The name in scope that holds the package: `v3`, `Plot`, `Inputs`. */
  from: string;
  /** Name of the export; `*` for the package as a whole. */
  imported: string;
};

export type CellAnalysis = {
  /** Names that other cells can use: top-level `const`, `let`, `var`, `function`, `class`, `enum` and imports. */
  defines: string[];
  /** The line on which each of `defines` is defined. */
  lineOfDefinition: Record<string, number>;
  /** Names that are used and not defined here: of other cells, or of the language. */
  references: string[];
  /** Those of `defines` that are the value of a control: `const x = view(…)`. */
  views: string[];
  imports: CellImport[];
  usesAwait: boolean;
  /** JavaScript of the same lines, imports left out; null if there is an error. */
  code: string | null;
  /** Where `code` is one expression: its value is shown if nothing else is. */
  isExpression: boolean;
  error: CellError | null;
};

/**
 * Reads a cell. Never throws: what is wrong with it stands in `error`, and `defines` and `references` are then empty.
 */
export function analyzeCell(source: string): CellAnalysis {
  const stripped = stripTypes(source);
  if ("error" in stripped) return unreadable(stripped.error);
  let program: Program;
  try {
    program = parse(stripped.code, {
      ecmaVersion: "latest",
      sourceType: "module",
      locations: true,
      allowAwaitOutsideFunction: true,
    });
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    return unreadable({ message: withoutPlace(message), line: loc?.line });
  }
  try {
    return analyzeProgram(program, stripped.code);
  } catch (error) {
    if (error instanceof Refusal) return unreadable({ message: error.message, line: error.line });
    throw error;
  }
}

function analyzeProgram(program: Program, code: string): CellAnalysis {
  // Without a prototype: a cell may define toString, or __proto__.
  const lineOfDefinition = Object.create(null) as Record<string, number>;
  const define = (name: string, node: Node): void => {
    if ((scopeNames as readonly string[]).includes(name))
      throw new Refusal(`${name} is there in every cell and cannot be defined again`, node);
    lineOfDefinition[name] ??= lineOf(node);
  };
  const imports: CellImport[] = [];
  const views: string[] = [];
  let rest = code;

  for (const statement of program.body) {
    if (statement.type.startsWith("Export")) throw new Refusal("a cell shares its names without export", statement);
    if (statement.type === "ImportDeclaration") {
      rest = blank(rest, statement);
      const from = Object.hasOwn(packages, String(statement.source.value))
        ? packages[String(statement.source.value)]
        : null;
      if (!from)
        throw new Refusal(
          `${String(statement.source.value)} cannot be imported: cells know ${Object.keys(packages).join(", ")}`,
          statement,
        );
      for (const specifier of statement.specifiers) {
        const local = specifier.local.name;
        const imported = specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : "*";
        if (specifier.type === "ImportDefaultSpecifier")
          throw new Refusal(`${String(statement.source.value)} has no default export`, specifier);
        if (local === from && imported === "*") continue;
        define(local, specifier);
        imports.push({ local, from, imported });
      }
    } else if (statement.type === "VariableDeclaration") {
      for (const declarator of statement.declarations) {
        for (const name of patternNames(declarator.id)) define(name, declarator);
        if (isViewCall(declarator.init)) {
          if (declarator.id.type !== "Identifier")
            throw new Refusal("the value of view(…) needs one name: const name = view(…)", declarator);
          if (statement.kind !== "const")
            throw new Refusal("the value of view(…) is set by its control: declare it with const", declarator);
          views.push(declarator.id.name);
        }
      }
    } else if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
      define(statement.id.name, statement);
    }
  }

  const free = freeNames(program);
  for (const [name, node] of free.hoisted) define(name, node);
  for (const [name, node] of free.assigned) {
    if (!(name in lineOfDefinition))
      throw new Refusal(`${name} is not defined in this cell and cannot be assigned here`, node);
  }
  for (const name of views) {
    const use = free.own.get(name);
    if (use) throw new Refusal(`${name} changes with its control: use it in another cell`, use);
  }
  const bare = program.body.filter(
    (statement) => statement.type === "ExpressionStatement" && isViewCall(statement.expression),
  ).length;
  if ((free.count.get("view") ?? 0) > views.length + bare) {
    throw new Refusal("view(…) stands alone at the top level of a cell: const name = view(…)", free.names.get("view")!);
  }
  const statements = program.body.filter(({ type }) => type !== "ImportDeclaration");
  const only = statements.length === 1 ? statements[0] : null;
  return {
    defines: Object.keys(lineOfDefinition),
    lineOfDefinition,
    references: [...free.names.keys()].filter((name) => !(scopeNames as readonly string[]).includes(name)),
    views,
    imports,
    usesAwait: free.usesAwait,
    code: only?.type === "ExpressionStatement" ? withoutSemicolon(rest, only) : rest,
    isExpression: only?.type === "ExpressionStatement" && !("directive" in only && only.directive),
    error: null,
  };
}

/** Something that a cell may not do, with its place. */
class Refusal extends Error {
  readonly line: number;

  constructor(message: string, node: Node) {
    super(message);
    this.line = lineOf(node);
  }
}

function isViewCall(expression: Expression | null | undefined): boolean {
  return (
    expression?.type === "CallExpression" &&
    expression.callee.type === "Identifier" &&
    expression.callee.name === "view"
  );
}

function unreadable(error: CellError): CellAnalysis {
  return {
    defines: [],
    lineOfDefinition: {},
    references: [],
    views: [],
    imports: [],
    usesAwait: false,
    code: null,
    isExpression: false,
    error,
  };
}

function lineOf(node: Node): number {
  return node.loc!.start.line;
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.type === "Identifier" ? node.name! : String(node.value);
}

/** Spaces instead of `node`; line ends stay. */
function blank(code: string, { start, end }: Node): string {
  return code.slice(0, start) + code.slice(start, end).replace(/[^\n\r]/g, " ") + code.slice(end);
}

/** An expression that will stand in parentheses. */
function withoutSemicolon(code: string, { end }: Node): string {
  return code[end - 1] === ";" ? `${code.slice(0, end - 1)} ${code.slice(end)}` : code;
}
