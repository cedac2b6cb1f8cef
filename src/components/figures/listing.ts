/**
 * @file A widget's code listing, taken from its own source by a parser: the function that the page runs is the one that
 * the reader gets, with those functions and constants of its file that it needs. It may need nothing else but what
 * `src/compute` and `src/lab` export.
 */
import ts from "typescript";
import type { Listing } from "../../kit/shell/listing.ts";

/** How a script outside the site names the modules that `compute` of a figure may use. */
const computePackage = "v3-companion/compute";
export const labPackage = "v3-companion/lab";

const packageOf = (from: string): string | undefined =>
  from.endsWith("/compute/index.ts") ? computePackage : from.endsWith("/lab/index.ts") ? labPackage : undefined;

type Compute = ts.ArrowFunction | ts.MethodDeclaration | ts.FunctionExpression;

/**
 * The listing of a widget file.
 *
 * @param source  text of the file
 * @param file  its name, for messages
 * @throws Error if `compute` is not written in place, or needs an import that is neither `src/compute`'s nor `src/lab`'s
 */
export function listingOf(source: string, file: string): Listing {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const compute = findCompute(tree);
  if (!compute) throw new Error(`${file}: compute must be a function written in the declaration`);
  const { imports, statements, foreign } = needsOf(compute, tree);
  if (foreign.length > 0)
    throw new Error(
      `${file}: compute must use nothing but src/compute, src/lab and its own file (got ${foreign[0].name} of "${foreign[0].from}")`,
    );
  const marked = statements.find(({ statement }) => hasMarkup(statement));
  if (marked) throw new Error(`${file}: compute must not use what makes elements (got ${marked.name})`);
  const inOrder = statements.map(({ statement }) => withComment(statement, source));
  const text = [...inOrder, functionText(compute, source)].join("\n\n");
  const call = callOf(compute);
  return { imports, compute: text, call };
}

/** What a piece of code of a file needs to run elsewhere. */
export type Needs = {
  /** Import lines of the modules that scripts have, empty if there are none. */
  imports: string;
  /** Statements of the file, in its order, each with the name that asked for it. */
  statements: { name: string; statement: ts.Statement }[];
  /** Names that come from modules which scripts do not have. */
  foreign: { name: string; from: string }[];
};

/** What `node`, of the file `tree`, needs, directly or not. */
export function needsOf(node: ts.Node, tree: ts.SourceFile): Needs {
  const imported = importsIn(tree);
  const declared = declarationsIn(tree);
  const used = new Map<string, string>();
  const helpers = new Map<ts.Statement, string>();
  const foreign: Needs["foreign"] = [];
  const follow = (part: ts.Node): void => {
    for (const name of namesUsedIn(part)) {
      const { from, text } = imported.get(name) ?? {};
      const named = from === undefined ? undefined : packageOf(from);
      if (from !== undefined && named === undefined) foreign.push({ name, from });
      if (text !== undefined && named !== undefined) used.set(text, named);
      const statement = declared.get(name);
      if (statement === undefined || helpers.has(statement)) continue;
      helpers.set(statement, name);
      follow(statement);
    }
  };
  follow(node);

  const bare = (text: string): string => text.replace(/^type /, "");
  const importsFrom = (module: string): string[] => {
    const names = [...used.keys()]
      .filter((text) => used.get(text) === module)
      .sort((a, b) => bare(a).localeCompare(bare(b), "en"));
    return names.length > 0 ? [`import { ${names.join(", ")} } from "${module}";`] : [];
  };
  return {
    imports: [computePackage, labPackage].flatMap(importsFrom).join("\n"),
    statements: tree.statements.flatMap((statement) =>
      helpers.has(statement) ? [{ name: helpers.get(statement)!, statement }] : [],
    ),
    foreign,
  };
}

function findCompute(tree: ts.SourceFile): Compute | null {
  let found: Compute | null = null;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (
      ts.isCallExpression(node) &&
      node.expression.getText() === "defineWidget" &&
      ts.isObjectLiteralExpression(node.arguments[0])
    ) {
      for (const property of node.arguments[0].properties) {
        if (property.name?.getText() !== "compute") continue;
        if (ts.isMethodDeclaration(property)) found = property;
        else if (
          ts.isPropertyAssignment(property) &&
          (ts.isArrowFunction(property.initializer) || ts.isFunctionExpression(property.initializer))
        )
          found = property.initializer;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What a script does with it: calls it, or goes through what it yields, and prints the last. */
function callOf(compute: Compute): string {
  const call = compute.parameters.length > 1 ? "compute(parameters, run)" : "compute(parameters)";
  const run = compute.parameters.length > 1 ? "const run = { pause: async () => {}, progress: () => {} };\n" : "";
  if (isGenerator(compute))
    return `${run}let result;\nfor ${isAsync(compute) ? "await " : ""}(result of ${call}); // the last is the result\nconsole.log(result);`;
  return `${run}console.log(${isAsync(compute) ? "await " : ""}${call});`;
}

function isGenerator(compute: Compute): boolean {
  return "asteriskToken" in compute && compute.asteriskToken !== undefined;
}

function isAsync(compute: Compute): boolean {
  return compute.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** Module of each imported name, and how the import names it: "type Gate". */
function importsIn(tree: ts.SourceFile): Map<string, { from: string; text: string }> {
  const imported = new Map<string, { from: string; text: string }>();
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const { name, namedBindings, isTypeOnly } = statement.importClause ?? {};
    // `import type { Gate }`: what stands in one list with values says of each name that it is a type.
    const named = (text: string): string => (isTypeOnly && !text.startsWith("type ") ? `type ${text}` : text);
    if (name) imported.set(name.text, { from, text: `default as ${name.text}` });
    if (namedBindings && ts.isNamedImports(namedBindings))
      for (const element of namedBindings.elements)
        imported.set(element.name.text, { from, text: named(element.getText()) });
    else if (namedBindings) imported.set(namedBindings.name.text, { from, text: namedBindings.getText() });
  }
  return imported;
}

/** Statement that declares each name of the file, types among them. */
function declarationsIn(tree: ts.SourceFile): Map<string, ts.Statement> {
  const declared = new Map<string, ts.Statement>();
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations)
        for (const each of namesOf(name)) declared.set(each, statement);
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      declared.set(statement.name.text, statement);
    else if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
      declared.set(statement.name.text, statement);
  }
  return declared;
}

function namesOf(name: ts.BindingName): string[] {
  return ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

/** Names that a piece of code uses and does not declare itself: parameters and local variables hide those outside. */
function namesUsedIn(root: ts.Node): Set<string> {
  const used = new Set<string>();
  const visit = (node: ts.Node, hidden: ReadonlySet<string>): void => {
    const inner = scopeOf(node);
    const within = inner.length > 0 ? new Set([...hidden, ...inner]) : hidden;
    if (ts.isIdentifier(node) && !isKey(node) && !within.has(node.text)) used.add(node.text);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(root, new Set());
  return used;
}

/** Names that are declared by a function, a block or a loop, for what stands in it. */
function scopeOf(node: ts.Node): string[] {
  const names: string[] = [];
  if (ts.isFunctionLike(node)) {
    for (const { name } of node.parameters) names.push(...namesOf(name as ts.BindingName));
    if (ts.isFunctionExpression(node) && node.name) names.push(node.name.text);
    for (const { name } of node.typeParameters ?? []) names.push(name.text);
  }
  if (ts.isBlock(node)) {
    for (const statement of node.statements) {
      if (ts.isVariableStatement(statement))
        names.push(...statement.declarationList.declarations.flatMap(({ name }) => namesOf(name)));
      else if (ts.isFunctionDeclaration(statement) && statement.name) names.push(statement.name.text);
    }
  }
  if (
    (ts.isForOfStatement(node) || ts.isForStatement(node) || ts.isForInStatement(node)) &&
    node.initializer &&
    ts.isVariableDeclarationList(node.initializer)
  ) {
    names.push(...node.initializer.declarations.flatMap(({ name }) => namesOf(name)));
  }
  if (ts.isCatchClause(node) && node.variableDeclaration) names.push(...namesOf(node.variableDeclaration.name));
  return names;
}

/** Whether an identifier names a property, and no variable. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
      parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    (ts.isNamedTupleMember(parent) && parent.name === node)
  );
}

function hasMarkup(node: ts.Node): boolean {
  return (
    ts.isJsxElement(node) ||
    ts.isJsxFragment(node) ||
    ts.isJsxSelfClosingElement(node) ||
    (ts.forEachChild(node, (child) => hasMarkup(child) || undefined) ?? false)
  );
}

/** A declaration with the comment above it, and without `export`. */
export function withComment(statement: ts.Statement, source: string): string {
  return source
    .slice(statement.getFullStart(), statement.end)
    .trim()
    .replace(/^export\s+/m, "");
}

/** `const compute = (values) => …;`, the parameters typed, the indentation that of a file's top level. */
function functionText(compute: Compute, source: string): string {
  const types = ["typeof parameters", "{ pause(): Promise<void>; progress(share: number): void }"];
  const parameters = compute.parameters
    .map(({ name, type }, i) => `${name.getText()}: ${type?.getText() ?? types[i]}`)
    .join(", ");
  const body = compute.body!;
  const text = ts.isBlock(body) ? body.getText() : commentsBefore(body, source) + body.getText();
  const start = source.lastIndexOf("\n", compute.getStart()) + 1;
  const indentation = /^ */.exec(source.slice(start))![0].length;
  const flat = text.replace(new RegExp(`\n {1,${indentation}}`, "g"), "\n");
  if (isGenerator(compute)) return `${isAsync(compute) ? "async " : ""}function* compute(${parameters}) ${flat}`;
  const separator = ts.isBlock(body) || !flat.includes("\n") ? " " : "\n  ";
  return `const compute = ${isAsync(compute) ? "async " : ""}(${parameters}) =>${separator}${flat};`;
}

/** Comments between arrow and body belong to the listing. */
function commentsBefore(body: ts.Node, source: string): string {
  const comments = source.slice(body.getFullStart(), body.getStart()).trim();
  return comments && `${comments}\n`;
}
