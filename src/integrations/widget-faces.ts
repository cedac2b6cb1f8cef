/**
 * @file Keeps what computes and draws out of the page. There a widget is its parameters, and what else it declares runs in
 * a worker; so the page is spared Plot, Preact and the computation module. Workers are bundled by a pipeline of their own,
 * which this is no part of.
 */
import ts from "typescript";
import type { Plugin } from "vite";

/** What a declaration holds that the page never asks for. */
const inWorker: readonly string[] = ["caption", "compute", "view", "summary", "table"];

/** A plugin for the page's bundle. */
export function widgetFaces(): Plugin {
  return {
    name: "widget-faces",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "client",
    transform(code, id) {
      if (/\/src\/widgets\/[^/]+\.tsx$/.test(id)) return { code: widgetFace(code), map: null };
      // Nothing in these does anything by being imported.
      return /\/src\/(?:kit|compute)\//.test(id) ? { code, map: null, moduleSideEffects: false } : undefined;
    },
  };
}

/**
 * The source of a widget without what runs in its worker, and without what only that needs. `defineWidget` goes too: the
 * build has checked the declaration.
 *
 * @throws Error if `source` does not export a call of `defineWidget`
 */
export function widgetFace(source: string): string {
  const file = ts.createSourceFile("widget.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const declared = new Map<string, ts.Statement>();
  let declaration: ts.ObjectLiteralExpression | undefined;
  for (const statement of file.statements) {
    for (const name of namesDeclaredBy(statement)) declared.set(name, statement);
    if (ts.isExportAssignment(statement)) declaration = declarationIn(statement);
  }
  if (!declaration) throw new Error("a widget's file must export defineWidget({ … })");

  const kept = declaration.properties.filter((property) => !inWorker.includes(property.name?.getText() ?? ""));
  const needed = new Set<string>();
  const statements = new Set<ts.Statement>();
  const follow = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && declared.has(node.text)) {
      needed.add(node.text);
      const statement = declared.get(node.text)!;
      if (!statements.has(statement)) {
        statements.add(statement);
        if (!ts.isImportDeclaration(statement)) ts.forEachChild(statement, follow);
      }
    }
    ts.forEachChild(node, follow);
  };
  kept.forEach(follow);

  const lines = file.statements.filter((statement) => statements.has(statement)).map((statement) => (ts.isImportDeclaration(statement) ? narrowed(statement, needed) : statement.getText()));
  return [...lines, `export default { ${kept.map((property) => property.getText()).join(", ")} };`].join("\n");
}

function declarationIn({ expression }: ts.ExportAssignment): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== "defineWidget") return undefined;
  const [argument] = expression.arguments;
  return argument && ts.isObjectLiteralExpression(argument) ? argument : undefined;
}

function namesDeclaredBy(statement: ts.Statement): string[] {
  if (ts.isImportDeclaration(statement)) return importedNames(statement);
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  return [];
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [bindings.name.text];
  return importClause?.name ? [importClause.name.text, ...named] : named;
}

/** An import of the needed names only. */
function narrowed(statement: ts.ImportDeclaration, needed: ReadonlySet<string>): string {
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return statement.getText();
  const elements = bindings.elements.filter(({ name }) => needed.has(name.text)).map((element) => element.getText());
  return `import { ${elements.join(", ")} } from ${statement.moduleSpecifier.getText()};`;
}
