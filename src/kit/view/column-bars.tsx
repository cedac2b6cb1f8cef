/** @file Bars over the columns of a heat map: one for each, up or down from zero, and movable if the widget says so. */
import { formatNumber } from "../declare/format.ts";
import { barsLabel, columnAt, columnScale, short } from "./columns.ts";
import { useDraw } from "./draw-context.ts";

type Props = {
  values: ArrayLike<number>;
  min: number;
  max: number;
  groupSize: number;
  /** A dashed line across: the mean, say. */
  reference?: number;
  /** Class of a bar: a color with a meaning. */
  classOf(index: number): string;
  /** What a hover says of a bar; its value where it is left out. */
  tips?(index: number): string;
  label: string;
  width: number;
  height: number;
  move?: Move;
};

/**
 * Bars that are dragged with pointer or finger, or moved with the keyboard: left and right choose a bar, up and down move
 * it, Home brings it to zero (`page/marks.ts`).
 */
type Move = {
  /** Parameter that holds the values. */
  param: string;
  /** What a bar is, before its number: "Bias of expert". */
  name: string;
  /** What one press of an arrow key moves. */
  step: number;
  /** Other parameters that change with it, as in an address: "step=0". */
  with?: string;
};

export function ColumnBars({
  values,
  min,
  max,
  groupSize,
  reference,
  classOf,
  tips,
  label,
  width,
  height,
  move,
}: Props) {
  const x = columnScale(values.length, groupSize, width);
  const y = (value: number): number => ((max - Math.min(max, Math.max(min, value))) / (max - min)) * height;

  // One path for each class: hundreds of bars are a few elements.
  const paths = new Map<string, string>();
  for (let i = 0; i < values.length; i++) {
    const [top, bottom] = [y(Math.max(0, values[i])), y(Math.min(0, values[i]))];
    const path = `M${short(x(i))} ${short(top)}h${short(x.width * 0.86)}V${short(bottom)}h${short(-x.width * 0.86)}z`;
    paths.set(classOf(i), (paths.get(classOf(i)) ?? "") + path);
  }
  const role = move
    ? {
        role: "slider" as const,
        tabIndex: 0,
        "aria-label": barsLabel(move.name, 0),
        "aria-valuemin": min,
        "aria-valuemax": max,
        "aria-valuenow": Number(values[0].toPrecision(3)),
        "data-move": move.param,
        "data-name": move.name,
        "data-step": move.step,
        "data-with": move.with,
        "data-min": min,
        "data-max": max,
        "data-group-size": groupSize,
        "data-values": Array.from(values, (value) => Number(value.toFixed(3))).join(" "),
      }
    : { role: "img" as const, "aria-label": label, tabIndex: 0 };
  useDraw().addProbe(label, {
    count: values.length,
    nearest: (px) => columnAt(values.length, groupSize, width, px),
    hit: (i) => ({
      x: x(i) + x.width / 2,
      y: y(Math.max(0, values[i])),
      text: tips?.(i) ?? `${move?.name ?? label.replace(/;.*/, "")}, ${i}: ${formatNumber(values[i], 4)}`,
    }),
  });
  // In a box of its own: what changes in an item of a grid has the browser lay out the page.
  return (
    <div>
      <svg
        class={move ? "column-bars movable" : "column-bars"}
        viewBox={`0 0 ${width} ${height}`}
        style={`height:${height}px`}
        preserveAspectRatio="none"
        data-probe={label}
        {...role}
      >
        {move && <rect class="column-bars-active" x={0} y={0} width={x.width * 0.86} height={height} />}
        {[...paths].map(([name, path]) => (
          <path key={name} class={name} d={path} />
        ))}
        {move && (
          <path
            class="column-bars-handles"
            d={Array.from(values, (value, i) => `M${short(x(i))} ${short(y(value))}h${short(x.width * 0.86)}`).join("")}
          />
        )}
        <line class="zero" x1={0} x2={width} y1={y(0)} y2={y(0)} />
        {reference !== undefined && <line class="reference" x1={0} x2={width} y1={y(reference)} y2={y(reference)} />}
      </svg>
    </div>
  );
}
