/** @file Layouts of a cluster as dots, by memory and speed. */
import type { RankedLayout } from "../../compute/index.ts";
import { color, Drawing, formatBytes, formatNumber, linear, short, tip, XAxis, YAxis } from "../../kit/index.ts";
import { keyOf, nameOf, speedOf } from "../layout-names.ts";

/** Layouts that fit and can be picked; the others are dots without a word. */
const mostDots = 120;
/** The edge of the drawing, in bytes. */
const mostMemory = 320e9;

/**
 * All layouts; those that fit can be picked.
 *
 * @param memory  of a GPU, in bytes
 */
export function LayoutMap({
  ranked,
  fitting,
  published,
  chosen,
  memory,
}: {
  ranked: readonly RankedLayout[];
  fitting: readonly RankedLayout[];
  published: RankedLayout | undefined;
  chosen: RankedLayout | undefined;
  memory: number;
}) {
  return (
    <Drawing label="Speed and memory of every layout" height={({ narrow }) => (narrow ? 240 : 250)}>
      {({ width, height }) => {
        const fastest = ranked.reduce((top, entry) => Math.max(top, speedOf(entry)), 1);
        const x = linear([0, mostMemory / 1e9], [44, width - 10]);
        const y = linear([0, 1.08 * fastest], [height - 36, 24]);
        const at = (entry: RankedLayout): [number, number] => [
          x(Math.min(entry.memoryBytes, mostMemory) / 1e9),
          y(speedOf(entry)),
        ];
        const mark = (entry: RankedLayout | undefined, stroke: string) =>
          entry && (
            <circle
              cx={short(at(entry)[0])}
              cy={short(at(entry)[1])}
              r={8}
              fill="none"
              stroke={stroke}
              stroke-width={2}
            />
          );
        return (
          <>
            <XAxis scale={x} y={height - 36} label="GB on the fullest GPU; wider ones at the edge" gridTo={24} />
            <YAxis scale={y} x={44} label="↑ Tokens/s of a GPU" />
            {(["neutral", "series-1", "series-3"] as const).map((name) => (
              <path
                key={name}
                d={dots(
                  ranked.filter((entry) => dotColor(entry) === name),
                  at,
                )}
                stroke={color(name)}
                stroke-width={4}
                stroke-linecap="round"
                opacity={0.45}
              />
            ))}
            <path
              d={`M${short(x(Math.min(memory, mostMemory) / 1e9))} 24V${height - 36}`}
              stroke={color("loss-5")}
              stroke-width={1.5}
              stroke-dasharray="5 3"
            />
            {fitting.slice(0, mostDots).map((entry) => (
              <circle
                key={keyOf(entry)}
                cx={short(at(entry)[0])}
                cy={short(at(entry)[1])}
                r={4}
                fill={color(dotColor(entry))}
                {...tip(
                  `${nameOf(entry)}: ${formatNumber(speedOf(entry), 4)} tokens/s, ${formatBytes(entry.memoryBytes)}`,
                  { picked: keyOf(entry) },
                )}
              />
            ))}
            {mark(published, color("series-4"))}
            {mark(chosen, color("series-2"))}
          </>
        );
      }}
    </Drawing>
  );
}

function dotColor({ fits, layout: { tensorRanks = 1 } }: RankedLayout): "neutral" | "series-1" | "series-3" {
  return !fits ? "neutral" : tensorRanks === 1 ? "series-1" : "series-3";
}

/** A path of one dot for each place that has any: thousands of layouts share some hundred places, three pixels apart. */
function dots(entries: readonly RankedLayout[], at: (entry: RankedLayout) => [number, number]): string {
  return [
    ...new Set(
      entries.map(
        (entry) =>
          `M${at(entry)
            .map((pixel) => 3 * Math.round(pixel / 3))
            .join(" ")}h0`,
      ),
    ),
  ].join("");
}
