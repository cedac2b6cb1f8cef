/**
 * @file A widget's code listing, taken from its own source: the function that the page runs is the one that the
 * reader gets. That holds because `compute` may name nothing but its parameters and what `src/compute` exports.
 */
import ts from "typescript";
import { highlight } from "../../kit/shell/highlight.ts";
import type { Listing } from "../../kit/shell/listing.ts";

/** How a script outside the site names the computation module. */
export const computePackage = "v3-companion/compute";

/**
 * The listing of a widget file.
 *
 * @param source  text of the file
 * @param file  its name, for messages
 * @throws Error if `compute` is not written in place, or names something that is neither its own nor `src/compute`'s
 */
export function listingOf(source: string, file: string): Listing {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const compute = findCompute(tree);
  if (!compute) throw new Error(`${file}: compute must be a function written in the declaration`);
  const named = identifiersIn(compute);
  const { fromCompute, elsewhere } = topLevelNames(tree);
  for (const name of elsewhere) {
    if (named.has(name)) throw new Error(`${file}: compute must name only what src/compute exports (got ${name})`);
  }
  const used = fromCompute.filter((name) => named.has(name)).sort((a, b) => a.localeCompare(b, "en"));
  const imports = `import { ${used.join(", ")} } from "${computePackage}";`;
  const text = functionText(compute, source);
  return { imports, compute: text, importsHtml: highlight(imports), computeHtml: highlight(text) };
}

type Compute = ts.ArrowFunction | ts.MethodDeclaration | ts.FunctionExpression;

function findCompute(tree: ts.SourceFile): Compute | null {
  let found: Compute | null = null;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isCallExpression(node) && node.expression.getText() === "defineWidget" && ts.isObjectLiteralExpression(node.arguments[0])) {
      for (const property of node.arguments[0].properties) {
        if (property.name?.getText() !== "compute") continue;
        if (ts.isMethodDeclaration(property)) found = property;
        else if (ts.isPropertyAssignment(property) && (ts.isArrowFunction(property.initializer) || ts.isFunctionExpression(property.initializer))) found = property.initializer;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function identifiersIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) {
      const parent = child.parent;
      const isKey = (ts.isPropertyAccessExpression(parent) && parent.name === child) || (ts.isPropertyAssignment(parent) && parent.name === child);
      if (!isKey) names.add(child.text);
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return names;
}

function topLevelNames(tree: ts.SourceFile): { fromCompute: string[]; elsewhere: string[] } {
  const fromCompute: string[] = [];
  const elsewhere: string[] = [];
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      const from = (statement.moduleSpecifier as ts.StringLiteral).text;
      const bindings = statement.importClause?.namedBindings;
      const names = bindings && ts.isNamedImports(bindings) ? bindings.elements.map((element) => element.name.text) : bindings ? [bindings.name.text] : [];
      (from.endsWith("/compute/index.ts") ? fromCompute : elsewhere).push(...names);
    } else if (ts.isVariableStatement(statement)) {
      elsewhere.push(...statement.declarationList.declarations.map((declaration) => declaration.name.getText()));
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      elsewhere.push(statement.name.text);
    }
  }
  return { fromCompute, elsewhere };
}

/** `const compute = (values) => …;`, the first parameter typed, the indentation that of a file's top level. */
function functionText(compute: Compute, source: string): string {
  const [first, report] = compute.parameters;
  const parameter = first ? `${source.slice(first.getStart(), first.name.end)}: typeof parameters` : "";
  const body = compute.body!;
  const whole = ts.isBlock(body) ? body.getText() : comments(body, source) + body.getText();
  // Outside the page nobody waits for a progress bar.
  const text = report ? whole.replace(new RegExp(`,\\s*${report.name.getText()}(?=\\s*\\))`, "g"), "") : whole;
  const start = source.lastIndexOf("\n", compute.getStart()) + 1;
  const indentation = /^ */.exec(source.slice(start))![0].length;
  const flat = text.replace(new RegExp(`\n {1,${indentation}}`, "g"), "\n");
  const separator = ts.isBlock(body) || !flat.includes("\n") ? " " : "\n  ";
  return `const compute = (${parameter}) =>${separator}${flat};`;
}

/** Comments between arrow and body belong to the listing. */
function comments(body: ts.Node, source: string): string {
  return source.slice(body.getFullStart(), body.getStart()).trim() && `${source.slice(body.getFullStart(), body.getStart()).trim()}\n`;
}
