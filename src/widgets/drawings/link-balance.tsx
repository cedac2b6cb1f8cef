/** @file How long a token keeps both kinds of link busy, and how many nodes it reaches. */
import * as Plot from "@observablehq/plot";
import { Chart, color, formatAs, formatNumber, Legend } from "../../kit/index.ts";

type ByExperts = { experts: number; infiniband: number; nvlink: number };
type ByLimit = { limit: number; mean: number; remote: number; imbalance: number };

/**
 * Seconds of both links by the number of experts; a dot is the token at hand.
 *
 * @param byExperts  of 1 expert, of 2, …
 * @param free  experts up to which NVLink is not slower
 */
export function LinkTimes({
  byExperts,
  free,
  activatedExperts,
}: {
  byExperts: readonly ByExperts[];
  free: number;
  activatedExperts: number;
}) {
  return (
    <Chart
      label="Time that a token keeps each kind of link busy, by its number of experts"
      tips={(row: ByExperts) =>
        `${row.experts} experts: InfiniBand ${formatAs(row.infiniband, "seconds")}, NVLink ${formatAs(row.nvlink, "seconds")}`
      }
      options={() => ({
        height: 220,
        marginLeft: 52,
        x: { label: "Experts per token", domain: [0, 32] },
        y: { label: "µs per token", grid: true, zero: true },
        marks: [
          Plot.lineY(byExperts, {
            x: "experts",
            y: (row: ByExperts) => 1e6 * row.infiniband,
            stroke: color("accent"),
            strokeWidth: 2,
          }),
          Plot.lineY(byExperts, {
            x: "experts",
            y: (row: ByExperts) => 1e6 * row.nvlink,
            stroke: color("series-2"),
            strokeWidth: 2,
          }),
          Plot.ruleX(
            [free].filter((experts) => experts <= 32),
            { stroke: "var(--ink-soft)", strokeDasharray: "5 3" },
          ),
          Plot.dot([byExperts[activatedExperts - 1]], {
            x: "experts",
            y: (row: ByExperts) => 1e6 * Math.max(row.infiniband, row.nvlink),
            fill: "var(--ink)",
            r: 5,
          }),
          Plot.ruleY([0]),
        ],
      })}
    />
  );
}

/** What the marks of `LinkTimes` mean. */
export function LinkTimesLegend() {
  return (
    <Legend
      items={[
        ["InfiniBand", "accent"],
        ["NVLink", "series-2"],
      ]}
    >
      Dashed: free up to here. The dot is this token.
    </Legend>
  );
}

/** Nodes of a token under each limit, those over InfiniBand in front; the limit at hand has color. */
export function NodesReached({ byLimit, limitedNodes }: { byLimit: readonly ByLimit[]; limitedNodes: number }) {
  return (
    <Chart
      label="Nodes that a token reaches, by the limit"
      tips={(row: ByLimit) =>
        `Limit ${row.limit}: ${formatNumber(row.mean, 4)} nodes, ${formatNumber(row.remote, 4)} of them over InfiniBand; busiest node ${formatNumber(row.imbalance)} × the mean`
      }
      options={() => ({
        height: 170,
        marginLeft: 52,
        x: { label: "Nodes per token, at most", type: "band", padding: 0.2 },
        y: { label: "Nodes per token", grid: true, domain: [0, 6] },
        marks: [
          Plot.barY(byLimit, {
            x: "limit",
            y: "mean",
            fill: (row: ByLimit) => color(row.limit === limitedNodes ? "accent-soft" : "idle"),
          }),
          Plot.barY(byLimit, {
            x: "limit",
            y: "remote",
            fill: (row: ByLimit) => color(row.limit === limitedNodes ? "accent" : "neutral"),
          }),
          Plot.ruleY([0]),
        ],
      })}
    />
  );
}

/** What the colors of `NodesReached` mean. */
export function NodesReachedLegend() {
  return (
    <Legend
      items={[
        ["Over InfiniBand", "accent"],
        ["The token’s own node", "accent-soft"],
      ]}
    >
      Routed, in the batch.
    </Legend>
  );
}
