/** @file What must be drawn anew for a narrow column, rather than scaled. */
import type { ComponentChildren } from "preact";
import { useDraw } from "./draw-context.ts";
import type { ChartSize } from "./widths.ts";

/** Renders its function for the width that is drawn: at build time a view is drawn for both, and CSS shows the one that fits. */
export function EachWidth({ children }: { children(size: ChartSize): ComponentChildren }) {
  return <div>{children(useDraw().size)}</div>;
}
