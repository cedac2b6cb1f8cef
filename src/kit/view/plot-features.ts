/** @file What of Observable Plot a chart cannot have, since no page stands behind it, and what to use instead. */
import type * as Plot from "@observablehq/plot";

/**
 * Looks for what would fail deep inside of Plot.
 *
 * @throws Error that names chart, feature and replacement
 */
export function refuseUnsupported(label: string, options: Plot.PlotOptions): void {
  const refuse = (feature: string, instead: string): never => {
    throw new Error(`chart "${label}" cannot have ${feature}: ${instead}`);
  };
  const scales = options as Readonly<Record<string, { legend?: unknown } | undefined>>;
  for (const scale of ["color", "opacity", "symbol"]) {
    if (scales[scale]?.legend) refuse(`Plot's legend (${scale}.legend)`, "put a <Legend> below it");
  }
  for (const name of ["title", "subtitle", "caption", "figure"] as const) {
    if (options[name] !== undefined && options[name] !== false)
      refuse(`Plot's ${name}`, "the figure has title and caption; other texts are elements of the view");
  }
  for (const mark of ([options.marks ?? []] as unknown[]).flat(9) as {
    tip?: unknown;
    ariaLabel?: string;
    src?: unknown;
  }[]) {
    if (mark?.tip)
      refuse(
        "Plot's option tip",
        "every chart answers to a hover already; <Chart tips={(row) => …}> says it in other words",
      );
    const name = mark?.ariaLabel ?? mark?.constructor?.name;
    if (name === "tip" || name === "crosshair")
      refuse(
        `Plot's ${name}`,
        "every chart answers to a hover already; <Chart tips={(row) => …}> says it in other words",
      );
    if (mark?.constructor?.name === "Raster")
      refuse("Plot's raster", "draw cells with Plot.rect or Plot.cell, or use <HeatMap>");
  }
}
