/** @file The public names of the computation module with their documentation and a call of each, for its pages. Build time only. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inspect } from "node:util";
import ts from "typescript";
import * as compute from "../../compute/index.ts";
import { exportedValues } from "../../notebook/exported-values.ts";
import { samples } from "./samples.ts";

/** One exported function or constant. */
export type ApiEntry = {
  name: string;
  kind: "function" | "constant";
  /** Folder of its file in the module: "moe"; "random" for what lies at its root. */
  topic: string;
  signature: string;
  /** Paragraphs of its docstring, and lists: the texts of their points. */
  description: (string | string[])[];
  /** Tags in their order: parameters, result, errors, source. */
  tags: { tag: string; text: string }[];
  /** A script that calls it, and what it gives; `null` for constants. */
  example: { code: string; result: string } | null;
};

/** Every value that the module exports, in the order of its table of contents. Calls are read from the files of `samplesFolder`. */
export function readApi(entry: string, samplesFolder: string): ApiEntry[] {
  const calls = new Map(readdirSync(samplesFolder).flatMap((name) => [...readSamples(join(samplesFolder, name))]));
  return exportedValues(entry).map(({ name, isFunction, symbol, declaration, type, checker }) => {
    const folder = basename(dirname(declaration.getSourceFile().fileName));
    const code = calls.get(name);
    return {
      name,
      kind: isFunction ? "function" : "constant",
      topic: folder === "compute" ? "random" : folder,
      signature: isFunction ? `${name}${type}` : `${name}: ${type}`,
      description: ts
        .displayPartsToString(symbol.getDocumentationComment(checker))
        .split(/\n\s*\n/)
        .filter((block) => block.trim() !== "")
        .map((block) =>
          /^\s*- /.test(block)
            ? block
                .split(/^\s*- /m)
                .slice(1)
                .map(oneLine)
            : oneLine(block),
        ),
      tags: symbol
        .getJsDocTags(checker)
        .map(({ name: tag, text }) => ({ tag, text: oneLine(ts.displayPartsToString(text)) })),
      example: isFunction && code !== undefined ? { code, result: resultOf(name) } : null,
    };
  });
}

/** What a file of samples declares: a constant of its own, or a name for something that the module exports. */
type Declared = { statement: ts.VariableStatement; exported: string | null };

/** The script of each sample: what it takes from the module, what it names of its file, and the call. */
function readSamples(path: string): Map<string, string> {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2024, true);
  const declared = new Map<string, Declared>();
  let list: ts.ObjectLiteralExpression | undefined;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const [{ name, initializer }] = statement.declarationList.declarations;
    if (initializer && ts.isSatisfiesExpression(initializer) && ts.isObjectLiteralExpression(initializer.expression))
      list = initializer.expression;
    else if (ts.isIdentifier(name)) declared.set(name.text, { statement, exported: null });
    else if (ts.isObjectBindingPattern(name))
      for (const element of name.elements)
        declared.set(element.name.getText(), { statement, exported: (element.propertyName ?? element.name).getText() });
  }
  return new Map(
    list!.properties.map((property) => {
      const { name, initializer } = property as ts.PropertyAssignment;
      const { elements } = (initializer as ts.ArrowFunction).body as ts.ArrayLiteralExpression;
      const { imports, statements } = usedBy(elements, declared);
      const own = name.getText();
      const call = `${own}(${elements.map((element) => element.getText()).join(", ")})${isGenerator(own) ? ".next().value" : ""}`;
      const lines = [
        `import { ${[...new Set([own, ...imports])].sort().join(", ")} } from "v3-companion/compute";`,
        ...file.statements.filter((statement) => statements.has(statement)).map((statement) => statement.getText()),
        `console.log(${call});`,
      ];
      return [own, lines.join("\n").replace(/\bcompute\.(?=\w)/g, "")];
    }),
  );
}

/** Names that some nodes take from the module, and statements of their file that they need, directly or not. */
function usedBy(
  nodes: readonly ts.Node[],
  declared: ReadonlyMap<string, Declared>,
): { imports: Set<string>; statements: Set<ts.Statement> } {
  const imports = new Set<string>();
  const statements = new Set<ts.Statement>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "compute") imports.add(node.name.text);
    else if (
      ts.isIdentifier(node) &&
      !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
    ) {
      const { statement, exported } = declared.get(node.text) ?? {};
      if (exported) imports.add(exported === node.text ? exported : `${exported} as ${node.text}`);
      else if (statement && !statements.has(statement)) {
        statements.add(statement);
        visit(statement);
      }
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return { imports, statements };
}

const mostResult = 800;

function resultOf(name: string): string {
  const result = called(name);
  const text = inspect(isIterator(result) ? result.next().value : result, {
    depth: 2,
    maxArrayLength: 8,
    breakLength: 96,
  });
  return text.length > mostResult ? `${text.slice(0, mostResult)}…` : text;
}

function called(name: string): unknown {
  const args = (samples as Record<string, () => unknown[]>)[name]();
  return (compute as unknown as Record<string, (...args: unknown[]) => unknown>)[name](...args);
}

/** Of a generator the example shows the first step. */
function isGenerator(name: string): boolean {
  return isIterator(called(name));
}

function isIterator(value: unknown): value is Iterator<unknown> {
  return typeof value === "object" && value !== null && "next" in value;
}

/** In one line, with the apostrophes of print outside of code: sources are plain ASCII there. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split("`")
    .map((part, i) => (i % 2 === 0 ? part.replace(/(?<=\w)'(?=\w|\s)/g, "’") : part))
    .join("`");
}
