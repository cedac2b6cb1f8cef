/** @file One token through a layer of experts at V3's size: affinities, biases, open nodes, the choice, and the sum. */
import { Fragment } from "preact";
import { deepseekV3, oneTokenThroughLayer, type OneToken } from "../compute/index.ts";
import {
  Box,
  choice,
  color,
  defineWidget,
  Drawing,
  formatFixed,
  formatNumber,
  integer,
  Legend,
  Readout,
  seed,
  short,
} from "../kit/index.ts";

const moe = deepseekV3.moe!;
const nodes = moe.expertGroups;
const perNode = moe.routedExperts / nodes;

export default defineWidget({
  id: "expert-layer",
  title: "One token through a layer of experts",
  source: "§2.1.2, eq. 12–16",
  caption:
    "Experts, nodes, limit and gate are V3’s, the factor of 2.5 on gates is that of the released model, and nodes are ranked with bias as there. Weights and tokens are ours and seeded, vectors have 16 entries in place of 7,168, and biases come from twenty steps of the sign rule with γ = 0.02, on batches that are skewed on purpose. Strength of color is size: one scale for what experts give, another for the token and the sum.",
  params: {
    stage: choice({
      label: "Show up to",
      initial: "sum",
      viewOnly: true,
      options: [
        ["affinity", "1. Affinity"],
        ["bias", "2. Bias"],
        ["nodes", "3. Nodes"],
        ["choice", "4. Choice"],
        ["sum", "5. Sum"],
      ],
    }),
    limitedGroups: integer({ label: "Nodes per token", range: [1, 8], initial: moe.limitedGroups, report: true }),
    token: integer({ label: "Token", range: [0, 127], initial: 0 }),
    updates: choice({
      label: "Biases",
      initial: 20,
      options: [
        [0, "None"],
        [20, "After 20 steps"],
      ],
    }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Any node": { limitedGroups: 8 },
    "One node": { limitedGroups: 1 },
    "Without biases": { updates: 0 },
    "Affinities alone": { stage: "affinity" },
  },
  compute: (values) => oneTokenThroughLayer(values),
  view: (layer, { values: { stage, limitedGroups } }) => {
    const { trace, bias, gate } = layer;
    const shown = stages.indexOf(stage);
    const best = trace.chosen[0];
    const kept = layer.chosenAnywhere.filter((expert) => trace.chosen.includes(expert)).length;
    return (
      <>
        <Readout
          items={[
            {
              label: "Nodes of the chosen experts",
              value: new Set(trace.chosen.map(nodeOf)).size,
              as: "exact",
              note: `at most ${limitedGroups} stay open`,
            },
            {
              label: `Of the best ${gate.activatedExperts} anywhere`,
              value: kept,
              as: "exact",
              note: "are on open nodes, and chosen",
            },
            {
              label: "Sum of affinities",
              value: trace.sum,
              as: ["number", 4],
              note: "of the chosen ones, which divides them",
            },
            {
              label: `Best: expert ${best}`,
              value: trace.gates[0],
              as: ["number", 3],
              note: `its gate; s = ${formatFixed(trace.affinity[best], 2)}, b = ${formatFixed(bias[best], 2)}`,
            },
          ]}
        />
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
                font-size={11}
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
                        font-size={11}
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
                            x={narrow ? 122 : 170}
                            y={y + 1.5}
                            width={((narrow ? 54 : 118) * row.gate) / Math.max(...trace.gates)}
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
        <Legend
          items={[
            ["Score of an expert", "accent-soft"],
            ["Chosen, and its gate", "accent"],
            ["Above zero", "series-4"],
            ["Below zero", "series-5"],
          ]}
        />
        <p class="said">{sentences[stage](layer)}</p>
      </>
    );
  },
  summary: ({ trace, gate }) =>
    `Nodes ${trace.openGroups.join(", ")} stay open; of them the token takes experts ${trace.chosen.join(", ")}, whose affinities sum to ${formatNumber(trace.sum, 4)} and whose gates sum to ${formatNumber(gate.routeScale)}.`,
  table: (layer) => ({
    columns: [
      { key: "expert", label: "Expert" },
      { key: "node", label: "Node" },
      { key: "affinity", label: "Affinity s" },
      { key: "bias", label: "Bias b" },
      { key: "biased", label: "s + b" },
      { key: "open", label: "Node open" },
      { key: "gate", label: "Gate g" },
    ],
    rows: Array.from(layer.trace.affinity, (affinity, expert) => ({
      expert,
      node: nodeOf(expert),
      affinity,
      bias: layer.bias[expert],
      biased: layer.trace.biased[expert],
      open: layer.trace.openGroups.includes(nodeOf(expert)),
      gate: gateOfExpert(layer, expert),
    })),
  }),
});

const stages = ["affinity", "bias", "nodes", "choice", "sum"];
/** What a cell's shade is, step by step. */
const scoreText = ["affinity s", ...Array.from({ length: 4 }, () => "s + b")];

/** What each step does, with its numbers. */
const sentences: Record<string, (layer: OneToken) => string> = {
  affinity: ({ trace }) =>
    `Each expert is judged by itself: affinities run from ${formatFixed(Math.min(...trace.affinity), 2)} to ${formatFixed(Math.max(...trace.affinity), 2)}.`,
  bias: ({ bias }) =>
    `A bias, from ${formatFixed(Math.min(...bias), 2)} to ${formatFixed(Math.max(...bias), 2)}, is added for the choice alone.`,
  nodes: ({ trace, gate }) =>
    `A node’s score is the sum of its best ${gate.groupScoreTerms}; nodes ${trace.openGroups.join(", ")} stay open, the others are closed whatever they hold.`,
  choice: ({ trace, gate }) =>
    `Of the open nodes, the best ${gate.activatedExperts} are chosen: ${trace.chosen.join(", ")}.`,
  sum: ({ trace, gate }) =>
    `Affinities without bias, over their sum ${formatFixed(trace.sum, 2)} and times ${formatNumber(gate.routeScale)}, weigh what the experts give; the shared expert and the token itself are added with weight one.`,
};

const cell = { width: 18, height: 12 };
const nodesTop = 38;
const nodeHeight = 8 * cell.height + 34;
const rowTop = 22;
const rowHeight = 15;

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

function nodeOf(expert: number): number {
  return Math.floor(expert / perNode);
}

/** A share in quarters, so that a handful of shades are a handful of elements. */
function quarter(share: number): number {
  return Math.min(4, Math.max(share > 0 ? 0.5 : 0, Math.ceil(4 * share))) / 4;
}

function gateOfExpert({ trace }: OneToken, expert: number): number {
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
