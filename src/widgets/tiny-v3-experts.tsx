/** @file Which experts of the tiny V3 serve which domain, under five ways to balance: recorded runs of one seed. */
import * as Plot from "@observablehq/plot";
import { specialization } from "../compute/index.ts";
import { domainsOf, recordedTiny, tinyDefaults } from "../lab/index.ts";
import {
  Chart,
  color,
  defineWidget,
  formatNumber,
  formatPercent,
  HeatMap,
  Legend,
  series,
  timeline,
} from "../kit/index.ts";
import { LoadMapLegend } from "./drawings/load-map.tsx";
import { tinyLoadMap } from "./tiny-load-map.ts";

export default defineWidget({
  id: "tiny-v3-experts",
  title: "Who serves whom in the tiny V3",
  source: "§4.5.3, Figure 9",
  caption:
    "Recorded runs of our toy model with seed 1: the same mechanism at toy size, and no evidence about V3. Rows are domains, columns are experts of the layer that has them; a shade is the load over an even share, the strongest from 3.6 times on, summed over the last steps before the marked one. Distance: how much of a domain’s load would have to move until it equals that of all domains together.",
  params: {
    step: timeline({
      label: "Step",
      from: recordedTiny.mappedEvery,
      to: recordedTiny.steps,
      step: recordedTiny.mappedEvery,
      initial: recordedTiny.steps,
      rate: 2 * recordedTiny.mappedEvery,
    }),
  },
  presets: { "As published": {}, "At the beginning": { step: recordedTiny.mappedEvery } },
  compute: () =>
    setups.map((setup) => {
      const loads = recordedTiny.runs[setup][0].details!.tokensOfDomainAndExpert;
      return {
        setup,
        loads,
        distances: loads.map((of) =>
          specialization(Uint32Array.from(of), { routedExperts: tinyDefaults.routedExperts }),
        ),
      };
    }),
  view: (runs, { values }) => {
    const at = Math.round(values.step / recordedTiny.mappedEvery) - 1;
    const points = runs.flatMap(({ setup, distances }) =>
      distances.map((distance, i) => ({ setup, step: (i + 1) * recordedTiny.mappedEvery, distance })),
    );
    return (
      <>
        {runs.map(({ setup, loads, distances }) => (
          <div key={setup}>
            <p class="columns-label">
              {setup}: distance {formatPercent(distances[at])}, load by domain ↓ and expert →
            </p>
            <HeatMap {...tinyLoadMap(loads[at], domainsOf({ text: "" }), `Load of the experts: ${setup}`)} />
          </div>
        ))}
        <LoadMapLegend>
          <span>Rows: {domainsOf({ text: "" }).join(", ")}.</span>
        </LoadMapLegend>
        <Chart
          label="Distance of domains over the steps"
          scrub="step"
          tips={({ setup, step, distance }: { setup: string; step: number; distance: number }) =>
            `${setup}\nSteps to ${step}: ${formatPercent(distance)}`
          }
          options={() => ({
            height: 130,
            marginLeft: 52,
            x: { label: "Step", domain: [recordedTiny.mappedEvery, recordedTiny.steps] },
            y: {
              label: "Distance of domains",
              grid: true,
              zero: true,
              ticks: 4,
              tickFormat: (value: number) => formatNumber(value),
            },
            marks: setups.map((setup, i) =>
              Plot.line(
                points.filter((point) => point.setup === setup),
                { x: "step", y: "distance", stroke: color(series(i)), strokeWidth: 1.8 },
              ),
            ),
          })}
        />
        <Legend items={setups.map((setup, i) => [setup, series(i)] as const)} />
      </>
    );
  },
  summary: (runs) =>
    `At the end of the runs domains lie apart by ${runs.map(({ setup, distances }) => `${formatPercent(distances.at(-1)!)} (${setup.toLowerCase()})`).join(", ")}.`,
  table: (runs) => ({
    columns: [
      { key: "setup", label: "Setup" },
      { key: "step", label: "Steps up to" },
      { key: "domain", label: "Domain" },
      { key: "expert", label: "Expert" },
      { key: "tokens", label: "Tokens" },
    ],
    rows: runs.flatMap(({ setup, loads }) =>
      loads.flatMap((of, i) =>
        of.map((tokens, cell) => ({
          setup,
          step: (i + 1) * recordedTiny.mappedEvery,
          domain: domainsOf({ text: "" })[Math.floor(cell / tinyDefaults.routedExperts)],
          expert: cell % tinyDefaults.routedExperts,
          tokens,
        })),
      ),
    ),
  }),
});

const setups = [
  "Unchanged",
  "No balancing",
  "Batch-wise loss, α 0.1",
  "Sequence-wise loss, α 0.01",
  "Sequence-wise loss, α 0.1",
] as const;
