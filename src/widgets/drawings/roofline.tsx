/** @file Kinds of attention under the roof of a GPU, and how long a step of each takes at least. */
import * as Plot from "@observablehq/plot";
import { Chart, color, formatAs, formatCount, formatNumber, formatSi, Legend, type Color } from "../../kit/index.ts";

type Kind = { id: string; name: string };
type Bound = { intensity: number; flopPerSecond: number };
type TimePoint = { id: string; at: number; seconds: number };

/** By the id of a kind. */
const colors: Readonly<Record<string, Color>> = {
  absorbed: "accent",
  expanded: "series-2",
  expandedCache: "series-3",
  mha: "series-4",
  gqa: "series-5",
  mqa: "series-6",
};

/**
 * FLOP for each byte and the speed that they allow, under the roof.
 *
 * @param flopPerSecond  peak of arithmetic
 * @param bytesPerSecond  peak of memory
 */
export function Roofline({
  rows,
  flopPerSecond,
  bytesPerSecond,
}: {
  rows: readonly (Kind & Bound)[];
  flopPerSecond: number;
  bytesPerSecond: number;
}) {
  const ridge = flopPerSecond / bytesPerSecond;
  return (
    <Chart
      label="FLOP a byte and the speed they allow, for each kind of attention"
      tips={(row: Kind & Bound) =>
        `${row.name}\n${formatNumber(row.intensity)} FLOP a byte\n${formatSi(row.flopPerSecond, "FLOP/s")}`
      }
      options={({ narrow }) => ({
        height: 210,
        marginLeft: 84,
        marginRight: 20,
        x: {
          label: "FLOP for each byte read",
          type: "log",
          domain: [0.5, 1e5],
          ticks: narrow ? 4 : 6,
          tickFormat: (value: number) => formatCount(value),
        },
        y: {
          label: "Speed at most",
          type: "log",
          domain: [1e12, 3e15],
          grid: true,
          ticks: [1e12, 1e13, 1e14, 1e15],
          tickFormat: (value: number) => formatSi(value, "FLOP/s", 1),
        },
        marks: [
          Plot.line(
            [
              [0.5, 0.5 * bytesPerSecond],
              [ridge, flopPerSecond],
              [1e5, flopPerSecond],
            ],
            { stroke: "var(--ink-soft)", strokeWidth: 1.5, clip: true },
          ),
          Plot.ruleX([ridge], { stroke: "var(--ink-soft)", strokeDasharray: "3 3" }),
          Plot.dot(rows, {
            x: "intensity",
            y: "flopPerSecond",
            // Cached keys and values stand where those of all heads do: the larger dot is seen around the smaller.
            r: ({ id }: { id: string }) => (id === "expandedCache" ? 9 : 6),
            fill: ({ id }: { id: string }) => color(colors[id]),
            stroke: "var(--paper)",
            clip: true,
          }),
        ],
        r: { type: "identity" },
      })}
    />
  );
}

/** What the colors of `Roofline` and `TimeCurves` mean. */
export function RooflineLegend({ kinds }: { kinds: readonly Kind[] }) {
  return (
    <Legend items={kinds.map(({ id, name }) => [name, colors[id]] as const)}>
      The line is the roof: memory’s speed on the left, arithmetic’s on the right.
    </Legend>
  );
}

/** Least time of a step of each kind, along the context or the number of requests. */
export function TimeCurves({
  points,
  kinds,
  along,
}: {
  points: readonly TimePoint[];
  kinds: readonly Kind[];
  along: "context" | "batch";
}) {
  return (
    <Chart
      label={`Least time of the step by ${along === "context" ? "context" : "requests"}`}
      scrub={along}
      tips={({ id, at, seconds }: TimePoint) =>
        `${kinds.find((kind) => kind.id === id)!.name}\n${formatCount(at)}: ${formatAs(seconds, "seconds")}`
      }
      options={({ narrow }) => ({
        height: 185,
        marginLeft: 84,
        marginRight: 20,
        x: {
          label: along === "context" ? "Context (tokens)" : "Requests in the step",
          type: "log",
          ticks: narrow ? 4 : 7,
          tickFormat: (value: number) => formatCount(value),
        },
        y: {
          label: "Time of the step, at least",
          type: "log",
          grid: true,
          ticks: 5,
          tickFormat: (value: number) => formatAs(value, ["seconds", 1]),
        },
        marks: kinds.map((kind) =>
          Plot.line(
            points.filter(({ id }) => id === kind.id),
            {
              x: "at",
              y: "seconds",
              stroke: color(colors[kind.id]),
              strokeWidth: kind.id === "absorbed" ? 2.5 : 1.5,
            },
          ),
        ),
      })}
    />
  );
}
