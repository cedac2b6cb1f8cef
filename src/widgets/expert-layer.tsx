/** @file One token through a layer of experts at V3's size: affinities, biases, open nodes, the choice, and the sum. */
import { oneTokenThroughLayer, type OneToken } from "../compute/index.ts";
import { choice, defineWidget, formatFixed, formatNumber, integer, Legend, Readout, seed } from "../kit/index.ts";
import { ExpertMap, gateOfExpert, nodeOf } from "./drawings/expert-map.tsx";
import { limitedNodesParam } from "./limited-nodes-param.ts";

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
    limitedGroups: limitedNodesParam,
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
        <ExpertMap layer={layer} shown={stages.indexOf(stage)} />
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
