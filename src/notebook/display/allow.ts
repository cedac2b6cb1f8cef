/**
 * @file Which elements, attributes and values of a reader's picture come into the page. Everything else is dropped.
 *
 * Nothing that loads, runs, submits, covers the page, takes an id, a class or a `data-` attribute of the site, or grows
 * without bound by what it refers to.
 */
import { expandedSize } from "./expanded-size.ts";
import { ownElement, type OwnElement } from "./element.ts";
import { mostElements } from "./room.ts";
import type { ElementNode } from "./tree.ts";

const words = (text: string): Set<string> => new Set(text.split(" "));

const htmlTags = words(
  "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr",
);
const svgTags = words(
  "a circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline radialGradient rect stop svg symbol text textPath title tspan use",
);

/** What an attribute may hold. */
type Pattern =
  /** Words, numbers, colors, lists of them, and functions that only compute. */
  | "plain"
  /** The same, or `url(#…)` of an element in the same picture. */
  | "paint"
  /** Any text: it is read, not interpreted. */
  | "text"
  | "id"
  | "class"
  | "href"
  | "style"
  | "role"
  | "part";

const patterned = (pattern: Pattern, names: string): [string, Pattern][] =>
  names.split(" ").map((name) => [name, pattern]);

/** Attributes of every element. */
const common = new Map<string, Pattern>([
  ...patterned("text", "aria-description aria-label aria-roledescription title"),
  ...patterned("plain", "aria-hidden dir lang"),
  ["id", "id"],
  ["class", "class"],
  ["style", "style"],
  ["role", "role"],
]);
/** Attributes of HTML elements. */
const htmlAttributes: Record<string, ReadonlyMap<string, Pattern>> = {
  a: new Map(patterned("href", "href")),
  col: new Map(patterned("plain", "span width")),
  colgroup: new Map(patterned("plain", "span width")),
  details: new Map(patterned("plain", "open")),
  ol: new Map(patterned("plain", "start type reversed")),
  td: new Map(patterned("plain", "align colspan rowspan width")),
  th: new Map(patterned("plain", "align colspan rowspan scope width")),
  table: new Map(patterned("plain", "align width")),
};
/** Attributes of SVG elements. */
const svgAttributes = new Map<string, Pattern>([
  ...patterned(
    "plain",
    "clip-rule clipPathUnits color cx cy d dominant-baseline dx dy fill-opacity fill-rule font-size font-style font-variant font-weight fx fy gradientTransform gradientUnits height letter-spacing markerHeight markerUnits markerWidth maskContentUnits maskUnits method offset opacity orient paint-order pathLength " +
      "patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ry shape-rendering side spacing spreadMethod startOffset stop-color stop-opacity stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width " +
      "text-anchor text-decoration text-rendering textLength transform vector-effect viewBox visibility white-space width word-spacing x x1 x2 y y1 y2 font-family stroke-dasharray",
  ),
  ...patterned("paint", "clip-path fill marker-end marker-mid marker-start mask stroke"),
  ["href", "href"],
  ["data-part", "part"],
]);

const styles = words(
  "background-color color columns column-gap display fill fill-opacity font-family font-size font-style font-variant font-variant-numeric font-weight gap height line-height margin margin-bottom margin-left margin-right margin-top max-width min-width opacity padding padding-bottom padding-left padding-right padding-top stroke stroke-width text-align text-anchor text-decoration user-select vertical-align white-space width",
);
/** Functions in values: they compute a color, a place or a length from what stands in them. */
const functions = words(
  "calc cubic-bezier clamp hsl hsla hwb lab lch matrix max min oklab oklch color-mix rgb rgba rotate scale skewX skewY translate translateX translateY var",
);
const roles = words("img presentation none table row cell columnheader rowheader list listitem group");

const mostDepth = 200;
/** Characters of text inside pictures, where browsers place each letter by itself. */
const mostWritten = 50_000;
/** Elements that browsers part into columns without trouble. */
const mostInColumns = 1_000;
/** Characters of an address that a link may have: room for a source, not for a notebook. */
const mostAddress = 500;

/**
 * What is allowed of a picture; null if it may not be shown at all, or not with all that it refers to. Ids are renamed by
 * their order, so that they depend on the place in the page alone; references to them follow, and references to anything
 * else are dropped.
 *
 * @param place  begins every id; unique on the page
 */
export function allowedElement(root: ElementNode, place: string): OwnElement | null {
  const { names, size } = survey(root, place);
  let left = mostElements;
  let written = 0;
  const kept = allow(root, 0, false);
  return kept && left >= 0 && written <= mostWritten && expandedSize(kept, mostElements) <= mostElements ? kept : null;

  function allow(node: ElementNode, depth: number, inPicture: boolean): OwnElement | null {
    const svg = node.svg === true;
    const tag = String(node.tag);
    if (--left < 0 || depth > mostDepth || !(svg ? svgTags : htmlTags).has(tag)) return null;
    // As a parser of HTML would have it, and so the same in a page that is read as text: parts of a picture in it, all else outside.
    if (inPicture ? !svg : svg && tag !== "svg") return null;
    const children: (OwnElement | string)[] = [];
    for (const child of node.children) {
      if (typeof child === "object" && child !== null) {
        const kept = allow(child, depth + 1, svg);
        if (kept) children.push(kept);
      } else if (--left >= 0) {
        children.push(String(child));
        if (svg) written += String(child).length;
      }
    }
    const kept = new Map<string, string>();
    for (const [name, value] of node.attributes) {
      const plainName = name === "xlink:href" ? "href" : name;
      const pattern =
        common.get(plainName) ??
        (svg
          ? svgAttributes.get(plainName)
          : Object.hasOwn(htmlAttributes, tag)
            ? htmlAttributes[tag].get(plainName)
            : undefined);
      const allowed = pattern && typeof value === "string" ? allowedValue(pattern, tag, value, names, size) : null;
      if (allowed !== null && !kept.has(plainName)) kept.set(plainName, allowed);
    }
    // A link leads away from the page, and the page is not told where it came from.
    if (tag === "a" && kept.has("href") && !kept.get("href")!.startsWith("#"))
      kept.set("rel", "noopener noreferrer").set("target", "_blank");
    return ownElement(tag, svg, [...kept], children);
  }
}

/** The new name of each id of a picture, and how many elements it has. */
function survey(root: ElementNode, place: string): { names: Map<string, string>; size: number } {
  const names = new Map<string, string>();
  const queue: [ElementNode, number][] = [[root, 0]];
  let left = mostElements;
  for (const [node, depth] of queue) {
    if (--left < 0 || depth > mostDepth) continue;
    for (const [name, value] of node.attributes)
      if (name === "id" && !names.has(String(value))) names.set(String(value), `${place}-${names.size}`);
    for (const child of node.children) if (typeof child === "object" && child !== null) queue.push([child, depth + 1]);
  }
  return { names, size: queue.length };
}

function allowedValue(
  pattern: Pattern,
  tag: string,
  value: string,
  names: ReadonlyMap<string, string>,
  size: number,
): string | null {
  switch (pattern) {
    case "text":
      return value;
    case "plain":
      return isPlain(value) ? value : null;
    case "paint": {
      const [, name] = /^url\(\s*["']?#([^"')\s]+)["']?\s*\)$/.exec(value) ?? [];
      if (name !== undefined) return names.has(name) ? `url(#${names.get(name)!})` : null;
      return isPlain(value) ? value : null;
    }
    case "id":
      return names.get(value) ?? null;
    case "class": {
      const kept = value.split(/\s+/).filter((one) => /^plot(-[\w-]+)?$/.test(one));
      return kept.length > 0 ? kept.join(" ") : null;
    }
    case "href":
      if (value.startsWith("#")) return names.has(value.slice(1)) ? `#${names.get(value.slice(1))!}` : null;
      return tag === "a" && isWebAddress(value) ? value : null;
    case "style":
      return allowedStyle(value, size);
    case "role":
      return roles.has(value) ? value : null;
    case "part":
      return /^[xy]-grid$/.test(value) ? value : null; // what the style sheet of figures knows
  }
}

/** From its first character to its last: a scheme, a host without a name or password before it, and no space. */
function isWebAddress(value: string): boolean {
  return value.length <= mostAddress && /^https?:\/\/[a-z\d.-]+(?::\d+)?(?:[/?#][^\s\\<>"]*)?$/i.test(value);
}

function allowedStyle(value: string, size: number): string | null {
  const kept = value.split(";").flatMap((declaration) => {
    const [property, ...rest] = declaration.split(":");
    const name = property.trim().toLowerCase();
    const text = rest.join(":").trim();
    if (!styles.has(name) && !/^--plot-[\w-]+$/.test(name)) return [];
    if (name === "columns" && size > mostInColumns) return [];
    // A negative margin would lay the element over what stands beside it.
    return text !== "" && isPlain(text) && !(name.startsWith("margin") && text.includes("-"))
      ? [`${name}: ${text}`]
      : [];
  });
  return kept.length > 0 ? kept.join("; ") : null;
}

/** Letters, digits and what joins them: no escape, no string, no function but those that compute. */
function isPlain(value: string): boolean {
  return (
    /^[\w\s.,+\-#%()/*]*$/.test(value) && [...value.matchAll(/([\w-]*)\(/g)].every(([, name]) => functions.has(name))
  );
}
