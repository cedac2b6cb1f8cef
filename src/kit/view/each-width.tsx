/** @file What must be drawn anew for a narrow column, rather than scaled. */
import type { ComponentChildren } from "preact";
import { useDraw } from "./draw-context.ts";
import type { ChartSize } from "./widths.ts";

/** Renders its function for the width of the figure: at build time for a wide and for a narrow one, of which CSS shows one. */
export function EachWidth({ children }: { children(size: ChartSize): ComponentChildren }) {
  const { sizes } = useDraw();
  if (sizes.length === 1) return <div>{children(sizes[0])}</div>;
  return <div>{sizes.map((size) => <div key={size.width} class={size.narrow ? "only-narrow" : "only-wide"}>{children(size)}</div>)}</div>;
}
