/** @file Elements as data become elements of the page: at once, or a piece at a time where they are many. */
import { requireOwn, type OwnElement } from "./element.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
/** Characters of text or of an attribute that take a page as long as an element. */
const charactersPerElement = 50;

/**
 * The element of `node`. No text is read as markup on the way.
 *
 * @throws TypeError unless our own code has made `node`
 */
export function build(node: OwnElement): Element {
  let made: Element;
  const pieces = buildInPieces(node, Infinity, (element) => (made = element));
  for (let piece = pieces.next(); !piece.done; piece = pieces.next());
  return made!;
}

/**
 * Builds the element of `node`, and pauses each time that it has built so much.
 *
 * @param piece  elements between two pauses, texts and long attributes counted too
 * @param put  takes the outermost element as soon as it is there, still empty
 * @returns what was built since the last pause
 * @yields what was built since the pause before
 * @throws TypeError unless our own code has made `node`
 */
export function* buildInPieces(
  node: OwnElement,
  piece: number,
  put: (element: Element) => void,
): Generator<number, number, void> {
  requireOwn(node);
  let built = 0;
  function shell({ tag, svg, attributes }: OwnElement): Element {
    const element = svg ? document.createElementNS(svgNamespace, tag) : document.createElement(tag);
    for (const [name, value] of attributes) {
      element.setAttribute(name, value);
      built += value.length / charactersPerElement;
    }
    built++;
    return element;
  }
  const outermost = shell(node);
  put(outermost);
  const open = [{ element: outermost, children: node.children, next: 0 }];
  while (open.length > 0) {
    const parent = open[open.length - 1];
    if (parent.next === parent.children.length) {
      open.pop();
      continue;
    }
    const child = parent.children[parent.next++];
    if (typeof child === "string") {
      parent.element.append(child);
      built += 1 + child.length / charactersPerElement;
    } else {
      requireOwn(child);
      const element = shell(child);
      parent.element.append(element);
      open.push({ element, children: child.children, next: 0 });
    }
    if (built >= piece) {
      yield built;
      built = 0;
    }
  }
  return built;
}
