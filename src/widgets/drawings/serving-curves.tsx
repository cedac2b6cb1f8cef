/** @file Throughput of a node against the speed of a request, as curves of decode units, with the published day. */
import * as Plot from "@observablehq/plot";
import { Chart, color, formatCount, formatNumber, formatUsd, Legend, type Color } from "../../kit/index.ts";

type Unit = keyof typeof unitNames;
type Point = { requests: number; speed: number; node: number; usd: number; fits: boolean };

export const unitNames = {
  "decode-profile": "Profile, EP128",
  "decode-report": "Report, EP320, TP4",
  "decode-overview": "Overview, EP144",
};
const unitColors: Readonly<Record<Unit, Color>> = {
  "decode-profile": "series-5",
  "decode-report": "series-2",
  "decode-overview": "accent",
};
const mostSpeed = 1000;

/**
 * A curve for each unit, solid where caches fit; a cross is what was published.
 *
 * @param day  of the overview's unit, with as many requests as the published day implies
 * @param limit  tokens a second of a request, by links alone
 */
export function ServingCurves({
  curves,
  day,
  published,
  limit,
}: {
  curves: readonly { id: Unit; points: readonly Point[] }[];
  day: Point;
  published: Pick<Point, "speed" | "node">;
  limit: number;
}) {
  return (
    <Chart
      label="Tokens a second of a node against those of a request"
      tips={(row: Point & { id: Unit }) =>
        `${unitNames[row.id]}, ${row.requests} requests on a GPU\n${formatNumber(row.speed)} tokens/s each\n${formatCount(row.node)} tokens/s a node\n${formatUsd(row.usd)} a million${row.fits ? "" : "\ncaches do not fit"}`
      }
      options={({ narrow }) => ({
        height: 300,
        marginLeft: 56,
        marginRight: 16,
        x: {
          label: "Tokens a second for each request",
          type: "log",
          domain: [3, mostSpeed],
          ticks: narrow ? [5, 20, 100, 500] : [5, 10, 20, 50, 100, 200, 500],
          tickFormat: (value: number) => formatNumber(value),
        },
        y: {
          label: "Tokens a second of a node",
          type: "log",
          domain: [500, 1e5],
          grid: true,
          ticks: [1000, 10_000, 100_000],
          tickFormat: (value: number) => formatCount(value),
        },
        marks: [
          Plot.ruleX([Math.min(limit, mostSpeed)], { stroke: color("loss-5"), strokeDasharray: "5 3" }),
          ...curves.flatMap(({ id, points }) => {
            const own = points.map((point) => ({ id, ...point }));
            const along = { x: "speed", y: "node", stroke: color(unitColors[id]), clip: true } as const;
            return [
              Plot.line(own, { ...along, strokeWidth: 1, strokeOpacity: 0.5 }),
              Plot.line(
                own.filter(({ fits }) => fits),
                // The profile and the overview nearly agree: one lies under the other, thick and faint.
                id === "decode-profile"
                  ? { ...along, strokeWidth: 6, strokeOpacity: 0.5 }
                  : { ...along, strokeWidth: 2.5, strokeOpacity: 1 },
              ),
            ];
          }),
          Plot.dot([published], {
            x: "speed",
            y: "node",
            symbol: "times",
            r: 7,
            stroke: "var(--ink)",
            strokeWidth: 2.5,
          }),
          Plot.dot([day], { x: "speed", y: "node", r: 5, fill: color("accent"), clip: true }),
        ],
      })}
    />
  );
}

/** What the marks of `ServingCurves` mean. */
export function ServingCurvesLegend() {
  const units = Object.keys(unitNames) as Unit[];
  return (
    <Legend
      items={[
        ...units.map((id) => [unitNames[id], unitColors[id]] as const),
        ["Bound by links alone, 32 tokens", "loss-5"],
      ]}
    >
      The cross is the published day; the dot is the overview’s unit with the 88 requests that the day implies.
    </Legend>
  );
}
