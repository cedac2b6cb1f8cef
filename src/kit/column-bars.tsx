/** @file Bars over the columns of a heat map: one for each, up or down from zero, and movable if the widget says so. */
import { useRef, useState } from "preact/hooks";
import { columnScale } from "./heat-map.tsx";

type Props = {
  values: ArrayLike<number>;
  min: number;
  max: number;
  groupSize: number;
  /** A dashed line across: the mean, say. */
  reference?: number;
  /** Class of a bar: a color with a meaning. */
  classOf(index: number): string;
  /** What a bar is, for the keyboard and for screen readers: "Bias of expert 3". */
  nameOf(index: number): string;
  /** Called while a bar is moved; left out, bars stand still. */
  onMove?(index: number, value: number): void;
  /** What one press of an arrow key moves. */
  step?: number;
  label: string;
  width: number;
  height: number;
};

/**
 * Bars. Movable ones are dragged with pointer or finger, or moved with the keyboard: left and right choose a bar, up
 * and down move it, Home brings it to zero.
 */
export function ColumnBars(props: Props) {
  const { values, min, max, groupSize, reference, classOf, nameOf, onMove, step = (max - min) / 100, label, width, height } = props;
  const x = columnScale(values.length, groupSize, width);
  const y = (value: number): number => ((max - Math.min(max, Math.max(min, value))) / (max - min)) * height;
  const [active, setActive] = useState(0);
  const dragged = useRef<number | null>(null);
  const current = Math.min(active, values.length - 1);

  // One path for each class: hundreds of bars are a few elements.
  const paths = new Map<string, string>();
  for (let i = 0; i < values.length; i++) {
    const [top, bottom] = [y(Math.max(0, values[i])), y(Math.min(0, values[i]))];
    const path = `M${short(x(i))} ${short(top)}h${short(x.width * 0.86)}V${short(bottom)}h${short(-x.width * 0.86)}z`;
    paths.set(classOf(i), (paths.get(classOf(i)) ?? "") + path);
  }

  const at = (event: PointerEvent & { currentTarget: SVGSVGElement }): { index: number; value: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * width;
    let index = 0;
    while (index < values.length - 1 && x(index + 1) <= across) index++;
    const value = max - ((event.clientY - box.top) / box.height) * (max - min);
    return { index, value: Math.min(max, Math.max(min, value)) };
  };
  const move = (index: number, value: number): void => onMove?.(index, Math.min(max, Math.max(min, Number(value.toPrecision(3)))));
  const press = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1 }[event.key];
    const by = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step }[event.key];
    if (to !== undefined) setActive(Math.min(values.length - 1, Math.max(0, to)));
    else if (by !== undefined) move(current, values[current] + by);
    else if (event.key === "Home") move(current, 0);
    else return;
    event.preventDefault();
  };
  const movable = onMove && {
    role: "slider" as const,
    tabIndex: 0,
    "aria-label": `${nameOf(current)}. Left and right choose, up and down move.`,
    "aria-valuemin": min,
    "aria-valuemax": max,
    "aria-valuenow": Number(values[current].toPrecision(3)),
    onKeyDown: press,
    onPointerDown: (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
      const { index, value } = at(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = index;
      setActive(index);
      move(index, value);
    },
    onPointerMove: (event: PointerEvent & { currentTarget: SVGSVGElement }) => dragged.current !== null && move(dragged.current, at(event).value),
    onPointerUp: () => { dragged.current = null; },
    onPointerCancel: () => { dragged.current = null; },
  };
  return (
    <svg class={onMove ? "column-bars movable" : "column-bars"} viewBox={`0 0 ${width} ${height}`} style={`height:${height}px`} preserveAspectRatio="none" {...(movable ?? { role: "img", "aria-label": label })}>
      {onMove && <rect class="column-bars-active" x={x(current)} y={0} width={x.width * 0.86} height={height} />}
      {[...paths].map(([name, path]) => <path key={name} class={name} d={path} />)}
      <line class="zero" x1={0} x2={width} y1={y(0)} y2={y(0)} />
      {reference !== undefined && <line class="reference" x1={0} x2={width} y1={y(reference)} y2={y(reference)} />}
    </svg>
  );
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}
