/** @file Which names a program uses that it does not declare itself: lexical scopes over an ESTree. */
import type { Node, Pattern, Program } from "acorn";

export type FreeNames = {
  /** Used and not declared, with the place of the first use. */
  names: Map<string, Node>;
  /** How often each of `names` is used. */
  count: Map<string, number>;
  /** Assigned and not declared. */
  assigned: Map<string, Node>;
  /** Declared at the top level and used, with the place of the first use. */
  own: Map<string, Node>;
  /** Declared with `var` inside a block, which makes them names of the top level. */
  hoisted: Map<string, Node>;
  /** Whether there is an `await` outside every function. */
  usesAwait: boolean;
};

type Scope = { names: Set<string>; parent: Scope | null; isFunction: boolean };
/** Any node: its fields are read by name. */
type AnyNode = Node & Record<string, any>;

/** The free names of a whole program. */
export function freeNames(program: Program): FreeNames {
  const found: FreeNames = {
    names: new Map(),
    count: new Map(),
    assigned: new Map(),
    own: new Map(),
    hoisted: new Map(),
    usesAwait: false,
  };
  const top: Scope = { names: new Set(), parent: null, isFunction: false };
  declareBlock(program.body as AnyNode[], top);
  for (const node of program.body)
    hoist(node as AnyNode, (name, at) => {
      if (!top.names.has(name)) found.hoisted.set(name, at);
      top.names.add(name);
    });
  for (const node of program.body) visit(node as AnyNode, top);
  return found;

  function use(name: string, node: Node, scope: Scope): void {
    let home: Scope | null = scope;
    while (home && !home.names.has(name)) home = home.parent;
    if (home === null) {
      first(found.names, name, node);
      found.count.set(name, (found.count.get(name) ?? 0) + 1);
    } else if (home === top) first(found.own, name, node);
  }

  function assign(pattern: AnyNode, scope: Scope): void {
    for (const name of patternNames(pattern as Pattern)) {
      let home: Scope | null = scope;
      while (home && !home.names.has(name)) home = home.parent;
      if (home === null) first(found.assigned, name, pattern);
    }
  }

  function visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case "Identifier":
        if (node.name !== "undefined") use(node.name, node, scope);
        return;
      case "ImportDeclaration":
      case "MetaProperty":
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "LabeledStatement":
        visit(node.body, scope);
        return;
      case "MemberExpression":
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        return;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
        if (node.computed) visit(node.key, scope);
        if (node.value) visitField(node, scope);
        return;
      case "StaticBlock":
        visitFunctionBody(node.body, [], scope);
        return;
      case "AwaitExpression":
        if (!insideFunction(scope)) found.usesAwait = true;
        break;
      case "AssignmentExpression":
        assign(node.left, scope);
        break;
      case "UpdateExpression":
        if (node.argument.type === "Identifier") assign(node.argument, scope);
        break;
      case "VariableDeclarator":
        visitPattern(node.id, scope);
        if (node.init) visit(node.init, scope);
        return;
      case "FunctionDeclaration":
        visitFunction(node, scope);
        return;
      case "FunctionExpression":
        visitFunction(node, node.id ? { names: new Set([node.id.name]), parent: scope, isFunction: false } : scope);
        return;
      case "ArrowFunctionExpression":
        visitFunction(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression": {
        if (node.superClass) visit(node.superClass, scope);
        const inner: Scope = node.id ? { names: new Set([node.id.name]), parent: scope, isFunction: false } : scope;
        for (const member of node.body.body) visit(member, inner);
        return;
      }
      case "BlockStatement": {
        const inner: Scope = { names: new Set(), parent: scope, isFunction: false };
        declareBlock(node.body, inner);
        for (const statement of node.body) visit(statement, inner);
        return;
      }
      case "SwitchStatement": {
        visit(node.discriminant, scope);
        const inner: Scope = { names: new Set(), parent: scope, isFunction: false };
        declareBlock(
          node.cases.flatMap((one: AnyNode) => one.consequent),
          inner,
        );
        for (const one of node.cases) visitChildren(one, inner);
        return;
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement": {
        if (node.await && !insideFunction(scope)) found.usesAwait = true;
        const inner: Scope = { names: new Set(), parent: scope, isFunction: false };
        const head = node.type === "ForStatement" ? node.init : node.left;
        if (head?.type === "VariableDeclaration") declareBlock([head], inner);
        else if (head && node.type !== "ForStatement") assign(head, scope);
        visitChildren(node, inner);
        return;
      }
      case "CatchClause": {
        const inner: Scope = {
          names: new Set(node.param ? patternNames(node.param) : []),
          parent: scope,
          isFunction: false,
        };
        if (node.param) visitPattern(node.param, inner);
        visit(node.body, inner);
        return;
      }
    }
    visitChildren(node, scope);
  }

  function visitChildren(node: AnyNode, scope: Scope): void {
    for (const [key, child] of Object.entries(node)) {
      if (key === "loc") continue;
      if (Array.isArray(child)) {
        for (const one of child) if (isNode(one)) visit(one, scope);
      } else if (isNode(child)) visit(child, scope);
    }
  }

  /** The value of a field of a class runs as a method would; that of an object literal runs at once. */
  function visitField(node: AnyNode, scope: Scope): void {
    const inner =
      node.type === "PropertyDefinition" ? { names: new Set<string>(), parent: scope, isFunction: true } : scope;
    visit(node.value, inner);
  }

  /** The parts of a declared pattern that are expressions: defaults and computed keys. */
  function visitPattern(pattern: AnyNode, scope: Scope): void {
    switch (pattern.type) {
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "RestElement") continue;
          if (property.computed) visit(property.key, scope);
          visitPattern(property.value, scope);
        }
        return;
      case "ArrayPattern":
        for (const element of pattern.elements) if (element) visitPattern(element, scope);
        return;
      case "AssignmentPattern":
        visitPattern(pattern.left, scope);
        visit(pattern.right, scope);
        return;
      case "RestElement":
        visitPattern(pattern.argument, scope);
    }
  }

  function visitFunction(node: AnyNode, scope: Scope): void {
    visitFunctionBody(
      node.body.type === "BlockStatement" ? node.body.body : [node.body],
      node.params,
      scope,
      node.type !== "ArrowFunctionExpression",
    );
  }

  function visitFunctionBody(body: AnyNode[], params: AnyNode[], scope: Scope, hasArguments = false): void {
    const inner: Scope = {
      names: new Set(params.flatMap((param) => patternNames(param as Pattern))),
      parent: scope,
      isFunction: true,
    };
    if (hasArguments) inner.names.add("arguments");
    declareBlock(body, inner);
    for (const statement of body) hoist(statement, (name) => inner.names.add(name));
    for (const param of params) visitPattern(param, inner);
    for (const statement of body) visit(statement, inner);
  }
}

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
function declareBlock(body: AnyNode[], scope: Scope): void {
  for (const node of body) {
    if (node.type === "VariableDeclaration") {
      for (const { id } of node.declarations) for (const name of patternNames(id)) scope.names.add(name);
    } else if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id) {
      scope.names.add(node.id.name);
    } else if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) scope.names.add(local.name);
    }
  }
}

/** Names that `var` declares anywhere below, functions excepted. */
function hoist(node: AnyNode, declare: (name: string, node: Node) => void): void {
  if (/Function|^Class/.test(node.type)) return;
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { id } of node.declarations) for (const name of patternNames(id)) declare(name, node);
  }
  for (const [key, child] of Object.entries(node)) {
    if (key === "loc") continue;
    if (Array.isArray(child)) {
      for (const one of child) if (isNode(one)) hoist(one, declare);
    } else if (isNode(child)) hoist(child, declare);
  }
}

function insideFunction(scope: Scope): boolean {
  for (let at: Scope | null = scope; at; at = at.parent) if (at.isFunction) return true;
  return false;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";
}

function first(map: Map<string, Node>, name: string, node: Node): void {
  if (!map.has(name)) map.set(name, node);
}
