/**
 * @file How large a picture is for those who draw it: what it refers to is drawn each time it is referred to, so sixty
 * elements can ask for a million.
 */
import type { ElementNode } from "./tree.ts";

/** What an element hands down to those in it, where they do not say otherwise. */
const inherited = ["fill", "stroke", "marker-start", "marker-mid", "marker-end"] as const;
type Given = Readonly<Partial<Record<(typeof inherited)[number], string>>>;

/** What is read from an element once, however often it is drawn. */
type Known = { attributes: ReadonlyMap<string, string>; corners: number; given: Given };

const shapes = new Set([
  "circle",
  "ellipse",
  "line",
  "path",
  "polygon",
  "polyline",
  "rect",
  "text",
  "textPath",
  "tspan",
]);
const mostDepth = 500;

/**
 * Elements that are drawn for `root`: its own, and those of all that they refer to (`use`, patterns, gradients, masks, clip
 * paths, and markers once for each corner of a line), again for each reference.
 *
 * @param enough  counting ends here: any number above it stands for more
 */
export function expandedSize(root: ElementNode, enough: number): number {
  const known = new Map<ElementNode, Known>();
  const byId = new Map<string, ElementNode>();
  // A circle of references draws nothing: those under way are not entered again.
  const open = new Set<ElementNode>();
  let size = 0;
  read(root, {});
  draw(root, {});
  return size;

  function read(node: ElementNode, above: Given): void {
    const attributes = new Map(node.attributes);
    const given = handedDown(attributes, above);
    const corners =
      `${attributes.get("d") ?? ""} ${attributes.get("points") ?? ""}`.match(/[a-z]|[\d.]+/gi)?.length ?? 0;
    known.set(node, { attributes, corners, given: above });
    if (attributes.has("id")) byId.set(attributes.get("id")!, node);
    for (const child of node.children) if (typeof child !== "string") read(child, given);
  }

  function draw(node: ElementNode, above: Given): void {
    if (++size > enough || open.has(node)) return;
    if (open.size > mostDepth) size = enough + 1;
    open.add(node);
    const { attributes, corners } = known.get(node)!;
    const given = handedDown(attributes, above);
    refer(attributes.get("href"), 1, given);
    refer(attributes.get("clip-path"));
    refer(attributes.get("mask"));
    if (shapes.has(node.tag)) for (const name of inherited) refer(given[name], name === "marker-mid" ? corners : 1);
    for (const child of node.children) if (typeof child !== "string") draw(child, given);
    open.delete(node);
  }

  /** @param given  what the place of the reference hands down; that of the target itself, if left out */
  function refer(value: string | undefined, times = 1, given?: Given): void {
    const [, id] = /^(?:url\()?#([^)]*)\)?$/.exec(value ?? "") ?? [];
    const target = id === undefined ? undefined : byId.get(id);
    if (target) for (let i = 0; i < times && size <= enough; i++) draw(target, given ?? known.get(target)!.given);
  }
}

function handedDown(attributes: ReadonlyMap<string, string>, above: Given): Given {
  const own = inherited.filter((name) => attributes.has(name));
  return own.length === 0
    ? above
    : { ...above, ...Object.fromEntries(own.map((name) => [name, attributes.get(name)!])) };
}
