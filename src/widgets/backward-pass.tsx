/** @file Forward and backward through two weights, step by step: each value, and then the gradient of the loss with respect to it. */
import { twoLayerPass, unitKinds } from "../lab/index.ts";
import { Diagram, type DiagramNode } from "../kit/diagram.ts";
import { choice, defineWidget, formatNumber, Legend, number, Readout, timeline } from "../kit/index.ts";

export default defineWidget({
  id: "backward-pass",
  title: "Values go down, gradients come back",
  source: "§3.2.1",
  caption:
    "A network of two weights and one unit on one example, ours: z = a x, h is z or zero, y = b h, and the loss is half the square of y − t. Values and gradients are those of the tape that trains the small networks of this site. The report counts the two halves of a backward apart, for inputs and for weights.",
  params: {
    inner: number({ label: "Weight a", range: [-3, 3], step: 0.1, initial: 0.5 }),
    outer: number({ label: "Weight b", range: [-3, 3], step: 0.1, initial: 3 }),
    input: number({ label: "Input x", range: [-3, 3], step: 0.1, initial: 2 }),
    target: number({ label: "Target t", range: [-5, 5], step: 0.1, initial: 1 }),
    unit: choice({
      label: "Unit",
      options: [
        ["relu", "Zero below zero"],
        ["identity", "None"],
      ] satisfies [(typeof unitKinds)[number], string][],
      initial: "relu",
    }),
    step: timeline({ label: "Step", rate: 1, initial: 10 }),
  },
  presets: {
    "As published": {},
    "Forward alone": { step: 4 },
    "A silent unit": { inner: -0.5 },
    "On target": { target: 3 },
    "Without the unit": { inner: -0.5, unit: "identity" },
  },
  compute: ({ input, inner, outer, target, unit }) => ({
    target,
    pass: twoLayerPass({ input, inner, outer, target, unit }),
  }),
  ends: () => ({ step: forward.length + backward.length }),
  view: ({ target, pass }, { values: { step } }) => {
    const node = (name: Name): DiagramNode => {
      const { symbol, what, at } = quantities[name];
      const { value, gradient } = pass[name];
      const isThere = !forward.includes(name) || step > forward.indexOf(name);
      const isBack = name === "loss" ? step >= forward.length : step > forward.length + backward.indexOf(name);
      return {
        label: `$${symbol}$`,
        at,
        form: isWeight(name) || name === "input" ? "box" : "pill",
        shape: isThere ? formatNumber(value, 4) : "–",
        badge: isBack ? `∂ ${formatNumber(gradient, 4)}` : "∂ –",
        color: isBack ? (isWeight(name) ? "accent" : "series-2") : "neutral",
        faint: !isThere,
        tip: `${what}: ${isThere ? formatNumber(value, 6) : "not yet there"}${isBack ? `; the loss grows by ${formatNumber(gradient, 6)} times a small change of it` : ""}`,
      };
    };
    const nodes = Object.fromEntries((Object.keys(quantities) as Name[]).map((name) => [name, node(name)]));
    return (
      <>
        <Readout
          items={[
            { label: "Loss", value: pass.loss.value, as: ["number", 4] },
            { label: "Gradient of a", value: pass.inner.gradient, as: ["number", 4] },
            { label: "Gradient of b", value: pass.outer.gradient, as: ["number", 4] },
          ]}
        />
        <Diagram
          label="The network, from its input to its loss"
          nodes={{
            ...nodes,
            target: {
              label: "$t$",
              shape: formatNumber(target, 4),
              at: [0.6, 4],
              form: "box",
              tip: "Target: what the output should be",
            },
          }}
          edges={[
            ["input", "sum"],
            ["inner", "sum"],
            ["sum", "hidden"],
            ["hidden", "output"],
            ["outer", "output"],
            ["output", "loss"],
            ["target", "loss"],
          ]}
        />
        <Legend
          items={[
            ["Gradient of a weight", "accent"],
            ["Gradient handed back", "series-2"],
            ["No gradient yet, or none needed", "neutral"],
          ]}
        >
          First number: value. After ∂: gradient of the loss.
        </Legend>
      </>
    );
  },
  summary: ({ pass }) =>
    `The loss is ${formatNumber(pass.loss.value, 4)}; its gradient is ${formatNumber(pass.inner.gradient, 4)} for weight a and ${formatNumber(pass.outer.gradient, 4)} for weight b.`,
  table: ({ pass }) => ({
    columns: [
      { key: "quantity", label: "Quantity" },
      { key: "value", label: "Value" },
      { key: "gradient", label: "Gradient of the loss" },
    ],
    rows: (Object.keys(quantities) as Name[]).map((name) => ({ quantity: quantities[name].what, ...pass[name] })),
  }),
});

type Name = "input" | "inner" | "sum" | "hidden" | "outer" | "output" | "loss";

const quantities: Readonly<Record<Name, { symbol: string; what: string; at: readonly [column: number, row: number] }>> =
  {
    input: { symbol: "x", what: "Input", at: [0, 0] },
    inner: { symbol: "a", what: "Weight a", at: [0.6, 0] },
    sum: { symbol: "z", what: "Sum z", at: [0, 1] },
    hidden: { symbol: "h", what: "What the unit gives, h", at: [0, 2] },
    outer: { symbol: "b", what: "Weight b", at: [0.6, 2] },
    output: { symbol: "y", what: "Output y", at: [0, 3] },
    loss: { symbol: "L", what: "Loss L", at: [0, 4] },
  };

/** What each step of the forward pass computes, and of which quantity each step of the backward pass gives the gradient. */
const forward: readonly Name[] = ["sum", "hidden", "output", "loss"];
const backward: readonly Name[] = ["output", "outer", "hidden", "sum", "inner", "input"];

function isWeight(name: Name): boolean {
  return name === "inner" || name === "outer";
}
