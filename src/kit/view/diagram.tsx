/** @file A diagram of what flows where: nodes with shapes, edges with labels, each of which may be pressed. */
import { Fragment } from "preact";
import type { Color } from "./colors.ts";
import { short } from "./columns.ts";
import {
  lineHeight,
  placeDiagram,
  widthOf,
  type Box,
  type NodeText,
  type PlacedEdge,
  type Point,
} from "./diagram-layout.ts";
import { useDraw } from "./draw-context.ts";
import { EachWidth } from "./each-width.tsx";
import type { Change } from "./sets.ts";
import { tspans } from "./label-text.tsx";
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

export type DiagramEdge =
  | readonly [from: string, to: string, label?: string]
  | { from: string; to: string; label?: string; color?: Color; faint?: boolean; dashed?: boolean };

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
          <svg
            class="plot drawing diagram"
            viewBox={`0 0 ${width} ${short(placed.height)}`}
            width={width}
            height={short(placed.height)}
            role="group"
            aria-label={label}
            tabIndex={isPressed ? undefined : 0}
          >
            <Edges edges={placed.edges} styles={joined} />
            {placed.edges.map((edge, i) => (
              <EdgeLabel key={i} edge={edge} faint={joined[i].faint} />
            ))}
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
  const lines = node.label.split("\n");
  const count = lines.length + (node.shape === undefined ? 0 : 1) + (node.badge === undefined ? 0 : 1);
  const baseline = (line: number): string => short(y + (line - (count - 1) / 2) * lineHeight + 4);
  const said = [plainText(node.label.replaceAll("\n", " ")), node.shape, node.badge].filter(Boolean).join(", ");
  // The box acts and has a name in characters: the text over it, with its raised and lowered letters, would read as one word.
  return (
    <g
      class={["node", node.form ?? "box", active && "active", node.faint && "faint"].filter(Boolean).join(" ")}
      style={node.color && `--node:var(--${node.color})`}
    >
      <rect
        x={short(left)}
        y={short(top)}
        width={short(width)}
        height={short(height)}
        rx={node.form === "pill" ? short(Math.min(height / 2, 16)) : 4}
        data-tip={node.tip}
        {...(change
          ? { "data-sets": JSON.stringify(change), role: "button", tabIndex: 0, "aria-pressed": active }
          : { role: "img" })}
        aria-label={said}
      />
      {lines.map((line, i) => (
        <text key={i} x={short(x)} y={baseline(i)} aria-hidden="true">
          {tspans(line)}
        </text>
      ))}
      {node.shape !== undefined && (
        <text class="node-shape" aria-hidden="true" x={short(x)} y={baseline(lines.length)}>
          {tspans(node.shape)}
        </text>
      )}
      {node.badge !== undefined && (
        <text class="node-badge" aria-hidden="true" x={short(x)} y={baseline(count - 1)}>
          {node.badge}
        </text>
      )}
    </g>
  );
}

type EdgeStyle = { color?: Color; faint?: boolean; dashed?: boolean };

/** Lines of one look are one path, and their points another: these are filled, and dashes would run around them. */
function Edges({ edges, styles }: { edges: readonly PlacedEdge[]; styles: readonly EdgeStyle[] }) {
  const looks = new Map<string, { style: EdgeStyle; lines: string; points: string }>();
  for (const [i, { points }] of edges.entries()) {
    const { color, faint, dashed } = styles[i];
    const name = JSON.stringify([color, faint, dashed]);
    const look = looks.get(name) ?? { style: styles[i], lines: "", points: "" };
    looks.set(name, { ...look, lines: look.lines + pathOf(points), points: look.points + arrowOf(points) });
  }
  return (
    <>
      {[...looks].map(
        ([
          name,
          {
            style: { color, faint, dashed },
            lines,
            points,
          },
        ]) => {
          const look = { class: faint ? "edge faint" : "edge", style: color && `--edge:var(--${color})` };
          return (
            <Fragment key={name}>
              <path {...look} d={lines} stroke-dasharray={dashed ? "4 3" : undefined} />
              <path {...look} class={`${look.class} arrow`} d={points} />
            </Fragment>
          );
        },
      )}
    </>
  );
}

/** After all edges, so that none crosses it. */
function EdgeLabel({ edge: { label, labelAt }, faint }: { edge: PlacedEdge; faint?: boolean }) {
  if (label === undefined || !labelAt) return null;
  const width = widthOf(label) + 8;
  return (
    <>
      <rect
        class="edge-ground"
        x={short(labelAt.x - width / 2)}
        y={short(labelAt.y - lineHeight / 2)}
        width={short(width)}
        height={lineHeight}
      />
      <text class={faint ? "edge-text faint" : "edge-text"} x={short(labelAt.x)} y={short(labelAt.y + 4)}>
        {tspans(label)}
      </text>
    </>
  );
}

/** Four points are one Bézier curve; more are bends that are rounded. */
function pathOf(points: readonly Point[]): string {
  const at = ({ x, y }: Point): string => `${short(x)} ${short(y)}`;
  if (points.length === 4) return `M${at(points[0])}C${points.slice(1).map(at).join(" ")}`;
  const halfway = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const bends = points
    .slice(1, -1)
    .map((point, i) => `Q${at(point)} ${at(i === points.length - 3 ? points[i + 2] : halfway(point, points[i + 2]))}`);
  return `M${at(points[0])}${bends.join("") || `L${at(points.at(-1)!)}`}`;
}

function arrowOf(points: readonly Point[]): string {
  const tip = points.at(-1)!;
  const before = points.findLast(({ x, y }) => Math.hypot(tip.x - x, tip.y - y) > 0.5) ?? points[0];
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [ux, uy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const corner = (side: number): string =>
    `${short(tip.x - 7 * ux + side * 3.5 * uy)} ${short(tip.y - 7 * uy - side * 3.5 * ux)}`;
  return `M${short(tip.x)} ${short(tip.y)}L${corner(1)}L${corner(-1)}z`;
}
