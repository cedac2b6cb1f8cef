/**
 * @file How each number is computed, as a script: taken from the files of this folder by a parser, so that what a reader
 * gets is what the site ran. Build time only.
 */
import ts from "typescript";
import { needsOf, withComment } from "../figures/listing.ts";

/** A number's call. */
export type Call = {
  /** The expression, as its file has it. */
  code: string;
  /** A script that prints the number; null where the number is taken from a figure's result, or from data of the site. */
  script: string | null;
};

const sources = import.meta.glob<string>("./*.ts", { eager: true, query: "?raw", import: "default" });

/** Calls of a file of numbers, by the id of the number. A number that a function of the file makes has none of its own. */
export function callsOf(topic: string): ReadonlyMap<string, Call> {
  return readCalls(sources[`./${topic}.ts`]);
}

export function readCalls(source: string): ReadonlyMap<string, Call> {
  const tree = ts.createSourceFile("values.ts", source, ts.ScriptTarget.Latest, true);
  const calls = new Map<string, Call>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      ts.isStringLiteral(node.name) &&
      ts.isObjectLiteralExpression(node.initializer)
    ) {
      const value = node.initializer.properties.find((property) => property.name?.getText() === "value");
      const computed = value && ts.isPropertyAssignment(value) ? value.initializer : undefined;
      // A name or an arrow of the file's top level: what a function around it knows, a script does not.
      if (computed && isAtTop(node)) calls.set(node.name.text, callOf(computed, tree, source));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return calls;
}

function callOf(value: ts.Expression, tree: ts.SourceFile, source: string): Call {
  const isBare = ts.isArrowFunction(value) && value.parameters.length === 0 && !ts.isBlock(value.body);
  const code = isBare ? value.body.getText() : ts.isIdentifier(value) ? `${value.text}()` : `(${value.getText()})()`;
  const { imports, statements, foreign } = needsOf(value, tree);
  if (foreign.length > 0) return { code, script: null };
  const script = [
    imports,
    ...statements.map(({ statement }) => withComment(statement, source)),
    `console.log(${code});`,
  ]
    .filter(Boolean)
    .join("\n");
  return { code, script };
}

function isAtTop(node: ts.Node): boolean {
  for (let above: ts.Node | undefined = node.parent; above; above = above.parent)
    if (ts.isFunctionLike(above)) return false;
  return true;
}
