/** @file Axes of own drawings. */
import { formatNumber } from "../declare/format.ts";
import { short } from "./columns.ts";
import type { Scale } from "./scales.ts";

type Props = {
  scale: Scale;
  label?: string;
  /** Values, or about how many. */
  ticks?: number | readonly number[];
  format?: (value: number) => string;
  /** Pixels to which a line is drawn across from each tick. */
  gridTo?: number;
};

/** Ticks and label of a horizontal scale, below `y`; they take 34 pixels with a label, 20 without. */
export function XAxis({ scale, y, label, ticks = 6, format = formatNumber, gridTo }: Props & { y: number }) {
  const values = valuesOf(scale, ticks);
  const lines = (to: number): string =>
    values.map((value) => `M${short(scale(value))} ${short(y)}V${short(to)}`).join("");
  return (
    <g class="axis" aria-hidden="true">
      {gridTo !== undefined && <path class="grid" d={lines(gridTo)} />}
      <path class="tick" d={lines(y + 5)} />
      {values.map((value) => (
        <text key={value} x={short(scale(value))} y={short(y + 16)} text-anchor="middle">
          {format(value)}
        </text>
      ))}
      {label && (
        <text class="axis-label" x={Math.max(...scale.range)} y={y + 31} text-anchor="end">
          {label}
        </text>
      )}
    </g>
  );
}

/** Ticks and label of a vertical scale, left of `x`. The label stands above, so leave 20 pixels there. */
export function YAxis({ scale, x, label, ticks = 5, format = formatNumber, gridTo }: Props & { x: number }) {
  const values = valuesOf(scale, ticks);
  const lines = (to: number): string =>
    values.map((value) => `M${short(x)} ${short(scale(value))}H${short(to)}`).join("");
  return (
    <g class="axis" aria-hidden="true">
      {gridTo !== undefined && <path class="grid" d={lines(gridTo)} />}
      <path class="tick" d={lines(x - 5)} />
      {values.map((value) => (
        <text key={value} x={short(x - 8)} y={short(scale(value))} dy="0.32em" text-anchor="end">
          {format(value)}
        </text>
      ))}
      {label && (
        <text class="axis-label" x={3} y={Math.min(...scale.range) - 9} text-anchor="start">
          {label}
        </text>
      )}
    </g>
  );
}

function valuesOf(scale: Scale, ticks: number | readonly number[]): readonly number[] {
  return typeof ticks === "number" ? scale.ticks(ticks) : ticks;
}
