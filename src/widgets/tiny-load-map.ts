/** @file Load of the tiny V3's experts by domain, as a map: what two of its figures share. */
import { relativeLoads } from "../compute/index.ts";
import { formatNumber, wideWidth } from "../kit/index.ts";
import { loadShades, shadeOfLoad } from "./drawings/load-map.tsx";

/**
 * What a `HeatMap` needs: a row for each domain, a column for each expert.
 *
 * @param loads  [domains × experts] tokens
 */
export function tinyLoadMap(loads: ArrayLike<number>, domains: readonly string[], label: string) {
  const experts = loads.length / domains.length;
  const relative = relativeLoads(Uint32Array.from(loads), { routedExperts: experts });
  return {
    rows: domains.length,
    columns: experts,
    shades: loadShades,
    last: "accent" as const,
    label,
    width: wideWidth,
    height: 12 * domains.length,
    shadeOf: (row: number, column: number): number => shadeOfLoad(relative[row * experts + column]),
    tips: (row: number, column: number): string =>
      `${domains[row]}, expert ${column}: ${formatNumber(relative[row * experts + column], 2)} times its even share`,
  };
}
