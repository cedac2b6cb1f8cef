/** @file Built HTML as the XHTML of an EPUB: text, formulas and pictures, without what acts. */

/** What acts, or is of a program. */
const left =
  "script, style, link, button, input, select, textarea, form, label, fieldset, .peek-more, .anchor, .figure-controls, .figure-presets, .figure-tools, .figure-more, .figure-code, .cell-tools, .cell-error, .only-narrow, .pager, .table-tools, .visually-hidden, noscript, [hidden]";

const namespaces: Readonly<Record<string, string>> = {
  svg: "http://www.w3.org/2000/svg",
  math: "http://www.w3.org/1998/Math/MathML",
};
const voids = new Set(["br", "hr", "img", "wbr", "col"]);
const sizes = new Set(["width", "height"]);
/** Attributes of the page's own scripts, or which XHTML of books does not know. */
const dropped =
  /^(?:data-|on|tabindex$|popover|aria-roledescription$|aria-(?:value|pressed$|checked$|selected$|controls$)|autocomplete$|loading$|decoding$|fetchpriority$|crossorigin$|font-variant$|paint-order$)/i;
/** What browsers take as an attribute of SVG and books as a style alone. */
const styled = "paint-order";
/** Elements of SVG with capitals in their names, which HTML does not keep. */
const capitals: Readonly<Record<string, string>> = {
  clippath: "clipPath",
  lineargradient: "linearGradient",
  radialgradient: "radialGradient",
  foreignobject: "foreignObject",
  textpath: "textPath",
};

export type Book = {
  /** Light colors by the name of their custom property: "--ink". */
  colors: ReadonlyMap<string, string>;
  /** An address on the page as the book has it. */
  link(address: string): string;
};

/** Takes away from a page what a book does not have. */
export function withoutActs(main: Element): void {
  for (const away of main.querySelectorAll(left)) away.remove();
}

/** XHTML of an element and what it holds. */
export function xhtml(node: Node, book: Book, inside: "html" | "svg" | "math" = "html"): string {
  if (node.nodeType === 3) return escaped(node.textContent!);
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  const tag = inside === "svg" ? (capitals[element.localName.toLowerCase()] ?? element.localName) : element.localName;
  const language = tag === "svg" ? "svg" : tag === "math" ? "math" : inside;
  if (element.localName === "data")
    return [...element.childNodes].map((child) => xhtml(child, book, language)).join("");
  const attributes = [...element.attributes]
    .filter(
      ({ name }) =>
        !dropped.test(name) && !(name === "style" && language === "html") && !(language === "html" && sizes.has(name)),
    )
    .map(
      ({ name, value }) =>
        ` ${nameOf(name, language)}="${escaped(valueOf(name, value, language, book)).replaceAll('"', "&quot;")}"`,
    );
  const order = language === "svg" ? element.getAttribute(styled) : null;
  if (order) attributes.push(` style="${styled}: ${escaped(order)}"`);
  const namespace = tag in namespaces ? ` xmlns="${namespaces[tag]}"` : "";
  const open = `${tag}${namespace}${[...new Set(attributes)].filter((attribute) => !attribute.startsWith(" xmlns")).join("")}`;
  const content = [...element.childNodes]
    .map((child) => xhtml(child, book, language === "svg" && tag === "foreignObject" ? "html" : language))
    .join("");
  return content === "" && (language !== "html" || voids.has(tag)) ? `<${open}/>` : `<${open}>${content}</${tag}>`;
}

/** What formulas call their text in words. */
function nameOf(name: string, language: string): string {
  return language === "math" && name === "aria-label" ? "alttext" : name;
}

function valueOf(name: string, value: string, language: string, { colors, link }: Book): string {
  if (name === "role" && language === "svg") return "img";
  if (name === "id") return validId(value);
  if (name === "href") return link(value);
  if (/^aria-(?:labelledby|describedby|controls)$/.test(name)) return value.split(/\s+/).map(validId).join(" ");
  return value.replace(/var\((--[\w-]+)(?:,[^)]*)?\)/g, (whole, color: string) => colors.get(color) ?? whole);
}

/** Ids of XML begin with a letter and have no signs. */
export function validId(id: string): string {
  const plain = id.replace(/[^\w.-]/g, "-");
  return /^[A-Za-z_]/.test(plain) ? plain : `n-${plain}`;
}

export function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\r\t]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Light colors of the site's tokens. */
export function lightColors(tokens: string): Map<string, string> {
  return new Map(
    [...tokens.matchAll(/(--[\w-]+):\s*light-dark\(([^,]+),[^)]+\)/g)].map(([, name, light]) => [name, light.trim()]),
  );
}
