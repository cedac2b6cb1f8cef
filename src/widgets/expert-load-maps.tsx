/** @file All 9,984 expert loads that the report draws: two models, 26 layers, three domains, 64 experts. */
import * as Plot from "@observablehq/plot";
import {
  drawnDomains,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  drawnModels,
  loadDistance,
  mean,
  type DrawnModel,
} from "../compute/index.ts";
import { Chart, choice, defineWidget, Fold, formatFixed, formatNumber, integer, Legend, Table } from "../kit/index.ts";
import { LoadMap, LoadMapLegend } from "./drawings/load-map.tsx";

export default defineWidget({
  id: "expert-load-maps",
  title: "Every load that the report draws",
  source: "§4.5.3, Figure 9; Appendix C",
  caption:
    "Loads were read from the colors of the report’s drawing, each to within 0.02; 1 is an expert’s fair share, and 9 of the 9,984 loads are 9.96 or more. Both models have 16B parameters. A distance is the part of one domain’s load that would have to move to other experts to look like the other domain’s; it is ours.",
  params: {
    domain: choice({ label: "Domain", options: drawnDomains, initial: drawnDomains[0], viewOnly: true }),
    layer: integer({ label: "Layer", range: [1, drawnLayers], initial: 9, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "Layer 18": { layer: 18 },
    Github: { domain: drawnDomains[1] },
    "DM Mathematics": { domain: drawnDomains[2] },
  },
  compute: () => {
    const layers = Array.from({ length: drawnLayers }, (_, i) => i + 1);
    const models = drawnModels.map((model) => {
      const loads = layers.map((layer) => drawnExpertLoads({ model, layer }).relativeLoads);
      const of = (layer: number, domain: number) =>
        loads[layer - 1].subarray(domain * drawnExperts, (domain + 1) * drawnExperts);
      return {
        model,
        loads,
        distances: layers.map((layer) =>
          [
            [0, 1],
            [0, 2],
            [1, 2],
          ].map(([a, b]) => loadDistance(of(layer, a), of(layer, b))),
        ),
      };
    });
    return { models };
  },
  view: ({ models }, { values }) => {
    const domain = drawnDomains.indexOf(values.domain);
    const lines = models.flatMap(({ model, distances }) =>
      distances.map((pairs, i) => ({ model, layer: i + 1, distance: mean(pairs) })),
    );
    return (
      <>
        {models.map(({ model, loads }) => (
          <LoadMap
            key={model}
            title={`${names[model]}, ${values.domain}: layers ↓ experts →`}
            label={`Loads of ${names[model].toLowerCase()}`}
            rows={drawnLayers}
            columns={drawnExperts}
            marked={values.layer - 1}
            loadOf={(row, column) => loads[row][domain * drawnExperts + column]}
            tips={(row, column) =>
              `Layer ${row + 1}, expert ${column + 1}: ${formatNumber(loads[row][domain * drawnExperts + column], 3)} times the fair share`
            }
            height={156}
          />
        ))}
        <LoadMapLegend />
        <Chart
          label="Mean distance of domains by layer"
          scrub="layer"
          options={() => ({
            height: 170,
            marginLeft: 50,
            x: { label: "Layer", domain: [1, drawnLayers] },
            y: { label: "Distance of domains", domain: [0, 1], grid: true },
            marks: drawnModels.map((model) =>
              Plot.lineY(
                lines.filter((row) => row.model === model),
                { x: "layer", y: "distance", stroke: colors[model] },
              ),
            ),
          })}
          tips={(row: { model: DrawnModel; layer: number; distance: number }) =>
            row.model && `Layer ${row.layer}, ${names[row.model].toLowerCase()}: ${formatFixed(row.distance, 3)}`
          }
        />
        <Legend
          items={[
            ["No auxiliary loss", "accent"],
            ["Auxiliary loss", "neutral"],
          ]}
        />
        <Fold label="Distances of domains, in numbers">
          <Table
            label="Distances of domains"
            columns={[
              { key: "pair", label: "Domains" },
              { key: "withLoss", label: "Loss, all layers", as: ["fixed", 3] },
              { key: "without", label: "No loss, all layers", as: ["fixed", 3] },
              { key: "withLossHere", label: `Loss, layer ${values.layer}`, as: ["fixed", 3] },
              { key: "withoutHere", label: `No loss, layer ${values.layer}`, as: ["fixed", 3] },
            ]}
            rows={pairNames.map((pair, i) => ({
              pair,
              withLoss: mean(models[0].distances.map((pairs) => pairs[i])),
              without: mean(models[1].distances.map((pairs) => pairs[i])),
              withLossHere: models[0].distances[values.layer - 1][i],
              withoutHere: models[1].distances[values.layer - 1][i],
            }))}
          />
        </Fold>
      </>
    );
  },
  summary: ({ models }) => {
    const [withLoss, without] = models.map(({ distances }) =>
      [0, 1, 2].map((pair) => formatFixed(mean(distances.map((pairs) => pairs[pair])), 3)).join(", "),
    );
    return `Over all layers, domains lie ${without} apart without an auxiliary loss, and ${withLoss} with one (${pairNames.join(", ")}).`;
  },
  table: ({ models }) => ({
    columns: [
      { key: "model", label: "Model" },
      { key: "layer", label: "Layer" },
      { key: "domain", label: "Domain" },
      { key: "expert", label: "Expert" },
      { key: "load", label: "Load over balance" },
    ],
    rows: models.flatMap(({ model, loads }) =>
      loads.flatMap((of, layer) =>
        Array.from(of, (load, i) => ({
          model: names[model],
          layer: layer + 1,
          domain: drawnDomains[Math.floor(i / drawnExperts)],
          expert: (i % drawnExperts) + 1,
          load,
        })),
      ),
    ),
  }),
});

const names: Readonly<Record<DrawnModel, string>> = {
  auxLossBased: "Auxiliary loss",
  auxLossFree: "No auxiliary loss",
};
const colors: Readonly<Record<DrawnModel, string>> = { auxLossBased: "var(--neutral)", auxLossFree: "var(--accent)" };
const pairNames = ["Wikipedia and Github", "Wikipedia and mathematics", "Github and mathematics"];
