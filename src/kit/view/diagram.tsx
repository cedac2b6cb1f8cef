/** @file A diagram of what flows where: nodes with shapes, edges with labels, each of which may be pressed. */
import type { Color } from "./colors.ts";
import { short } from "./columns.ts";
import { lineHeight, placeDiagram, widthOf, type Box, type NodeText, type PlacedEdge, type Point } from "./diagram-layout.ts";
import { useDraw } from "./draw-context.ts";
import { EachWidth } from "./each-width.tsx";
import type { Change } from "./sets.ts";
import { rich } from "./sym.tsx";
import { plainText } from "./tex.ts";

export type DiagramNode = NodeText & {
  /** Lines are parted by "\n"; `$…$` is a symbol. */
  label: string;
  /** Second line, smaller: the shape of a tensor, "128 × 192". */
  shape?: string;
  /** Column and row on a grid, from 0, fractions allowed; left out for all nodes, dagre places them. */
  at?: readonly [column: number, row: number];
  /** The same in a narrow column. */
  narrowAt?: readonly [column: number, row: number];
  /** A value is a box, an operation a pill. */
  form?: "box" | "pill";
  color?: Color;
  /** A word below, in the color of the node: "cached". */
  badge?: string;
  /** What a hover says. */
  tip?: string;
  /** Parameters that a press sets; with `pick`, its name otherwise. */
  sets?: Change;
  /** Drawn faintly: not in this variant. */
  faint?: boolean;
};

export type DiagramEdge = readonly [from: string, to: string, label?: string] | { from: string; to: string; label?: string; color?: Color; faint?: boolean; dashed?: boolean };

type Props = {
  /** What the picture is. Unique in its view. */
  label: string;
  nodes: Readonly<Record<string, DiagramNode>>;
  edges: readonly DiagramEdge[];
  /** The node that is looked at. */
  active?: string;
  /** Parameter that a press on a node sets to its name. */
  pick?: string;
  /** Where edges lead, if dagre places the nodes; always down in a narrow column. */
  direction?: "down" | "right";
};

/** A diagram; Tab reaches its nodes, if they can be pressed, else the drawing, whose nodes the arrow keys go through. */
export function Diagram({ label, nodes, edges, active, pick, direction = "down" }: Props) {
  const { values } = useDraw();
  const marked = active ?? (pick === undefined ? undefined : values[pick]);
  const joined = edges.map((edge) => ("from" in edge ? edge : { from: edge[0], to: edge[1], label: edge[2] }));
  const isPressed = pick !== undefined || Object.values(nodes).some((node) => node.sets);
  return (
    <EachWidth>
      {({ width, narrow }) => {
        const placed = placeDiagram(label, nodes, joined, width, narrow, direction);
        return (
          <svg class="plot drawing diagram" viewBox={`0 0 ${width} ${short(placed.height)}`} width={width} height={short(placed.height)} role="group" aria-label={label} tabIndex={isPressed ? undefined : 0}>
            {placed.edges.map((edge, i) => <Edge key={i} edge={edge} style={joined[i]} />)}
            {placed.edges.map((edge, i) => <EdgeLabel key={i} edge={edge} faint={joined[i].faint} />)}
            {[...placed.boxes].map(([name, box]) => {
              const node = nodes[name];
              const change = node.sets ?? (pick === undefined ? undefined : { [pick]: name });
              return <Node key={name} node={node} box={box} change={change} active={name === marked} />;
            })}
          </svg>
        );
      }}
    </EachWidth>
  );
}

function Node({ node, box, change, active }: { node: DiagramNode; box: Box; change?: Change; active: boolean }) {
  const { x, y, width, height } = box;
  const [left, top] = [x - width / 2, y - height / 2];
  const said = [plainText(node.label.replaceAll("\n", " ")), node.shape, node.badge].filter(Boolean).join(", ");
  return (
    <g
      class={["node", node.form ?? "box", active && "active", node.faint && "faint"].filter(Boolean).join(" ")}
      style={node.color && `--node:var(--${node.color})`}
      data-tip={node.tip}
      {...(change ? { "data-sets": JSON.stringify(change), "role": "button", "tabIndex": 0, "aria-pressed": active } : { "role": "img", "aria-label": said })}
    >
      <rect x={short(left)} y={short(top)} width={short(width)} height={short(height)} rx={node.form === "pill" ? short(Math.min(height / 2, 16)) : 4} />
      <foreignObject x={short(left)} y={short(top)} width={short(width)} height={short(height)}>
        <div class="node-text">
          {rich(node.label)}
          {node.shape !== undefined && <span class="node-shape">{rich(node.shape)}</span>}
          {node.badge !== undefined && <span class="node-badge">{node.badge}</span>}
        </div>
      </foreignObject>
    </g>
  );
}

function Edge({ edge: { points }, style }: { edge: PlacedEdge; style: { color?: Color; faint?: boolean; dashed?: boolean } }) {
  const look = { class: style.faint ? "edge faint" : "edge", style: style.color && `--edge:var(--${style.color})` };
  // Its point is filled, its line has no inside: one path would be both, and dashes would run around the point.
  return (
    <>
      <path {...look} d={pathOf(points)} stroke-dasharray={style.dashed ? "4 3" : undefined} />
      <path {...look} class={`${look.class} arrow`} d={arrowOf(points)} />
    </>
  );
}

/** After all edges, so that none crosses it. */
function EdgeLabel({ edge: { label, labelAt }, faint }: { edge: PlacedEdge; faint?: boolean }) {
  if (label === undefined || !labelAt) return null;
  const width = widthOf(label) + 8;
  const { x, y } = { x: short(labelAt.x - width / 2), y: short(labelAt.y - lineHeight / 2) };
  return (
    <>
      <rect class="edge-ground" x={x} y={y} width={short(width)} height={lineHeight} />
      <foreignObject class={faint ? "faint" : undefined} x={x} y={y} width={short(width)} height={lineHeight}>
        <div class="edge-text">{rich(label)}</div>
      </foreignObject>
    </>
  );
}

/** Four points are one Bézier curve; more are bends that are rounded. */
function pathOf(points: readonly Point[]): string {
  const at = ({ x, y }: Point): string => `${short(x)} ${short(y)}`;
  if (points.length === 4) return `M${at(points[0])}C${points.slice(1).map(at).join(" ")}`;
  const halfway = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const bends = points.slice(1, -1).map((point, i) => `Q${at(point)} ${at(i === points.length - 3 ? points[i + 2] : halfway(point, points[i + 2]))}`);
  return `M${at(points[0])}${bends.join("") || `L${at(points.at(-1)!)}`}`;
}

function arrowOf(points: readonly Point[]): string {
  const tip = points.at(-1)!;
  const before = points.findLast(({ x, y }) => Math.hypot(tip.x - x, tip.y - y) > 0.5) ?? points[0];
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const corner = (side: number): string => `${short(tip.x - 7 * ux + side * 3.5 * uy)} ${short(tip.y - 7 * uy - side * 3.5 * ux)}`;
  return `M${short(tip.x)} ${short(tip.y)}L${corner(1)}L${corner(-1)}z`;
}
