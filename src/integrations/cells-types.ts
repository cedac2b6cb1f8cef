/**
 * @file The types of cells: every cell of a chapter is checked against the real computation module and the cells
 * beside it, when the site is built.
 *
 * Each cell becomes a module of its own in memory, followed by imports of every name that the other cells declare and
 * exports of its own. So names, imported ones too, are shared in any order, and lines and columns are those of the cell.
 */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { CellSource } from "../notebook/cell.ts";
import { scopeNames } from "../notebook/scope-names.ts";
import { cellGlobals } from "./cells-globals.ts";

/** What is wrong in a cell; `line` counts from 1 within the cell. */
export type CellProblem = { id: string; line: number; message: string };

const root = fileURLToPath(new URL("../../", import.meta.url));
const globalsFile = `${root}src/integrations/cell-globals.d.ts`;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2024.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/** Files that stay the same for the whole build: parsed once, shared by all chapters. */
const parsed = new Map<string, ts.SourceFile | undefined>();
let previous: ts.Program | undefined;

/**
 * Everything that TypeScript finds wrong in the cells of one chapter, in the order of the page.
 *
 * A chapter costs some 25 ms once the first has loaded the libraries (about half a second).
 */
export function checkTypes(cells: readonly CellSource[]): CellProblem[] {
  const twice = declaredTwice(cells);
  if (twice.length > 0) return twice;
  const files = new Map<string, string>([[globalsFile, cellGlobals]]);
  const names: NamesOfCell = new Map(cells.map((cell) => [cell.id, topLevelNames(cell)]));
  for (const cell of cells) files.set(fileOf(cell), moduleOf(cell, cells, names));
  const program = ts.createProgram([...files.keys()], options, hostOf(files), previous);
  previous = program;
  return cells.flatMap((cell) => {
    const file = program.getSourceFile(fileOf(cell))!;
    const lines = cell.source.split("\n").length;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) => ({
        id: cell.id,
        line: Math.min(file.getLineAndCharacterOfPosition(start).line + 1, lines),
        message: ts.flattenDiagnosticMessageText(messageText, "\n").replaceAll(root, ""),
      }),
    );
  });
}

/** A folder that is only in memory. */
const cellFolder = `${root}content/cells`;
const fileOf = ({ id }: CellSource): string => `${cellFolder}/${id}.ts`;

/** The cell as a module: its own lines first, so that positions need no correction. */
function moduleOf(cell: CellSource, cells: readonly CellSource[], names: NamesOfCell): string {
  const own = names.get(cell.id)!;
  const known = new Set([...own.declared, ...own.local]);
  const imports = cells
    .filter((other) => other !== cell)
    .map((other) => {
      const wanted = names.get(other.id)!.declared.filter((name) => !known.has(name));
      for (const name of wanted) known.add(name);
      return wanted.length === 0 ? "" : `import { ${wanted.join(", ")} } from "./${other.id}.ts";`;
    });
  return `${cell.source}\n;${imports.join("")}export { ${own.declared.join(", ")} };\n`;
}

function hostOf(files: Map<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getCurrentDirectory: () => root,
    directoryExists: (name) => name === cellFolder || host.directoryExists!(name),
    fileExists: (name) => files.has(name) || host.fileExists(name),
    readFile: (name) => files.get(name) ?? host.readFile(name),
    getSourceFile: (name, languageVersion, onError) => {
      const text = files.get(name);
      if (text !== undefined && name !== globalsFile) return ts.createSourceFile(name, text, languageVersion, true);
      if (!parsed.has(name)) {
        parsed.set(
          name,
          text === undefined
            ? host.getSourceFile(name, languageVersion, onError)
            : ts.createSourceFile(name, text, languageVersion, true),
        );
      }
      return parsed.get(name);
    },
  };
}

type Names = {
  /** Values and types of the top level, imported values among them: shared with the other cells. */ declared: string[];
  /** Imported types, and packages under the name that they have in every cell: more than one cell may do that. */ local: string[];
  lineOf: Map<string, number>;
  /** Package and export of an imported name: the same may be imported by several cells. */ originOf: Map<
    string,
    string
  >;
};
type NamesOfCell = ReadonlyMap<string, Names>;

function topLevelNames({ id, source }: CellSource): Names {
  const tree = ts.createSourceFile(`${id}.ts`, source, ts.ScriptTarget.Latest, true);
  const names: Names = { declared: [], local: [], lineOf: new Map(), originOf: new Map() };
  const declare = (name: ts.Identifier): void => {
    if (names.lineOf.has(name.text)) return; // overloads; a real repetition is TypeScript's to tell
    names.declared.push(name.text);
    names.lineOf.set(name.text, tree.getLineAndCharacterOfPosition(name.getStart()).line + 1);
  };
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) declare(name);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  const importClause = ({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration): void => {
    const typesOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const own = (name: ts.Identifier, imported: string, local: boolean): void => {
      if (local) return void names.local.push(name.text);
      declare(name);
      names.originOf.set(name.text, `${(moduleSpecifier as ts.StringLiteral).text} ${imported}`);
    };
    if (clause?.name) own(clause.name, "default", typesOnly);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings))
      own(bindings.name, "*", typesOnly || scopeNames.some((name) => name === bindings.name.text));
    else if (bindings)
      for (const element of bindings.elements)
        own(element.name, (element.propertyName ?? element.name).text, typesOnly || element.isTypeOnly);
  };
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) statement.declarationList.declarations.forEach(({ name }) => bind(name));
    else if (ts.isImportDeclaration(statement)) importClause(statement);
    else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement)) &&
      statement.name
    )
      declare(statement.name);
  }
  return names;
}

/** A name belongs to one cell, but several may import it alike: the second that declares another is told so. */
function declaredTwice(cells: readonly CellSource[]): CellProblem[] {
  const owner = new Map<string, { id: string; origin: string | undefined }>();
  return cells.flatMap((cell) => {
    const { lineOf, originOf } = topLevelNames(cell);
    return [...lineOf].flatMap(([name, line]) => {
      const first = owner.get(name);
      const origin = originOf.get(name);
      if (!first) owner.set(name, { id: cell.id, origin });
      if (!first || (origin !== undefined && origin === first.origin)) return [];
      return [
        {
          id: cell.id,
          line,
          message: `"${name}" is declared by cell "${first.id}" already; a name belongs to one cell of a chapter`,
        },
      ];
    });
  });
}
