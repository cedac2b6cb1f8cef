/** @file Loads of experts as a map, in the shades that all such maps have. */
import type { ComponentChildren, ComponentProps } from "preact";
import { HeatMap, wideWidth } from "../../kit/index.ts";

/** Steps of the scale: the last begins at 3.6 times the load of perfect balance. */
export const loadShades = 5;

/** Of a load over that of perfect balance. */
export function shadeOfLoad(load: number): number {
  return Math.min(loadShades, Math.round((load / 4) * loadShades));
}

type Map = Omit<ComponentProps<typeof HeatMap>, "shades" | "shadeOf" | "width">;

/**
 * A map under its title.
 *
 * @param loadOf  load of a cell over that of perfect balance
 */
export function LoadMap({
  title,
  loadOf,
  ...map
}: Map & { title: string; loadOf: (row: number, column: number) => number }) {
  return (
    <div>
      <p class="columns-label">{title}</p>
      <HeatMap
        {...map}
        shades={loadShades}
        shadeOf={(row, column) => shadeOfLoad(loadOf(row, column))}
        width={wideWidth}
      />
    </div>
  );
}

/** What the shades mean. */
export function LoadMapLegend({ children }: { children?: ComponentChildren }) {
  return (
    <p class="legend">
      <span class="key shade">Load over balance, from nothing to 3.6 times and more</span>
      {children}
    </p>
  );
}
