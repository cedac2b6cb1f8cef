/**
 * @file Which elements and attributes of a reader's picture come into the page. Everything else is dropped.
 *
 * Nothing that loads, runs, submits, covers the page or takes an id or class of the site.
 */
import type { ElementNode } from "./tree.ts";

const htmlTags = new Set(
  "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr".split(" "),
);
const svgTags = new Set(
  "a circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline radialGradient rect stop svg symbol text textPath title tspan use".split(" "),
);

const attributes = new Set(
  ("align aria-description aria-hidden aria-label aria-roledescription class clip-path clip-rule color colspan cx cy d data-part dir dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style font-variant font-weight fx fy gradientTransform gradientUnits height href id " +
    "lang letter-spacing marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask offset opacity open orient paint-order pathLength patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY role rotate rowspan rx ry scope shape-rendering spreadMethod " +
    "startOffset stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style text-anchor text-decoration text-rendering textLength title transform vector-effect viewBox visibility white-space width word-spacing x x1 x2 y y1 y2").split(" "),
);

const styles = new Set(
  "background-color color columns column-gap display fill fill-opacity font-family font-size font-style font-variant font-variant-numeric font-weight gap height line-height margin margin-bottom margin-left margin-right margin-top max-width min-width opacity padding padding-bottom padding-left padding-right padding-top stroke stroke-width text-align text-anchor text-decoration user-select vertical-align white-space width".split(" "),
);

/** Nodes of one output; what is beyond is cut off. */
const mostNodes = 40_000;
const mostDepth = 200;

/**
 * What is allowed of a picture. Ids are renamed by their order, so that they depend on the place in the page alone;
 * references to them follow, and references to anything else are dropped.
 *
 * @param place  begins every id; unique on the page
 */
export function allowedElement(root: ElementNode, place: string): ElementNode | null {
  const names = idNames(root, place);
  let left = mostNodes;
  return allow(root, 0);

  function allow(node: ElementNode, depth: number): ElementNode | null {
    const svg = node.svg === true;
    const tag = String(node.tag);
    if (--left < 0 || depth > mostDepth || !(svg ? svgTags : htmlTags).has(tag)) return null;
    const children: ElementNode["children"] = [];
    for (const child of node.children) {
      if (typeof child === "string") {
        if (--left >= 0) children.push(child);
      } else {
        const kept = allow(child, depth + 1);
        if (kept) children.push(kept);
      }
    }
    const kept: [string, string][] = [];
    for (const [name, value] of node.attributes) {
      const plainName = name === "xlink:href" ? "href" : name;
      const allowed = attributes.has(plainName) && typeof value === "string" ? allowedValue(tag, plainName, value, names) : null;
      if (allowed !== null && !kept.some(([other]) => other === plainName)) kept.push([plainName, allowed]);
    }
    if (tag === "a" && kept.some(([name, value]) => name === "href" && !value.startsWith("#"))) kept.push(["rel", "noopener noreferrer"], ["target", "_blank"]);
    return { tag, svg, attributes: kept, children };
  }
}

function idNames(root: ElementNode, place: string): Map<string, string> {
  const names = new Map<string, string>();
  const queue: [ElementNode, number][] = [[root, 0]];
  let left = mostNodes;
  for (const [node, depth] of queue) {
    if (--left < 0 || depth > mostDepth) continue;
    for (const [name, value] of node.attributes) if (name === "id" && !names.has(String(value))) names.set(String(value), `${place}-${names.size}`);
    for (const child of node.children) if (typeof child !== "string") queue.push([child, depth + 1]);
  }
  return names;
}

function allowedValue(tag: string, name: string, value: string, names: ReadonlyMap<string, string>): string | null {
  switch (name) {
    case "id":
      return names.get(value) ?? null;
    case "class": {
      const kept = value.split(/\s+/).filter((one) => /^plot(-[\w-]+)?$/.test(one));
      return kept.length > 0 ? kept.join(" ") : null;
    }
    case "href": {
      if (value.startsWith("#")) return names.has(value.slice(1)) ? `#${names.get(value.slice(1))!}` : null;
      return tag === "a" && /^https?:\/\/[^\s\\]+$/i.test(value) ? value : null;
    }
    case "data-part":
      return /^[a-z][a-z -]*$/.test(value) ? value : null;
    case "style":
      return allowedStyle(value);
    case "role":
      return /^(img|presentation|none|table|row|cell|columnheader|rowheader|list|listitem|group)$/.test(value) ? value : null;
  }
  const reference = /^url\(\s*["']?#([^"')\s]+)["']?\s*\)$/.exec(value);
  if (reference) return names.has(reference[1]) ? `url(#${names.get(reference[1])!})` : null;
  return isPlainValue(value) ? value : null;
}

function allowedStyle(value: string): string | null {
  const kept = value.split(";").flatMap((declaration) => {
    const [property, ...rest] = declaration.split(":");
    const name = property.trim().toLowerCase();
    const text = rest.join(":").trim();
    return (styles.has(name) || /^--plot-[\w-]+$/.test(name)) && text !== "" && isPlainValue(text) && !/[{}<>!@"'\\]/.test(text) ? [`${name}: ${text}`] : [];
  });
  return kept.length > 0 ? kept.join("; ") : null;
}

/** No function that loads anything, not even behind an escape. */
function isPlainValue(value: string): boolean {
  return !/\\|(?:url|src|image|image-set|element|expression|attr|env|var\(--(?!plot))\s*\(/i.test(value.replace(/var\(--(?:plot-)?[\w-]+\)/g, "").replace(/\/\*.*?\*\//gs, ""));
}
