/** @file The experts of a layer by node, what one token makes of them, and what they give, added up. */
import { Fragment } from "preact";
import { deepseekV3, type OneToken } from "../../compute/index.ts";
import { Box, color, Drawing, formatFixed, short } from "../../kit/index.ts";

const moe = deepseekV3.moe!;
const nodes = moe.expertGroups;
const perNode = moe.routedExperts / nodes;

/** What a cell's shade is, step by step. */
const scoreText = ["affinity s", ...Array.from({ length: 4 }, () => "s + b")];

const cell = { width: 18, height: 12 };
const nodesTop = 38;
const nodeHeight = 8 * cell.height + 34;
const rowTop = 22;
const rowHeight = 15;

/**
 * The experts, node by node, and below them what is added up.
 *
 * @param shown  which of the five steps is the last that is shown, from 0 for affinities to 4 for the sum
 */
export function ExpertMap({ layer, shown }: { layer: OneToken; shown: number }) {
  const { trace, gate } = layer;
  return (
    <Drawing
      label="The experts of a layer by node, and what becomes of one token"
      boxes
      height={({ narrow }) =>
        nodesTop + (narrow ? 2 : 1) * nodeHeight + rowTop + rowHeight * (gate.activatedExperts + 2)
      }
    >
      {({ width, narrow }) => {
        const columns = narrow ? nodes / 2 : nodes;
        const pitch = width / columns;
        const place = (node: number): [number, number] => [
          (node % columns) * pitch + (pitch - 4 * cell.width) / 2,
          nodesTop + Math.floor(node / columns) * nodeHeight,
        ];
        const below = nodesTop + (nodes / columns) * nodeHeight + rowTop;
        const start = narrow ? 184 : 300;
        const strip = ({ vector, largest, tip }: Row, y: number) =>
          Array.from(vector, (value, entry) => (
            <Box
              key={entry}
              x={start + (entry * (width - start)) / vector.length}
              y={y}
              width={(width - start) / vector.length - 1}
              height={rowHeight - 3}
              fill={value < 0 ? "series-5" : "series-4"}
              strength={quarter(Math.abs(value) / largest)}
              tip={`${tip}\nentry ${entry}: ${formatFixed(value, 3)}`}
            />
          ));
        const name = (text: string, y: number, soft = false, bold = false) => (
          <text
            x={0}
            y={y + 10.5}
            font-size={narrow ? 12 : 11}
            fill={soft ? "var(--ink-soft)" : "var(--ink)"}
            font-weight={bold ? 600 : undefined}
          >
            {text}
          </text>
        );
        const [token, ...rows] = rowsOf(layer);
        return (
          <>
            {name(token.name, 0, false, true)}
            {strip(token, 0)}
            {name(
              narrow ? `router: ${scoreText[shown]}` : `the router judges every expert: ${scoreText[shown]}`,
              18,
              true,
            )}
            {[true, false].map((open) => (
              <path
                key={String(open)}
                d={frames(open, place, layer, shown)}
                fill="none"
                stroke={open && shown >= 2 ? color("accent") : "var(--rule-strong)"}
                stroke-dasharray={open ? undefined : "3 3"}
                stroke-width={open && shown >= 2 ? 1.5 : 1}
              />
            ))}
            {Array.from({ length: nodes }, (_, node) => {
              const [x, y] = place(node);
              return (
                <Fragment key={node}>
                  <Box
                    x={x - 3}
                    y={y}
                    width={4 * cell.width}
                    height={16}
                    tip={`Node ${node}: its best ${gate.groupScoreTerms} sum to ${formatFixed(trace.groupScores[node], 3)}\n${trace.openGroups.includes(node) ? "open" : "closed"}`}
                  />
                  <text
                    x={short(x - 3)}
                    y={y + 12}
                    font-size={narrow ? 12 : 11}
                    fill={isOpen(layer, node, shown) ? "var(--ink)" : "var(--ink-soft)"}
                  >
                    {`Node ${node}${shown >= 2 ? `: ${formatFixed(trace.groupScores[node], 2)}` : ""}`}
                  </text>
                </Fragment>
              );
            })}
            {Array.from(trace.affinity, (affinity, expert) => {
              const [x, y] = place(nodeOf(expert));
              const score = shown >= 1 ? trace.biased[expert] : affinity;
              const isChosen = shown >= 3 && trace.chosen.includes(expert);
              const open = isOpen(layer, nodeOf(expert), shown);
              return (
                <Box
                  key={expert}
                  x={x + (expert % 4) * cell.width}
                  y={y + 21 + Math.floor((expert % perNode) / 4) * cell.height}
                  width={cell.width - 1.5}
                  height={cell.height - 1.5}
                  fill={isChosen ? "accent" : open ? "accent-soft" : "neutral"}
                  strength={isChosen ? 1 : (open ? 1 : 0.4) * quarter(score)}
                  tip={tipOf(layer, expert)}
                />
              );
            })}
            {name(
              shown < 4 ? "what is added up comes in step 5" : "what each gives, times its gate, is added up",
              below - 18,
              true,
            )}
            {shown >= 4 &&
              rows.map((row, i) => {
                const y = below + rowHeight * i;
                return (
                  <Fragment key={row.name}>
                    {name(row.name, y, false, row.gate === null)}
                    {row.gate !== null && (
                      <Box
                        x={narrow ? 126 : 170}
                        y={y + 1.5}
                        width={((narrow ? 50 : 118) * row.gate) / Math.max(...trace.gates)}
                        height={9}
                        fill="accent"
                        tip={row.tip}
                      />
                    )}
                    {strip(row, y)}
                  </Fragment>
                );
              })}
          </>
        );
      }}
    </Drawing>
  );
}

/** Whether a node is drawn as open; before step 3 none is closed. */
function isOpen({ trace }: OneToken, node: number, shown: number): boolean {
  return shown < 2 || trace.openGroups.includes(node);
}

/** Frames of the nodes that are open, or of the others, as one path. */
function frames(open: boolean, place: (node: number) => [number, number], layer: OneToken, shown: number): string {
  return Array.from({ length: nodes }, (_, node) => node)
    .filter((node) => isOpen(layer, node, shown) === open)
    .map((node) => {
      const [x, y] = place(node);
      const [width, height] = [4 * cell.width + 7, 8 * cell.height + 7];
      return `M${short(x - 4)} ${y + 17}h${width}v${height}h${-width}z`;
    })
    .join("");
}

/** The node of an expert. */
export function nodeOf(expert: number): number {
  return Math.floor(expert / perNode);
}

/** A share in quarters, so that a handful of shades are a handful of elements. */
function quarter(share: number): number {
  return Math.min(4, Math.max(share > 0 ? 0.5 : 0, Math.ceil(4 * share))) / 4;
}

/** The gate of an expert; zero if it is not chosen. */
export function gateOfExpert({ trace }: OneToken, expert: number): number {
  const slot = trace.chosen.indexOf(expert);
  return slot < 0 ? 0 : trace.gates[slot];
}

function tipOf(layer: OneToken, expert: number): string {
  const { trace, bias } = layer;
  const gate = gateOfExpert(layer, expert);
  const state = gate > 0 ? `chosen, g = ${formatFixed(gate, 3)}` : "not chosen";
  return `Expert ${expert} of node ${nodeOf(expert)}\ns = ${formatFixed(trace.affinity[expert], 3)}, b = ${formatFixed(bias[expert], 3)}, s + b = ${formatFixed(trace.biased[expert], 3)}\n${trace.openGroups.includes(nodeOf(expert)) ? state : "node closed"}`;
}

type Row = { name: string; vector: ArrayLike<number>; gate: number | null; largest: number; tip: string };

/** What is added up, and the sum. */
function rowsOf(layer: OneToken): Row[] {
  const { trace, input, output, sharedOutput, chosenOutputs } = layer;
  const most = (vectors: readonly ArrayLike<number>[]): number =>
    Math.max(...vectors.flatMap((vector) => Array.from(vector, Math.abs)));
  const ofExperts = most(chosenOutputs);
  const ofToken = most([input, output]);
  return [
    { name: "The token, u", vector: input, gate: null, largest: ofToken, tip: "The token’s hidden state" },
    {
      name: "Shared expert",
      vector: sharedOutput,
      gate: null,
      largest: ofExperts,
      tip: "What the shared expert gives, for every token",
    },
    ...trace.chosen.map((expert, slot) => ({
      name: `${expert}, node ${nodeOf(expert)}: ${formatFixed(trace.gates[slot], 2)}`,
      vector: chosenOutputs[slot],
      gate: trace.gates[slot],
      largest: ofExperts,
      tip: `Expert ${expert}, times its gate of ${formatFixed(trace.gates[slot], 3)}`,
    })),
    { name: "Their sum, h′", vector: output, gate: null, largest: ofToken, tip: "What the layer gives" },
  ];
}
