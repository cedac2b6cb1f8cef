/**
 * @file Where the nodes and edges of a diagram stand: by hand, on a grid, or laid out by dagre. Sizes come from the number of
 * characters, since there is no page to measure in.
 */
import { Graph, layout } from "@dagrejs/dagre";
import { parseTex, partsOf, type TexNode } from "./tex.ts";

export type Point = { x: number; y: number };
export type Box = Point & { width: number; height: number };
export type PlacedEdge = { from: string; to: string; points: readonly Point[]; label?: string; labelAt?: Point };
export type Placed = { boxes: ReadonlyMap<string, Box>; edges: readonly PlacedEdge[]; height: number };

export type NodeText = {
  label: string;
  shape?: string;
  at?: readonly [column: number, row: number];
  narrowAt?: readonly [column: number, row: number];
  form?: "box" | "pill";
  badge?: string;
};
export type EdgeText = { from: string; to: string; label?: string };

/** Pixels of one character in labels, of one line, and around the text of a node. */
const characterWidth = 6.4;
const symbolWidth = 8.5;
const scriptScale = 0.72;
export const lineHeight = 15;
const padding = { x: 7, y: 7 };
/** Between rows that are placed by hand, edge labels included. */
const rowGap = 24;

/** Width that a text takes, in pixels, about. */
export function widthOf(text: string): number {
  const ofLine = (line: string): number =>
    partsOf(line).reduce(
      (sum, part) => sum + (part.tex ? ofSymbol(parseTex(part.text)) : [...part.text].length * characterWidth),
      0,
    );
  return Math.max(...text.split("\n").map(ofLine));
}

function ofSymbol(node: TexNode): number {
  if (node.kind === "group") return node.children.reduce((sum, child) => sum + ofSymbol(child), 0);
  if (node.kind === "scripts")
    return (
      ofSymbol(node.base) + scriptScale * Math.max(node.sub ? ofSymbol(node.sub) : 0, node.sup ? ofSymbol(node.sup) : 0)
    );
  // Thin spaces, commas and primes are narrow.
  return [...node.text].reduce((sum, character) => sum + (/[\s,.′|]/.test(character) ? 0.4 : 1), 0) * symbolWidth;
}

function sizeOf({ label, shape, badge }: NodeText): { width: number; height: number } {
  const lines = label.split("\n").length + (shape === undefined ? 0 : 1) + (badge === undefined ? 0 : 1);
  const badgeWidth = badge === undefined ? 0 : widthOf(badge) + padding.x;
  return {
    width: Math.max(
      36,
      widthOf(label) + 2 * padding.x,
      (shape === undefined ? 0 : 0.92 * widthOf(shape)) + 2 * padding.x,
      badgeWidth,
    ),
    height: lines * lineHeight + 2 * padding.y,
  };
}

/**
 * Places a diagram in a width.
 *
 * @throws Error if it does not fit: then a hand must place it
 */
export function placeDiagram(
  label: string,
  nodes: Readonly<Record<string, NodeText>>,
  edges: readonly EdgeText[],
  width: number,
  narrow: boolean,
  direction: "down" | "right",
): Placed {
  for (const { from, to } of edges) {
    for (const name of [from, to])
      if (!(name in nodes)) throw new Error(`diagram "${label}": an edge must join nodes (got "${name}")`);
  }
  const placeOf = ({ at, narrowAt }: NodeText) => (narrow ? (narrowAt ?? at) : at);
  const places = Object.values(nodes).map(placeOf);
  if (places.every((place) => place !== undefined)) return byHand(label, nodes, edges, width, placeOf);
  if (places.some((place) => place !== undefined))
    throw new Error(`diagram "${label}": either all nodes have a place by hand, or none`);
  return byDagre(label, nodes, edges, width, narrow ? "down" : direction);
}

function byHand(
  label: string,
  nodes: Readonly<Record<string, NodeText>>,
  edges: readonly EdgeText[],
  width: number,
  placeOf: (node: NodeText) => readonly [number, number] | undefined,
): Placed {
  const entries = Object.entries(nodes).map(([name, node]) => ({ name, node, place: placeOf(node)!, ...sizeOf(node) }));
  const columns = Math.max(...entries.map(({ place }) => place[0])) + 1;
  const centers = rowCenters(entries.map(({ place, height }) => ({ row: place[1], height })));
  const last = centers.length - 1;
  /** Between two rows: as far between their centers. */
  const yOf = (row: number): number =>
    centers[Math.floor(row)] + (row % 1) * (centers[Math.min(last, Math.floor(row) + 1)] - centers[Math.floor(row)]);
  const boxes = new Map(
    entries.map(({ name, place: [column, row], width: wide, height }): [string, Box] => [
      name,
      {
        x: Math.min(width - wide / 2 - 1, Math.max(wide / 2 + 1, ((column + 0.5) / columns) * width)),
        y: yOf(row),
        width: wide,
        height,
      },
    ]),
  );
  refuseOverlaps(label, boxes, width);
  return {
    boxes,
    edges: edges.map((edge) => routed(edge, boxes)),
    height: Math.max(...[...boxes.values()].map(({ y, height }) => y + height / 2)) + 3,
  };
}

/** Each row is as high as its highest node. */
function rowCenters(entries: readonly { row: number; height: number }[]): number[] {
  const rows = Math.ceil(Math.max(...entries.map(({ row }) => row))) + 1;
  const heights = Array.from({ length: rows }, (_, i) =>
    Math.max(lineHeight, ...entries.filter(({ row }) => Math.round(row) === i).map(({ height }) => height)),
  );
  let top = 2;
  return heights.map((height) => {
    const center = top + height / 2;
    top += height + rowGap;
    return center;
  });
}

/** From border to border: through the bottom and the top where nodes stand above each other, else through the sides. */
function routed({ from, to, label }: EdgeText, boxes: ReadonlyMap<string, Box>): PlacedEdge {
  const [a, b] = [boxes.get(from)!, boxes.get(to)!];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const free = Math.abs(dy) - (a.height + b.height) / 2;
  const points =
    free > 6
      ? curve(
          { x: a.x + Math.max(-a.width / 4, Math.min(a.width / 4, dx / 8)), y: a.y + (Math.sign(dy) * a.height) / 2 },
          { x: b.x - Math.max(-b.width / 4, Math.min(b.width / 4, dx / 8)), y: b.y - (Math.sign(dy) * b.height) / 2 },
          "y",
        )
      : curve(
          { x: a.x + (Math.sign(dx) * a.width) / 2, y: a.y },
          { x: b.x - (Math.sign(dx) * b.width) / 2, y: b.y },
          "x",
        );
  return { from, to, points, label, labelAt: label === undefined ? undefined : middle(points) };
}

/** Four points of a Bézier curve that leaves and arrives along an axis. */
function curve(start: Point, end: Point, along: "x" | "y"): Point[] {
  const half = (end[along] - start[along]) / 2;
  const bend = (point: Point, by: number): Point => ({ ...point, [along]: point[along] + by });
  return [start, bend(start, half), bend(end, -half), end];
}

function middle([a, b, c, d]: readonly Point[]): Point {
  return { x: (a.x + 3 * b.x + 3 * c.x + d.x) / 8, y: (a.y + 3 * b.y + 3 * c.y + d.y) / 8 };
}

function byDagre(
  label: string,
  nodes: Readonly<Record<string, NodeText>>,
  edges: readonly EdgeText[],
  width: number,
  direction: "down" | "right",
): Placed {
  const attempt = (nodesep: number): Graph => {
    const graph = new Graph({ multigraph: true });
    graph.setGraph({
      rankdir: direction === "down" ? "TB" : "LR",
      nodesep,
      ranksep: direction === "down" ? 18 : 36,
      edgesep: 8,
      marginx: 1,
      marginy: 1,
    });
    graph.setDefaultEdgeLabel(() => ({}));
    for (const [name, node] of Object.entries(nodes)) graph.setNode(name, sizeOf(node));
    for (const [i, edge] of edges.entries()) {
      graph.setEdge(
        edge.from,
        edge.to,
        edge.label === undefined ? {} : { width: widthOf(edge.label) + 6, height: lineHeight, labelpos: "c" },
        String(i),
      );
    }
    layout(graph);
    return graph;
  };
  const graph = [28, 14, 6].map(attempt).find((graph) => (graph.graph().width ?? 0) <= width);
  if (!graph)
    throw new Error(`diagram "${label}" does not fit into ${width} pixels: place its nodes by hand (at, narrowAt)`);
  const { width: wide = 0, height = 0 } = graph.graph();
  const shift = (width - wide) / 2;
  const moved = ({ x, y }: Point): Point => ({ x: x + shift, y });
  return {
    boxes: new Map(
      graph.nodes().map((name): [string, Box] => {
        const { x, y, width, height } = graph.node(name) as Box;
        return [name, { ...moved({ x, y }), width, height }];
      }),
    ),
    edges: graph.edges().map((edge) => {
      const { points, x, y } = graph.edge(edge) as { points: Point[]; x?: number; y?: number };
      const text = edges[Number(edge.name)].label;
      return {
        from: edge.v,
        to: edge.w,
        points: points.map(moved),
        label: text,
        labelAt: text === undefined ? undefined : moved({ x: x!, y: y! }),
      };
    }),
    height: height + 2,
  };
}

function refuseOverlaps(label: string, boxes: ReadonlyMap<string, Box>, width: number): void {
  const all = [...boxes];
  for (const [i, [name, a]] of all.entries()) {
    if (a.width > width)
      throw new Error(`diagram "${label}": node "${name}" is wider than ${width} pixels; break its label with \\n`);
    for (const [other, b] of all.slice(i + 1)) {
      const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
      if (!apart)
        throw new Error(
          `diagram "${label}": nodes "${name}" and "${other}" overlap at a width of ${width} pixels; place them apart${width < 520 ? " (narrowAt)" : ""}`,
        );
    }
  }
}
