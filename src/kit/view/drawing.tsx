/** @file An own drawing in SVG: marks at pixels, with scales and axes of the kit. */
import type { ComponentChildren, ContextType } from "preact";
import { BoxesContext, BoxPaths, boxesProbe } from "./box.tsx";
import { useDraw } from "./draw-context.ts";
import { EachWidth } from "./each-width.tsx";
import type { ChartSize } from "./widths.ts";

type Props = {
  /** What the picture is, for who cannot see it. Unique in its view. */
  label: string;
  /** In pixels, at a width. */
  height: number | ((size: ChartSize) => number);
  /** Whether it holds `Box`es: then all that a hover says is said by them. */
  boxes?: boolean;
  /** The marks, at a size. */
  children(size: ChartSize & { height: number }): ComponentChildren;
};

/**
 * A drawing with pixels as its units: 680 wide in a wide column, 360 in a narrow one.
 *
 * Marks with `tip` answer to hover and tap; Tab reaches the drawing, arrow keys go from mark to mark, and Enter sets what a
 * mark `sets`.
 */
export function Drawing({ label, height, boxes, children }: Props) {
  const draw = useDraw();
  return (
    <EachWidth>
      {(size) => {
        const high = typeof height === "number" ? height : height(size);
        const held: ContextType<typeof BoxesContext> = boxes ? [] : null;
        if (held) draw.addProbe(label, boxesProbe(held));
        return (
          <svg
            class="plot drawing"
            viewBox={`0 0 ${size.width} ${high}`}
            width={size.width}
            height={high}
            role="group"
            aria-roledescription="drawing"
            aria-label={label}
            tabIndex={0}
            data-probe={boxes && label}
          >
            <BoxesContext.Provider value={held}>
              {children({ ...size, height: high })}
              {held && <BoxPaths />}
            </BoxesContext.Provider>
          </svg>
        );
      }}
    </EachWidth>
  );
}
