/** @file Small faults that can be put into a source file: where, and what stands there instead. */
import ts from "typescript";

export type Mutant = {
  /** Half-open range of characters in the source. */
  from: number;
  to: number;
  /** The expression or statement that it changes: a switch can stand in place of this. */
  whole: { from: number; to: number };
  /** What stands there instead. */
  text: string;
  /** What kind of fault it is. */
  kind: "comparison" | "arithmetic" | "logic" | "constant" | "condition" | "statement" | "call";
};

const { SyntaxKind } = ts;

/** What an operator becomes, in words of the source. */
const binary: ReadonlyMap<ts.SyntaxKind, { kind: Mutant["kind"]; texts: readonly string[] }> = new Map([
  [SyntaxKind.LessThanToken, { kind: "comparison", texts: ["<=", ">="] }],
  [SyntaxKind.LessThanEqualsToken, { kind: "comparison", texts: ["<", ">"] }],
  [SyntaxKind.GreaterThanToken, { kind: "comparison", texts: [">=", "<="] }],
  [SyntaxKind.GreaterThanEqualsToken, { kind: "comparison", texts: [">", "<"] }],
  [SyntaxKind.EqualsEqualsEqualsToken, { kind: "comparison", texts: ["!=="] }],
  [SyntaxKind.ExclamationEqualsEqualsToken, { kind: "comparison", texts: ["==="] }],
  [SyntaxKind.PlusToken, { kind: "arithmetic", texts: ["-"] }],
  [SyntaxKind.MinusToken, { kind: "arithmetic", texts: ["+"] }],
  [SyntaxKind.AsteriskToken, { kind: "arithmetic", texts: ["/"] }],
  [SyntaxKind.SlashToken, { kind: "arithmetic", texts: ["*"] }],
  [SyntaxKind.PercentToken, { kind: "arithmetic", texts: ["*"] }],
  [SyntaxKind.AsteriskAsteriskToken, { kind: "arithmetic", texts: ["*"] }],
  [SyntaxKind.PlusEqualsToken, { kind: "arithmetic", texts: ["-="] }],
  [SyntaxKind.MinusEqualsToken, { kind: "arithmetic", texts: ["+="] }],
  [SyntaxKind.AsteriskEqualsToken, { kind: "arithmetic", texts: ["/="] }],
  [SyntaxKind.SlashEqualsToken, { kind: "arithmetic", texts: ["*="] }],
  [SyntaxKind.AmpersandAmpersandToken, { kind: "logic", texts: ["||"] }],
  [SyntaxKind.BarBarToken, { kind: "logic", texts: ["&&"] }],
]);

/** Functions of `Math` that are mistaken for each other. */
const twins: Readonly<Record<string, string>> = {
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
};

/** All mutants of a source, in the order of their places. Types, imports and texts have none. */
export function mutantsOf(source: string, name: string): Mutant[] {
  const file = ts.createSourceFile(
    name,
    source,
    ts.ScriptTarget.Latest,
    true,
    name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const mutants: Mutant[] = [];
  const put = (node: ts.Node, kind: Mutant["kind"], texts: readonly string[], whole: ts.Node = node): void => {
    const [from, to] = [node.getStart(), node.getEnd()];
    for (const text of texts)
      mutants.push({ from, to, whole: { from: whole.getStart(), to: whole.getEnd() }, text, kind });
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node)
    )
      return;
    if (ts.isBinaryExpression(node)) {
      const { operatorToken, left, right } = node;
      const other = binary.get(operatorToken.kind);
      const joinsText = operatorToken.kind === SyntaxKind.PlusToken && [left, right].some(isText);
      if (other && !joinsText) put(operatorToken, other.kind, other.texts, node);
      if (operatorToken.kind === SyntaxKind.QuestionQuestionToken) put(node, "logic", [right.getText()]);
    } else if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === SyntaxKind.ExclamationToken) put(node, "logic", [`(${node.operand.getText()})`]);
      if (node.operator === SyntaxKind.MinusToken) put(node, "arithmetic", [`(${node.operand.getText()})`]);
    } else if (ts.isNumericLiteral(node) && !isName(node)) {
      const value = Number(node.text);
      const others = [value + 1, ...(value > 1 ? [value - 1] : [])];
      // Above 2^53 a number and the next are the same.
      put(node, "constant", others.filter((other) => other !== value).map(String));
    } else if (node.kind === SyntaxKind.TrueKeyword) put(node, "constant", ["false"]);
    else if (node.kind === SyntaxKind.FalseKeyword) put(node, "constant", ["true"]);
    else if (ts.isIfStatement(node)) put(node.expression, "condition", ["true", "false"]);
    else if (ts.isConditionalExpression(node)) put(node.condition, "condition", ["true", "false"]);
    else if (ts.isExpressionStatement(node)) put(node, "statement", [";"]);
    else if (ts.isCallExpression(node) && node.expression.getText().startsWith("Math.")) {
      const other = twins[node.expression.getText().slice("Math.".length)];
      if (other) put(node.expression, "call", [`Math.${other}`]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}

/** The source with a mutant in it. */
export function withMutant(source: string, { from, to, text }: Mutant): string {
  return source.slice(0, from) + text + source.slice(to);
}

function isText(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind === SyntaxKind.PlusToken &&
      [node.left, node.right].some(isText))
  );
}

/** A numeral that names a property. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}
