/**
 * @file The little of a document that Observable Plot needs to draw, for where there is no page: the build and workers.
 *
 * A whole DOM for servers is half a megabyte; a figure's worker is downloaded by phones. A test compares what is drawn
 * in this one with what is drawn in linkedom, for every preset of every widget.
 */
const svgNamespace = "http://www.w3.org/2000/svg";
const htmlNamespace = "http://www.w3.org/1999/xhtml";

class TextNode {
  parentNode: SvgElement | null = null;
  data: string;

  constructor(data: string) {
    this.data = data;
  }

  get textContent(): string {
    return this.data;
  }

  get outerHTML(): string {
    return escaped(this.data);
  }
}

/** An element that can be built, walked and written. Not one that can be laid out or listened to. */
export class SvgElement {
  parentNode: SvgElement | null = null;
  childNodes: (SvgElement | TextNode)[] = [];
  readonly attributes = new Map<string, string>();
  readonly style = styleOf(this);
  readonly ownerDocument: SvgDocument;
  readonly namespaceURI: string;
  readonly tagName: string;

  constructor(ownerDocument: SvgDocument, namespaceURI: string, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.namespaceURI = namespaceURI;
    this.tagName = tagName;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  appendChild<N extends SvgElement | TextNode>(child: N): N {
    return this.insertBefore(child, null);
  }

  append(...children: (SvgElement | TextNode | string)[]): void {
    for (const child of children) this.appendChild(typeof child === "string" ? new TextNode(child) : child);
  }

  insertBefore<N extends SvgElement | TextNode>(child: N, next: SvgElement | TextNode | null): N {
    child.parentNode?.removeChild(child);
    const at = next === null ? this.childNodes.length : this.childNodes.indexOf(next);
    if (at < 0) throw new RangeError(`next must be a child of <${this.tagName}>`);
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }

  removeChild<N extends SvgElement | TextNode>(child: N): N {
    this.childNodes = this.childNodes.filter((other) => other !== child);
    child.parentNode = null;
    return child;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  addEventListener(): never {
    throw new Error(
      "Plot's pointer and crosshair need a page, which is not where charts are drawn; every chart answers to a hover already",
    );
  }

  get firstChild(): SvgElement | TextNode | null {
    return this.childNodes[0] ?? null;
  }

  get children(): SvgElement[] {
    return this.childNodes.filter((child) => child instanceof SvgElement);
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join("");
  }

  set textContent(text: string) {
    this.childNodes = [];
    if (text !== "") this.append(text);
  }

  /** This element and all below it, in the order of the text. */
  *descendants(): Generator<SvgElement> {
    yield this;
    for (const child of this.children) yield* child.descendants();
  }

  get outerHTML(): string {
    const attributes = [...this.attributes]
      .map(([name, value]) => ` ${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`)
      .join("");
    const inside = this.childNodes.map((child) => child.outerHTML).join("");
    return inside === "" && this.namespaceURI === svgNamespace
      ? `<${this.tagName}${attributes}/>`
      : `<${this.tagName}${attributes}>${inside}</${this.tagName}>`;
  }
}

/** What makes elements; give it to Plot as `document`. */
export class SvgDocument {
  readonly documentElement = this.createElement("html");

  createElement(name: string): SvgElement {
    return new SvgElement(this, htmlNamespace, name);
  }

  createElementNS(namespace: string, name: string): SvgElement {
    return new SvgElement(this, namespace, name);
  }

  createTextNode(data: string): TextNode {
    return new TextNode(data);
  }
}

/** `element.style` as a view on the attribute. */
function styleOf(element: SvgElement) {
  const read = (): Map<string, string> =>
    new Map(
      (element.getAttribute("style") ?? "")
        .split(";")
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]),
    );
  const write = (styles: Map<string, string>): void =>
    element.setAttribute("style", [...styles].map(([name, value]) => `${name}:${value}`).join(";"));
  return {
    setProperty: (name: string, value: unknown): void => write(read().set(name, String(value))),
    removeProperty(name: string): void {
      const styles = read();
      if (styles.delete(name)) write(styles);
    },
    getPropertyValue: (name: string): string => read().get(name) ?? "",
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
