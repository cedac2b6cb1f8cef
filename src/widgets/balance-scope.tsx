/** @file Balance in each sequence, or in the batch: what a loss charges domains that have experts of their own. */
import * as Plot from "@observablehq/plot";
import { balanceScope, publishedBalance, scopeDomains } from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatNumber,
  HeatMap,
  Legend,
  number,
  Readout,
  wideWidth,
} from "../kit/index.ts";

export default defineWidget({
  id: "balance-scope",
  title: "What the scope of balance charges",
  source: "§4.5.3; eq. 17 to 20",
  caption:
    "A batch of ours: one sequence for each domain, 64 experts in equal parts for the domains, four of them for a token. Affinities are one for the chosen experts and nothing for the others, so domains are as specialized as can be. α at rest is the report’s, which it sets for V3; the factors of its experiments on scope are not printed.",
  params: {
    domains: choice({ label: "Domains", options: scopeDomains, initial: 4 }),
    mixed: number({
      label: "Tokens of other domains in a sequence",
      range: [0, 1],
      step: 0.05,
      initial: 0,
      shown: "percent",
    }),
    alpha: number({
      label: "α",
      range: [1e-5, 1],
      scale: "log",
      initial: publishedBalance.balanceFactor,
      report: true,
    }),
  },
  presets: {
    "As published": {},
    "Two domains": { domains: 2 },
    "Sixteen domains": { domains: 16 },
    "Half mixed": { mixed: 0.5 },
    "Mixed evenly": { mixed: 0.75 },
  },
  compute: ({ domains, mixed, alpha }) => ({
    now: balanceScope({ domains, mixed, balanceFactor: alpha }),
    curve: scopeDomains.map((count) => balanceScope({ domains: count, mixed, balanceFactor: alpha })),
  }),
  view: ({ now, curve }, { values: { alpha } }) => {
    const rows = [
      ...Array.from({ length: now.domains }, (_, i) =>
        now.loadsOfSequence.subarray(i * now.routedExperts, (i + 1) * now.routedExperts),
      ),
      now.loadsOfBatch,
    ];
    return (
      <>
        <Readout
          items={[
            {
              label: "A sequence costs",
              value: now.sequenceLoss,
              as: ["number", 3],
              note: `${formatNumber(now.sequenceLoss / alpha, 3)} α, on average`,
            },
            {
              label: "The batch costs",
              value: now.batchLoss,
              as: ["number", 3],
              note: `${formatNumber(now.batchLoss / alpha, 3)} α`,
            },
            { label: "Ratio", value: now.sequenceLoss / now.batchLoss, as: "ratio" },
          ]}
        />
        <div>
          <p class="columns-label">Load of 64 experts (→): a row is a sequence, the last one the batch</p>
          <HeatMap
            rows={rows.length}
            columns={now.routedExperts}
            shades={shades}
            shadeOf={(row, column) => Math.min(shades, Math.ceil((rows[row][column] / now.domains) * shades - 1e-9))}
            tips={(row, column) =>
              `${row < now.domains ? `Sequence ${row + 1}` : "Batch"}, expert ${column + 1}: ${formatNumber(rows[row][column], 3)} times the mean`
            }
            label="Load of experts by sequence"
            width={wideWidth}
            height={150}
          />
        </div>
        <Chart
          label="Loss against the number of domains"
          options={() => ({
            height: 190,
            marginLeft: 60,
            x: { label: "Domains", type: "log", base: 2, ticks: [...scopeDomains], tickFormat: String },
            y: { label: "Loss, in α", grid: true, domain: [0, 16.5] },
            marks: [
              Plot.lineY(curve, { x: "domains", y: (row: Row) => row.sequenceLoss / alpha, stroke: "var(--series-2)" }),
              Plot.lineY(curve, { x: "domains", y: (row: Row) => row.batchLoss / alpha, stroke: "var(--accent)" }),
              Plot.dot(curve, { x: "domains", y: (row: Row) => row.sequenceLoss / alpha, fill: "var(--series-2)" }),
              Plot.dot(curve, { x: "domains", y: (row: Row) => row.batchLoss / alpha, fill: "var(--accent)" }),
              Plot.ruleX([now.domains], { stroke: "var(--rule-strong)", strokeDasharray: "3 3" }),
            ],
          })}
          tips={(row: Row) =>
            `${row.domains} domains: ${formatNumber(row.sequenceLoss / alpha, 3)} α a sequence, ${formatNumber(row.batchLoss / alpha, 3)} α the batch`
          }
        />
        <Legend
          items={[
            ["Each sequence", "series-2"],
            ["The batch", "accent"],
          ]}
        />
      </>
    );
  },
  summary: ({ now }, { alpha }) =>
    `With ${now.domains} ${now.domains === 1 ? "domain" : "domains"} a sequence costs ${formatNumber(now.sequenceLoss / alpha, 3)} α and the batch ${formatNumber(now.batchLoss / alpha, 3)} α, though every expert has the same load over the batch.`,
  table: ({ curve }) => ({
    columns: [
      { key: "domains", label: "Domains" },
      { key: "sequenceLoss", label: "Loss of a sequence" },
      { key: "batchLoss", label: "Loss of the batch" },
    ],
    rows: curve.map(({ domains, sequenceLoss, batchLoss }) => ({ domains, sequenceLoss, batchLoss })),
  }),
});

type Row = { domains: number; sequenceLoss: number; batchLoss: number };

const shades = 5;
