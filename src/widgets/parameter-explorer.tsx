/** @file Where a model's parameters sit, from the whole down to a matrix, and which of them work on one token. */
import {
  modelById,
  modelFromConfig,
  parameterTree,
  type CountingConvention,
  type ParameterNode,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatCount,
  formatExact,
  formatNumber,
  formatPercent,
  Readout,
  sets,
  Table,
  text,
} from "../kit/index.ts";
import { ParameterBars, PartsLegend } from "./drawings/parameter-bars.tsx";
import { modelParams } from "./model-params.ts";

export default defineWidget({
  id: "parameter-explorer",
  title: "Where the parameters sit, and which a token uses",
  source: "§2.1, §4.2",
  caption:
    "Counted by the shapes of the released models, without prediction modules. Every matrix is multiplied for every token but those of the routed experts, of which a token uses the chosen ones, and the input embedding, of which it reads one row; the three conventions differ in whether embedding and output head count. The report prints 671B and 37B and does not say which convention it follows.",
  params: {
    ...modelParams,
    convention: choice({
      label: "Count",
      initial: "all",
      viewOnly: true,
      options: [
        ["all", "Everything"],
        ["withoutEmbedding", "No input embedding"],
        ["layersOnly", "Layers alone"],
      ],
    }),
    part: text({ label: "Part", initial: "model", inView: true }),
  },
  presets: {
    "As published": {},
    "37B, as it is mostly read": { convention: "withoutEmbedding" },
    "One layer with experts": { part: "expertLayers" },
    "Attention, matrix by matrix": { part: "expertLayers/attention" },
    "A dense model": { model: "llama-3.1-405b" },
  },
  check: ({ model, config }) =>
    model === "own" &&
    config.trim() === "" && { at: "config", say: "Paste the config.json of a model to see where its parameters sit." },
  compute: ({ model, config }) => {
    const shapes = model === "own" ? modelFromConfig(config) : modelById(model);
    const counted = (convention: CountingConvention) => parameterTree(shapes, convention);
    return {
      all: counted("all"),
      withoutEmbedding: counted("withoutEmbedding"),
      layersOnly: counted("layersOnly"),
    };
  },
  view: (trees, { values }) => {
    const tree = trees[values.convention];
    const { chosen, path, parts, whole } = lookAt(tree, values.part);
    return (
      <>
        <Readout
          items={[
            {
              label: "Parameters",
              value: chosen.parameters,
              as: ["count", 4],
              note: `${formatPercent(chosen.parameters / whole.parameters)} of the model`,
            },
            {
              label: "Work on one token",
              value: chosen.activated,
              as: ["count", 4],
              note: `${formatPercent(chosen.activated / whole.activated)} of what a token uses`,
            },
            {
              label: "Share at work",
              value: chosen.activated / chosen.parameters,
              as: "percent",
              note:
                chosen.copies > 1
                  ? `${formatNumber(chosen.activatedCopies, 7)} of ${formatNumber(chosen.copies, 7)} copies`
                  : "of this part",
            },
          ]}
        />
        <p class="said">
          {path.map((node, i) => (
            <>
              {i > 0 && " › "}
              <a {...sets({ part: node.id })}>{node.name}</a>
            </>
          ))}{" "}
          — press a part to look inside, a name here to come back.
        </p>
        <ParameterBars parts={parts} whole={chosen} />
        <PartsLegend parts={parts} opens={(node) => hasParts(tree, node)} />
        <Table
          label="Parts, their shapes and their counts"
          pick="part"
          pickOf={({ id }) => id}
          height="14rem"
          still
          columns={[
            { key: "name", label: "Part" },
            { key: "parameters", label: "Parameters", as: ["count", 4], bar: { max: chosen.parameters } },
            { key: "activated", label: "On one token", as: ["count", 4], bar: { max: chosen.activated } },
            { key: "copies", label: "Copies", as: "exact" },
            { key: "shape", label: "Shape" },
          ]}
          rows={parts.map((node) => ({
            ...node,
            name: node.symbol ? `${node.name}, $${node.symbol}$` : node.name,
            shape: shapeOf(node),
          }))}
        />
      </>
    );
  },
  summary: (trees, { convention, part }) => {
    const { chosen, whole, parts } = lookAt(trees[convention], part);
    const largest = parts.reduce((most, node) => (node.parameters > most.parameters ? node : most));
    const of = chosen.id === "model" ? chosen.name : `${chosen.name} of ${whole.name}`;
    return `${of}: ${formatCount(chosen.parameters, 4)} parameters (${formatExact(chosen.parameters)}), of which ${formatCount(chosen.activated, 4)} work on one token; the largest part is “${largest.name}”, ${formatPercent(largest.parameters / chosen.parameters)}.`;
  },
  table: (trees, { convention }) => ({
    columns: [
      { key: "id", label: "Part" },
      { key: "shape", label: "Shape" },
      { key: "copies", label: "Copies" },
      { key: "activatedCopies", label: "Copies that work on a token" },
      { key: "parameters", label: "Parameters" },
      { key: "activated", label: "Parameters that work on a token" },
      { key: "equation", label: "Equation" },
    ],
    rows: trees[convention].map(({ id, copies, activatedCopies, parameters, activated, equation, ...node }) => ({
      id,
      shape: shapeOf(node),
      copies,
      activatedCopies,
      parameters,
      activated,
      equation,
    })),
  }),
});

/** The part that is looked at (for a matrix, what it belongs to), the way to it, and its own parts. */
function lookAt(nodes: readonly ParameterNode[], part: string) {
  const whole = nodes[0];
  const asked = nodes.find(({ id }) => id === part);
  const chosen = !asked
    ? whole
    : hasParts(nodes, asked)
      ? asked
      : (nodes.find(({ id }) => id === asked.parent) ?? whole);
  const path = [chosen];
  while (path[0].parent !== null) path.unshift(nodes.find(({ id }) => id === path[0].parent)!);
  return { chosen, path, whole, parts: nodes.filter(({ parent }) => parent === chosen.id) };
}

function hasParts(nodes: readonly ParameterNode[], { id, shape }: ParameterNode): boolean {
  return shape === null && nodes.some(({ parent }) => parent === id);
}

function shapeOf({ shape }: Pick<ParameterNode, "shape">): string {
  return shape
    ? shape.columns === 1
      ? formatExact(shape.rows)
      : `${formatExact(shape.rows)} × ${formatExact(shape.columns)}`
    : "";
}
