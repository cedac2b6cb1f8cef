/**
 * @file A matrix as shades: one path for each shade, so that thousands of cells are a handful of elements. Neighbors of one
 * shade are one stroke along their row, and dashes leave the gaps between cells, so that a cell takes a few characters.
 *
 * Rows run down, columns across. What is picked is a row (`page/marks.ts`); its keyboard equivalent is the control that the
 * widget declares for it.
 */
import { color, type Color } from "./colors.ts";
import { columnAt, columnScale, short } from "./columns.ts";
import { useDraw } from "./draw-context.ts";

/** Pixels that a row is high, if there is to be a gap to the next one. */
const leastWithGaps = 3;

type Props = {
  rows: number;
  columns: number;
  /** Shade of a cell: 0 draws nothing, 1 to `shades` ever more. */
  shadeOf(row: number, column: number): number;
  shades: number;
  /** Color of the last shade, where it means something of its own: what was chosen. */
  last?: Color;
  /** Color of each shade, from 1 on, where all mean something of their own: a scale with a legend. */
  colors?: readonly Color[];
  /** Columns of one group stand together, with a gap to the next. */
  groupSize?: number;
  /** Row that is marked, or the one cell of it in `markedColumn`. */
  marked?: number;
  markedColumn?: number;
  /** Parameter that a press on a row sets to its index. */
  pick?: string;
  /** What a hover says of a cell. */
  tips?(row: number, column: number): string;
  label: string;
  width: number;
  height: number;
};

export function HeatMap({
  rows,
  columns,
  shadeOf,
  shades,
  last,
  colors = [],
  groupSize = columns,
  marked,
  markedColumn,
  pick,
  tips,
  label,
  width,
  height,
}: Props) {
  const x = columnScale(columns, groupSize, width);
  const cellHeight = height / rows;
  // Lower rows have no pixel to spare.
  const gap = cellHeight < leastWithGaps ? 0 : Math.min(1, cellHeight * 0.12);
  const paths = Array.from({ length: shades + 1 }, () => "");
  for (let row = 0; row < rows; row++) {
    for (let column = 0, end = 0; column < columns; column = end) {
      const shade = shadeOf(row, column);
      const groupEnd = Math.min(columns, (Math.floor(column / groupSize) + 1) * groupSize);
      for (end = column + 1; end < groupEnd && shadeOf(row, end) === shade;) end++;
      // In cells: the transform makes pixels of them.
      if (shade > 0) paths[shade] += `M${short(x(column) / x.width)} ${row}h${end - column}`;
    }
  }
  const hues = Array.from({ length: shades + 1 }, (_, shade) => colors[shade - 1] ?? (shade === shades && last));
  const groups = Array.from(
    { length: Math.ceil(columns / groupSize) },
    (_, i) =>
      `M${short(x(i * groupSize))} 0h${short(Math.min(groupSize, columns - i * groupSize) * x.width)}V${height}H${short(x(i * groupSize))}z`,
  ).join("");
  useDraw().addProbe(label, {
    count: rows * columns,
    nearest: (px, py) =>
      Math.min(rows - 1, Math.max(0, Math.floor(py / cellHeight))) * columns + columnAt(columns, groupSize, width, px),
    hit(cell) {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      return {
        x: x(column) + x.width / 2,
        y: (row + 0.5) * cellHeight,
        text: tips?.(row, column) ?? `Row ${row}, column ${column}`,
      };
    },
  });
  // In a box of its own: what changes in an item of a grid has the browser lay out the page.
  return (
    <div>
      <svg
        class="heat-map"
        viewBox={`0 0 ${width} ${height}`}
        style={`height:${height}px`}
        role="img"
        aria-label={label}
        tabIndex={0}
        preserveAspectRatio="none"
        data-probe={label}
        data-pick={pick}
        data-rows={pick && rows}
      >
        <path class="heat-map-groups" d={groups} />
        {paths.map(
          (path, shade) =>
            path && (
              <path
                key={shade}
                class="heat-map-cells"
                d={path}
                transform={`translate(0 ${short(cellHeight / 2)}) scale(${fine(x.width)} ${fine(cellHeight)})`}
                stroke-width={short(1 - gap / cellHeight)}
                stroke-dasharray={gap > 0 ? `${fine(1 - gap / x.width)} ${fine(gap / x.width)}` : undefined}
                style={hues[shade] ? `stroke:${color(hues[shade])}` : `--shade:${(shade / shades).toFixed(3)}`}
              />
            ),
        )}
        {marked !== undefined && (
          <rect
            class="heat-map-mark"
            x={markedColumn === undefined ? 0.75 : short(x(markedColumn))}
            y={marked * cellHeight + 0.25}
            width={markedColumn === undefined ? width - 1.5 : short(x.width)}
            height={cellHeight - 0.5}
          />
        )}
      </svg>
    </div>
  );
}

/** A factor for hundreds of columns: together they are still right to a hundredth of a pixel. */
function fine(value: number): number {
  return Number(value.toFixed(5));
}
