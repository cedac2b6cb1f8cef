/** @file Which experts serve which kind of text: in our simulation, and in what the report drew. */
import {
  balanceStrategies,
  createLaboratory,
  drawnDomains,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  drawnModels,
  relativeLoads,
  specialization,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  Fold,
  formatNumber,
  formatPercent,
  integer,
  number,
  Readout,
  seed,
  Table,
} from "../kit/index.ts";
import { LoadMap, LoadMapLegend } from "./drawings/load-map.tsx";

export default defineWidget({
  id: "specialization",
  title: "Which experts serve which kind of text",
  source: "§4.5.3, Figure 9; Appendix C",
  caption:
    "Load of 64 experts by tokens of each domain, over the load of perfect balance; a shade is one of five steps, the strongest from 3.6 times the mean on. Below, the two 16B models of the report, read back from the colors of its drawing to within 0.02: one layer of 26, on three parts of the Pile’s test set. Above, our simulation of one layer with as many experts and domains on seeded tokens; it imitates the comparison and not the data. Distance: how much of a domain’s load would have to move to get that of all domains.",
  params: {
    layer: integer({
      label: "Layer of the report’s models",
      range: [1, drawnLayers],
      initial: 9,
      viewOnly: true,
      help: "Figure 9 shows layers 9 and 18; the rest is in Appendix C.",
    }),
    balanceFactor: number({ label: "α of the sequence-wise loss", range: [1e-4, 0.1], scale: "log", initial: 0.01 }),
    biasUpdateSpeed: number({ label: "γ of the bias", range: [1e-3, 0.1], scale: "log", initial: 0.02 }),
    skew: number({ label: "Skew of the router", range: [0, 3], step: 0.25, initial: 0.5 }),
    steps: choice({ label: "Steps", options: [60, 200, 600], initial: 60, secondary: true }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Layer 18": { layer: 18 },
    "A weak loss": { balanceFactor: 0.001 },
  },
  *compute({ balanceFactor, biasUpdateSpeed, skew, steps, seed }) {
    const of = (id: string) => balanceStrategies.find((strategy) => strategy.id === id)!;
    const strategies = [
      { ...of("auxiliary-loss"), balanceFactor },
      { ...of("batch-loss"), balanceFactor },
      { ...of("bias"), biasUpdateSpeed },
    ];
    const laboratory = createLaboratory({
      tokens: 576,
      sequenceTokens: 32,
      domains: 3,
      routedExperts: 64,
      activatedExperts: 6,
      skew,
      seed,
      strategies,
      windowSteps: 20,
    });
    for (let step = 1; step <= steps; step++) {
      laboratory.step();
      if (step % 20 !== 0) continue;
      yield {
        simulated: strategies.map(({ id }, at) => {
          const loads = laboratory.tokensOfDomainAndExpert(at);
          return {
            id,
            relativeLoads: relativeLoads(loads, { routedExperts: 64 }),
            distance: specialization(loads, { routedExperts: 64 }),
          };
        }),
        drawn: drawnModels.map((id) =>
          Array.from({ length: drawnLayers }, (_, layer) => {
            const { levels, relativeLoads } = drawnExpertLoads({ model: id, layer: layer + 1 });
            // A level is a load up to a factor: twice the level and one is in proportion to the middle of its step.
            return {
              id,
              relativeLoads,
              distance: specialization(
                Uint32Array.from(levels, (level) => 2 * level + 1),
                { routedExperts: drawnExperts },
              ),
            };
          }),
        ),
      };
    }
  },
  view: ({ simulated, drawn }, { values }) => {
    const [ours, reports] = [simulatedRuns(simulated), drawnRuns(drawn, values.layer)];
    const runs = [...ours, ...reports];
    return (
      <>
        <Readout
          items={[...reports, ...ours].map(({ run, distance, note }) => ({
            label: run,
            value: distance,
            as: "percent" as const,
            note,
          }))}
        />
        {runs.map(({ run, title, relativeLoads: loads }) => (
          <LoadMap
            key={run}
            title={title}
            label={title}
            rows={loads.length / 64}
            columns={64}
            last="accent"
            loadOf={(row, column) => loads[row * 64 + column]}
            height={54}
          />
        ))}
        <LoadMapLegend />
        <Fold label="Largest load of each domain, in numbers">
          <Table
            label="Largest load of each domain"
            columns={[
              { key: "run", label: "Model" },
              { key: "domain0", label: "Largest, domain 1", as: ["number", 3] },
              { key: "domain1", label: "domain 2", as: ["number", 3] },
              { key: "domain2", label: "domain 3", as: ["number", 3] },
              { key: "distance", label: "Distance", as: "percent" },
            ]}
            rows={runs.map(({ run, distance, relativeLoads: loads }) => ({ ...largestOf(loads), distance, run }))}
          />
        </Fold>
      </>
    );
  },
  summary: ({ simulated, drawn }, { layer }) => {
    const [withLoss, without] = drawn.map((layers) => layers[layer - 1]);
    const named = Object.fromEntries(simulated.map(({ id, distance }) => [id, formatPercent(distance)]));
    return `In layer ${layer} of the report’s models domains lie ${formatPercent(without.distance)} apart without an auxiliary loss and ${formatPercent(withLoss.distance)} with one; in the simulation ${named["bias"]} with a bias, ${named["batch-loss"]} with a batch-wise and ${named["auxiliary-loss"]} with a sequence-wise loss.`;
  },
  table: ({ simulated, drawn }, { layer }) => ({
    columns: [
      { key: "run", label: "Model" },
      { key: "domain", label: "Domain" },
      { key: "expert", label: "Expert" },
      { key: "load", label: "Load over balance", format: (value: number) => formatNumber(value, 3) },
    ],
    rows: [...simulatedRuns(simulated), ...drawnRuns(drawn, layer)].flatMap(({ run, relativeLoads: loads }) =>
      Array.from(loads, (load, i) => ({ run, domain: Math.floor(i / 64) + 1, expert: i % 64, load })),
    ),
  }),
});

const simulatedNames: Readonly<Record<string, string>> = {
  "auxiliary-loss": "Sequence-wise loss",
  "batch-loss": "Batch-wise loss",
  bias: "Bias",
};
const drawnNames: Readonly<Record<string, string>> = {
  auxLossBased: "Auxiliary loss",
  auxLossFree: "No auxiliary loss",
};

type Measured = { id: string; relativeLoads: Float64Array; distance: number };

/** Runs of our simulation, with their names. */
function simulatedRuns(simulated: readonly Measured[]) {
  return simulated.map(({ id, ...measured }) => {
    const run = `Simulated, ${simulatedNames[id].toLowerCase()}`;
    return { ...measured, run, title: `${run}: domains ↓ experts →`, note: "distance of domains" };
  });
}

/** One layer of the models that the report drew, with their names. */
function drawnRuns(drawn: readonly Measured[][], layer: number) {
  return drawn.map((layers) => {
    const { id, ...measured } = layers[layer - 1];
    const name = drawnNames[id].toLowerCase();
    return {
      ...measured,
      run: `Report, ${name}`,
      title: `Report, layer ${layer}, ${name}: ${drawnDomains.join(", ")} ↓ experts →`,
      note: `distance of domains, layer ${layer}`,
    };
  });
}

function largestOf(loads: Float64Array) {
  const of = (domain: number): number =>
    loads.subarray(domain * 64, (domain + 1) * 64).reduce((most, load) => Math.max(most, load), 0);
  return { domain0: of(0), domain1: of(1), domain2: of(2) };
}
