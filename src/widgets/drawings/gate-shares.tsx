/** @file How often gates of a size are among those that two runs of a tiny V3 chose. */
import * as Plot from "@observablehq/plot";
import type { TinyMoment } from "../../lab/index.ts";
import { Chart, color, formatFixed, type Color } from "../../kit/index.ts";
import { gateShares } from "../tiny-step-numbers.ts";

/** Choices of one step by the value of their gate, run by run. */
export function GateShares({
  moments,
  names,
  colors,
}: {
  moments: readonly TinyMoment[];
  names: readonly string[];
  colors: readonly Color[];
}) {
  return moments.some(({ gates }) => gates) ? (
    <Chart
      label="Choices by the value of their gate"
      tips={({ name, from, share }: ReturnType<typeof gateShares>[number]) =>
        `${name}, gates from ${formatFixed(from, 1)}: ${formatFixed(100 * share, 1)}% of the choices`
      }
      options={() => ({
        height: 130,
        marginLeft: 52,
        x: { label: "Gate", domain: [0, 1] },
        y: { label: "Share of the choices", grid: true, ticks: 4, tickFormat: "%" },
        marks: [
          Plot.rect(gateShares(moments, names), {
            x1: "left",
            x2: "right",
            y2: "share",
            y1: 0,
            fill: ({ run }: { run: number }) => color(colors[run]),
          }),
        ],
      })}
    />
  ) : (
    <p>Gates are counted in runs that are trained here.</p>
  );
}
