/**
 * @file Charts with as few elements as show the same: what Plot draws as an element for each tick, bar or dot is one path for
 * all that look alike. Nothing is lost by it: what is pointed at is asked of the probe (`chart-probe.ts`), not of elements.
 */
import { short } from "./columns.ts";
import type { SvgElement } from "./svg-document.ts";

/** Merges marks that look alike inside of each group, and drops texts without a word. */
export function makeLean(svg: SvgElement): void {
  for (const part of [...svg.descendants()]) {
    if (part.tagName === "text" && part.textContent === "") part.remove();
    else if (part.tagName === "g") mergeAlike(part);
  }
  for (const part of [...svg.descendants()].reverse()) if (part.tagName === "g") dissolve(part);
}

/** A group of nothing goes, a group of one gives it all that it says. */
function dissolve(group: SvgElement): void {
  const [only, ...others] = group.children;
  if (!only) group.remove();
  if (!only || others.length > 0 || !/^(?:g|path|line|rect|circle|text)$/.test(only.tagName)) return;
  for (const name of ["opacity", "clip-path", "mask", "style", "class"])
    if (group.hasAttribute(name) && only.hasAttribute(name)) return;
  // What is clipped is clipped where its own translation puts it.
  if (group.hasAttribute("clip-path") && only.hasAttribute("transform")) return;
  const moved = bothMoved(group.getAttribute("transform"), only.getAttribute("transform"));
  if (moved === null) return;
  for (const [name, value] of group.attributes)
    if (name !== "transform" && !only.hasAttribute(name)) only.setAttribute(name, value);
  if (moved !== "") only.setAttribute("transform", moved);
  group.parentNode!.insertBefore(only, group);
  group.remove();
}

/** One translation after another as one; `null` for other transforms of both. */
function bothMoved(outer: string | null, inner: string | null): string | null {
  if (!outer || !inner) return outer || inner || "";
  const [a, b] = [outer, inner].map((transform) =>
    /^translate\(([-\d.]+),([-\d.]+)\)$/.exec(transform)?.slice(1).map(Number),
  );
  return a && b ? `translate(${short(a[0] + b[0])},${short(a[1] + b[1])})` : null;
}

type Shape = { path: string; look: string };

/** Runs of marks with one look become one path each. Only neighbors do, so that what lies above stays above. */
function mergeAlike(group: SvgElement): void {
  const paint = paintOf(group);
  let first: { mark: SvgElement; shape: Shape; more: string[] } | null = null;
  const finish = (): void => {
    if (first && first.more.length > 0) becomePath(first.mark, first.shape.path + first.more.join(""));
    first = null;
  };
  for (const mark of group.children) {
    const shape = shapeOf(mark, paint);
    if (!shape) finish();
    else if (first?.shape.look === shape.look) {
      first.more.push(shape.path);
      mark.remove();
    } else {
      finish();
      first = { mark, shape, more: [] };
    }
  }
  finish();
}

type Paint = { fill: string; stroke: string; isClear: boolean; isRegular: boolean };

/** How marks in a group are painted, unless they say otherwise. */
function paintOf(group: SvgElement): Paint {
  const inherited = (name: string): string | null => {
    for (let element: SvgElement | null = group; element; element = element.parentNode) {
      const value = element.getAttribute(name);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    fill: inherited("fill") ?? "black",
    stroke: inherited("stroke") ?? "none",
    isClear: ["opacity", "fill-opacity", "stroke-opacity"].some((name) => inherited(name) !== null),
    // Ticks and lines of a grid do not touch each other.
    isRegular: /axis tick$|grid$/.test(group.getAttribute("data-part") ?? ""),
  };
}

/** Attributes that say where a mark is; all others say how it looks. */
const places: Readonly<Record<string, readonly string[]>> = {
  line: ["x1", "y1", "x2", "y2"],
  rect: ["x", "y", "width", "height"],
  circle: ["cx", "cy", "r"],
  path: ["d", "transform"],
};

/** A mark as a path, and its look; `null` if it must stay by itself: where marks overlap, one path is not painted as several are. */
function shapeOf(mark: SvgElement, inherited: Paint): Shape | null {
  const placed = places[mark.tagName];
  if (!placed || mark.childNodes.length > 0) return null;
  const look = [...mark.attributes].filter(([name]) => !placed.includes(name));
  const own = new Map(look);
  if (look.some(([name]) => /^(?:data-|id$|class$|style$|clip-path$|transform$|rx$|ry$|marker-)/.test(name)))
    return null;
  const isClear = inherited.isClear || ["opacity", "fill-opacity", "stroke-opacity"].some((name) => own.has(name));
  if (isClear && !inherited.isRegular) return null;
  const isFilled = (own.get("fill") ?? inherited.fill) !== "none" && mark.tagName !== "line";
  const isStroked = (own.get("stroke") ?? inherited.stroke) !== "none";
  // A line of several shapes would be drawn after all their fills; and curves that turn different ways cut holes into each other.
  if (isFilled && (isStroked || mark.tagName === "path")) return null;
  const path = pathOf(mark);
  return path === null ? null : { path, look: JSON.stringify([isFilled, look]) };
}

function pathOf(mark: SvgElement): string | null {
  const at = (name: string): number => Number(mark.getAttribute(name) ?? 0);
  const pair = (x: number, y: number): string => `${short(x)},${short(y)}`;
  switch (mark.tagName) {
    case "line":
      return `M${pair(at("x1"), at("y1"))}L${pair(at("x2"), at("y2"))}`;
    case "rect":
      return `M${pair(at("x"), at("y"))}h${short(at("width"))}v${short(at("height"))}h${short(-at("width"))}z`;
    case "circle":
      return `M${pair(at("cx") - at("r"), at("cy"))}a${pair(at("r"), at("r"))} 0 1 0 ${pair(2 * at("r"), 0)}a${pair(at("r"), at("r"))} 0 1 0 ${pair(-2 * at("r"), 0)}z`;
    default:
      return movedPath(mark.getAttribute("d") ?? "", mark.getAttribute("transform"));
  }
}

/** A path where its `translate` puts it: of a stroke from its origin, as ticks are, or without a transform at all. */
function movedPath(path: string, transform: string | null): string | null {
  if (transform === null) return path;
  const [, x, y] = /^translate\(([-\d.]+),([-\d.]+)\)$/.exec(transform) ?? [];
  const [, dx, dy] = /^M0,0L([-\d.]+),([-\d.]+)$/.exec(path) ?? [];
  return x === undefined || dx === undefined ? null : `M${x},${y}l${dx},${dy}`;
}

/** The first of marks that look alike takes the shape of all. */
function becomePath(mark: SvgElement, path: string): void {
  const drawn = mark.ownerDocument.createElementNS(mark.namespaceURI, "path");
  for (const [name, value] of mark.attributes)
    if (!places[mark.tagName].includes(name)) drawn.setAttribute(name, value);
  // A line has no inside, a path has.
  if (mark.tagName === "line") drawn.setAttribute("fill", "none");
  drawn.setAttribute("d", path);
  mark.parentNode!.insertBefore(drawn, mark);
  mark.remove();
}
