/** @file A router that may have one of four mistakes in it, and what a test would measure: the mistake is to be found. */
import * as Plot from "@observablehq/plot";
import {
  brokenRoute,
  commonBiasAdded,
  groupHistogram,
  groupsPerToken,
  meanGroupsPerToken,
  route,
  routerBench,
  routerSymptoms,
  type RouterBench,
  type RouterBugs,
  type RouterSymptoms,
  type Routing,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  Fold,
  formatFixed,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  seed,
  Table,
  toggle,
} from "../kit/index.ts";

export default defineWidget({
  id: "broken-router",
  title: "A router with a mistake in it",
  source: "§2.1.2, eq. 13–16",
  caption:
    "Sixteen experts on four nodes; a token has four of them on at most two nodes, and gates carry the released factor of 2.5. The four mistakes are such as shipped: the bias in the weight, a mask of 0 where −∞ belongs, normalizing before choosing, and sums in FP16. Tokens and biases are seeded and ours.",
  params: {
    router: choice({
      label: "Router",
      options: [
        ["switches", "Set by the switches"],
        ["a", "Unknown A"],
        ["b", "Unknown B"],
        ["c", "Unknown C"],
        ["d", "Unknown D"],
      ],
      initial: "switches",
    }),
    biasInWeight: toggle({ label: "Bias in the weight", initial: false, when: { router: "switches" } }),
    maskOfZero: toggle({ label: "Mask of 0", initial: false, when: { router: "switches" } }),
    normalizedFirst: toggle({ label: "Normalized first", initial: false, when: { router: "switches" } }),
    float16Sums: toggle({ label: "Sums in FP16", initial: false, when: { router: "switches" } }),
    commonBias: number({
      label: "All biases",
      range: [-1, 1],
      step: 0.05,
      initial: 0,
      help: "The same for every expert.",
    }),
    biasSpread: number({ label: "Spread of biases", range: [0, 0.5], step: 0.01, initial: 0.1 }),
    level: number({ label: "Logits, shifted by", range: [-24, 6], step: 1, initial: 0 }),
    token: integer({
      label: "Followed token",
      range: [0, 63],
      initial: 0,
      viewOnly: true,
      secondary: true,
      fieldOnly: true,
    }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Bias in the weight": { biasInWeight: true },
    "Mask of 0": { maskOfZero: true, commonBias: -0.9 },
    "Normalized first": { normalizedFirst: true },
    "Sums in FP16": { float16Sums: true, level: -18 },
  },
  compute: ({
    router,
    biasInWeight,
    maskOfZero,
    normalizedFirst,
    float16Sums,
    commonBias,
    biasSpread,
    level,
    seed,
  }) => {
    const bugs: RouterBugs =
      router === "switches" ? { biasInWeight, maskOfZero, normalizedFirst, float16Sums } : unknown[router];
    const { gate, logits, bias } = routerBench({ commonBias, biasSpread, level, seed });
    return {
      gate,
      bias,
      right: route(logits, bias, gate),
      rightSymptoms: routerSymptoms(logits, bias, gate, {}),
      tested: brokenRoute(logits, bias, gate, bugs),
      symptoms: routerSymptoms(logits, bias, gate, bugs),
    };
  },
  view: ({ gate, bias, right, rightSymptoms, tested, symptoms }, { values }) => {
    const sums = symptoms.sumOfToken.flatMap((sum, token) => (sum === null ? [] : [{ token, sum }]));
    return (
      <>
        <Readout
          items={[
            { label: "Sum of a token’s gates", text: between(symptoms), note: `right: ${between(rightSymptoms)}` },
            { label: "Other choices", value: symptoms.otherChoices, as: "percent", note: "than the right router’s" },
            {
              label: "Gate change",
              value: symptoms.commonBiasChange,
              as: ["fixed", 3],
              note: `largest, once ${commonBiasAdded} is added to all biases`,
            },
            { label: "Not a number", value: symptoms.notFinite, note: `of ${tested.gateOfSlot.length} gates` },
          ]}
        />
        <Chart
          label="Sum of the gates of each token"
          options={() => ({
            height: 180,
            marginLeft: 48,
            x: { label: "Token", domain: [-1, tokens] },
            y: {
              label: "Sum of gates",
              grid: true,
              domain: [Math.min(0, ...sums.map(({ sum }) => sum)), Math.max(3, ...sums.map(({ sum }) => sum))],
            },
            marks: [
              Plot.ruleY([gate.routeScale!], { stroke: "var(--rule-strong)", strokeDasharray: "4 3" }),
              Plot.dot(sums, { x: "token", y: "sum", r: 2.5, fill: color("accent"), stroke: null }),
              Plot.ruleX([values.token], { stroke: "var(--rule-strong)" }),
            ],
          })}
        />
        <Legend items={[["Sum of a token’s gates, where it is a number", "accent"]]}>
          The dashed line is the route scale.
        </Legend>
        <Fold label={`Token ${values.token}, gate by gate`}>
          <Table
            label={`Token ${values.token}: experts that the right router or this one chooses`}
            rows={rowsOf(values.token, { gate, right, tested, bias })}
            columns={[
              { key: "expert", label: "Expert" },
              { key: "node", label: "Node" },
              { key: "bias", label: "Bias", as: ["fixed", 3] },
              { key: "right", label: "Right gate", as: ["fixed", 3] },
              { key: "tested", label: "Its gate" },
            ]}
          />
        </Fold>
      </>
    );
  },
  summary: ({ gate, symptoms, tested }) =>
    `The gates of a token sum to ${between(symptoms)}, where ${formatNumber(gate.routeScale!)} is right; ${formatPercent(symptoms.otherChoices)} of the choices are other ones; a token visits ${formatNumber(meanGroupsPerToken(groupHistogram(groupsPerToken(tested.expertOfSlot, { ...gate, expertGroups: gate.expertGroups! }), gate.expertGroups!)))} nodes on average.`,
  remark: ({ symptoms }) => symptoms.notFinite > 0 && `${symptoms.notFinite} gates are no numbers.`,
  table: ({ gate, right, tested }) => ({
    columns: [
      { key: "token", label: "Token" },
      { key: "slot", label: "Slot" },
      { key: "rightExpert", label: "Right expert" },
      { key: "rightGate", label: "Right gate" },
      { key: "expert", label: "Its expert" },
      { key: "gate", label: "Its gate" },
    ],
    rows: Array.from(right.expertOfSlot, (rightExpert, i) => ({
      token: Math.floor(i / gate.activatedExperts),
      slot: i % gate.activatedExperts,
      rightExpert,
      rightGate: right.gateOfSlot[i],
      expert: tested.expertOfSlot[i],
      gate: Number.isFinite(tested.gateOfSlot[i]) ? tested.gateOfSlot[i] : null,
    })),
  }),
});

const tokens = 64;

type Gate = RouterBench["gate"];

/** What is wrong with the unknown ones. */
const unknown: Readonly<Record<"a" | "b" | "c" | "d", RouterBugs>> = {
  a: { normalizedFirst: true },
  b: { maskOfZero: true },
  c: { float16Sums: true },
  d: { biasInWeight: true },
};

function between({ leastSum, mostSum }: RouterSymptoms): string {
  if (leastSum === null || mostSum === null) return "no number";
  const [least, most] = [formatFixed(leastSum, 3), formatFixed(mostSum, 3)];
  return least === most ? least : `${least} to ${most}`;
}

/** The experts of one token in either routing, in order; a table of always as many rows. */
function rowsOf(
  token: number,
  { gate, right, tested, bias }: { gate: Gate; right: Routing; tested: Routing; bias: Float64Array },
) {
  const start = token * gate.activatedExperts;
  const end = start + gate.activatedExperts;
  const gateIn = ({ expertOfSlot, gateOfSlot }: Routing, expert: number): number | null => {
    const slot = expertOfSlot.subarray(start, end).indexOf(expert);
    return slot < 0 ? null : gateOfSlot[start + slot];
  };
  const experts = [
    ...new Set([...right.expertOfSlot.subarray(start, end), ...tested.expertOfSlot.subarray(start, end)]),
  ].sort((a, b) => a - b);
  return experts.map((expert) => {
    const own = gateIn(tested, expert);
    return {
      expert,
      node: Math.floor(expert / (gate.routedExperts / gate.expertGroups!)),
      bias: bias[expert],
      right: gateIn(right, expert),
      tested: own === null ? "–" : Number.isFinite(own) ? formatFixed(own, 3) : String(own),
    };
  });
}
