/** @file By how much one model leads another in each benchmark, with the interval of that. */
import * as Plot from "@observablehq/plot";
import type { StatementComparison } from "../../compute/index.ts";
import { Chart, formatFixed, Legend, twoLines } from "../../kit/index.ts";

/** Up to so many rows are high enough for names on two lines. */
const mostHighRows = 15;

/** A lead, in points; `low` and `high` are `null` without a number of questions. */
type Point = { key: string; rival: string; lead: number; low: number | null; high: number | null };

/** A comparison of a sentence as a point of the chart. */
export function pointOfStatement({ benchmark, rival, lead, halfWidth, row }: StatementComparison): Point {
  return {
    key: rival
      ? `${benchmark}${row.endsWith("-cot") ? " (CoT)" : ""}, ${rival.replace(/ Base| Instruct|-1022|-0513/, "")}`
      : benchmark,
    rival,
    lead,
    low: halfWidth === null ? null : lead - halfWidth,
    high: halfWidth === null ? null : lead + halfWidth,
  };
}

/** Leads from the largest to the smallest. */
export function ScoreLeads({ points }: { points: readonly Point[] }) {
  const sorted = points.toSorted((a, b) => b.lead - a.lead);
  const nameOf = (key: string): string => (sorted.length <= mostHighRows ? twoLines(key, 22) : key);
  return (
    <Chart
      label="Lead in points, with its interval, for each benchmark"
      options={({ narrow }) => ({
        height: heightOf(sorted.length, narrow),
        marginLeft: narrow ? Math.max(172, 7.3 * longest(sorted.map(({ key }) => nameOf(key))) + 12) : 230,
        marginRight: 16,
        x: { label: "Lead (points)", grid: true },
        y: { label: null, domain: sorted.map(({ key }) => key) },
        marks: [
          Plot.axisY({
            label: null,
            tickSize: 0,
            fontSize: narrow ? 12 : 11,
            tickFormat: narrow ? nameOf : undefined,
          }),
          Plot.ruleX([0]),
          Plot.ruleY(
            sorted.filter(({ low }) => low !== null),
            { y: "key", x1: "low", x2: "high", stroke: (point: Point) => shade(point), strokeWidth: 2 },
          ),
          Plot.dot(sorted, { y: "key", x: "lead", r: 3.5, fill: (point: Point) => shade(point) }),
        ],
      })}
      tips={({ key, rival, lead, low, high }: Point) =>
        key &&
        `${key}: ${signed(lead)} points${rival ? ` over ${rival}` : ""}${low === null ? ", no number of questions" : `, ${signed(low)} to ${signed(high!)}`}`
      }
    />
  );
}

/** What the colors of `ScoreLeads` mean. */
export function LeadLegend() {
  return (
    <Legend
      items={[
        ["Ahead beyond the interval", "accent"],
        ["Not told apart", "neutral"],
        ["Behind beyond the interval", "loss-4"],
      ]}
    />
  );
}

/** Letters of the longest line. */
function longest(names: readonly string[]): number {
  return Math.max(...names.flatMap((name) => name.split("\n").map((line) => line.length)));
}

/** Rows of all of a table take the same height, whichever it is; a few do not need it. On a wide screen all are seen at once. */
function heightOf(rows: number, narrow: boolean): number {
  if (rows <= mostHighRows) return Math.max(150, 40 + 30 * rows);
  return narrow ? Math.max(500, 40 + 14.5 * rows) : Math.max(430, 40 + 12 * rows);
}

function signed(points: number): string {
  return `${points >= 0 ? "+" : "−"}${formatFixed(Math.abs(points), 1)}`;
}

function shade({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null) return "var(--neutral)";
  return low > 0 ? "var(--accent)" : high! < 0 ? "var(--loss-4)" : "var(--neutral)";
}
