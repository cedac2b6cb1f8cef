/** @file Which names the statements of a program declare, read from an ESTree. */
import type { Node, Pattern } from "acorn";

/** Any node: its fields are read by name. */
export type AnyNode = Node & Record<string, any>;

/** Every name that a pattern binds: `{ a, b: [c, ...d] }` binds a, c and d. */
export function patternNames(pattern: Pattern | AnyNode): string[] {
  const node = pattern as AnyNode;
  switch (node.type) {
    case "Identifier":
      return [node.name];
    case "ObjectPattern":
      return node.properties.flatMap((property: AnyNode) =>
        patternNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return node.elements.flatMap((element: AnyNode | null) => (element ? patternNames(element) : []));
    case "AssignmentPattern":
      return patternNames(node.left);
    case "RestElement":
      return patternNames(node.argument);
    default:
      return []; // a member expression on the left of an assignment binds nothing
  }
}

/** Names that the statements of one block declare for the whole of it. */
export function blockNames(body: readonly AnyNode[]): string[] {
  return body.flatMap((node) => {
    if (node.type === "VariableDeclaration") return node.declarations.flatMap(({ id }: AnyNode) => patternNames(id));
    if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) return [node.id.name];
    if (node.type === "ImportDeclaration") return node.specifiers.map(({ local }: AnyNode) => local.name);
    return [];
  });
}

/** Names that `var` declares in a statement, however deep, functions excepted; each with its declaration. */
export function hoistedNames(node: AnyNode): [name: string, declaration: Node][] {
  if (/Function|^Class/.test(node.type)) return [];
  const own =
    node.type === "VariableDeclaration" && node.kind === "var"
      ? node.declarations.flatMap(({ id }: AnyNode) => patternNames(id).map((name) => [name, node]))
      : [];
  return [...own, ...childrenOf(node).flatMap(hoistedNames)];
}

/** The nodes right below a node. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.entries(node).flatMap(([key, child]) => (key === "loc" ? [] : [child].flat().filter(isNode)));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";
}
