/**
 * @file Where a long displayed formula may break: before a relation or an operator that stands in no bracket, and at a wide
 * space. Each piece becomes a row, and `base.css` lets the rows of `math.lines` wrap; where all fits they stand as before.
 */
import type { Element, ElementContent, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";

/** Signs in a formula that fits on any phone. */
const fits = 14;

/** Signs of a left side that is not left alone on a line: of the first formula, and of one after a wide space. */
const shortSides = { first: 2, second: 6 };

const relations = /^[=≤≥<>≈≠∈→←∼:]$/u;
const operators = /^[+−×·⋅]$/u;
const opening = /^[([{⟨⌊⌈⟦]$/u;
const closing = /^[)\]}⟩⌋⌉⟧]$/u;

/** Rehype plugin, after formulas are rendered and lean. */
export function formulaLines() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element) => {
      if (node.tagName !== "math") return;
      if (node.properties.display !== "block" || lengthOf(node) <= fits) return SKIP;
      const pieces = piecesOf(node.children);
      if (pieces.length > 1) {
        node.children = pieces.map(asRow);
        node.properties.className = ["lines"];
      }
      return SKIP;
    });
  };
}

/** The children of a formula, cut before each sign at which it may break. */
function piecesOf(children: readonly ElementContent[]): ElementContent[][] {
  const pieces: ElementContent[][] = [[]];
  let depth = 0;
  /** A formula keeps its left side, if that is short. */
  let shortSide: number | null = shortSides.first;
  for (const child of children) {
    const text = signOf(child);
    const isSpace = depth === 0 && isWideSpace(child);
    // At the beginning a sign belongs to what follows it, and right after another one as well.
    const before = signOf(pieces.at(-1)!.at(-1));
    const isKept = shortSide !== null && pieces.at(-1)!.reduce((sum, part) => sum + lengthOf(part), 0) <= shortSide;
    if (
      depth === 0 &&
      pieces.at(-1)!.length > 0 &&
      !isKept &&
      (relations.test(text) || (operators.test(text) && !relations.test(before) && !operators.test(before)))
    )
      pieces.push([]);
    pieces
      .at(-1)!
      .push(text !== "" && (relations.test(text) || operators.test(text)) ? infix(child as Element) : child);
    if (isSpace) pieces.push([]);
    if (isSpace) shortSide = shortSides.second;
    else if (relations.test(text) && depth === 0) shortSide = null;
    if (opening.test(text)) depth++;
    if (closing.test(text)) depth = Math.max(0, depth - 1);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** The first sign of a row would be set as a sign of one side. */
function infix(operator: Element): Element {
  return { ...operator, properties: { ...operator.properties, form: "infix" } };
}

function asRow(piece: ElementContent[]): Element {
  const [only] = piece;
  return piece.length === 1 && only.type === "element" && only.tagName !== "mo"
    ? only
    : { type: "element", tagName: "mrow", properties: {}, children: piece };
}

function signOf(node: ElementContent | undefined): string {
  const [only] = node?.type === "element" && node.tagName === "mo" ? node.children : [];
  return only?.type === "text" ? only.value : "";
}

/** `\qquad` between two formulas in one. */
function isWideSpace(node: ElementContent): boolean {
  return node.type === "element" && node.tagName === "mspace" && parseFloat(String(node.properties.width ?? "0")) >= 1;
}

/** Signs of a formula, with those that are read in a hover left out. */
function lengthOf(node: ElementContent): number {
  if (node.type === "text") return [...node.value].length;
  if (node.type !== "element" || String(node.properties.className).includes("peek-more")) return 0;
  return node.children.reduce((sum, child) => sum + lengthOf(child), 0);
}
