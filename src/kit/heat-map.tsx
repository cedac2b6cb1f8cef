/**
 * @file A matrix as shades: one path for each shade, so that thousands of cells are a handful of elements.
 *
 * Rows run down, columns across. What is picked is a row; its keyboard equivalent is the control that the widget
 * declares for it.
 */

type Props = {
  rows: number;
  columns: number;
  /** Shade of a cell: 0 draws nothing, 1 to `shades` ever more. */
  shadeOf(row: number, column: number): number;
  shades: number;
  /** Columns of one group stand together, with a gap to the next. */
  groupSize?: number;
  /** Row that is marked. */
  marked?: number;
  onPick?(row: number): void;
  label: string;
  width: number;
  height: number;
};

/** Gap between groups of columns, in parts of a column. */
const groupGap = 0.6;

export function HeatMap({ rows, columns, shadeOf, shades, groupSize = columns, marked, onPick, label, width, height }: Props) {
  const x = columnScale(columns, groupSize, width);
  const cellHeight = height / rows;
  const gap = Math.min(1, cellHeight * 0.12);
  const paths = Array.from({ length: shades + 1 }, () => "");
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const shade = shadeOf(row, column);
      if (shade > 0) paths[shade] += `M${short(x(column))} ${short(row * cellHeight + gap / 2)}h${short(x.width - gap)}v${short(cellHeight - gap)}h${short(gap - x.width)}z`;
    }
  }
  const pick = onPick && ((event: MouseEvent & { currentTarget: SVGSVGElement }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPick(Math.min(rows - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * rows))));
  });
  return (
    <svg class="heat-map" viewBox={`0 0 ${width} ${height}`} style={`height:${height}px`} role="img" aria-label={label} preserveAspectRatio="none" onClick={pick}>
      {paths.map((path, shade) => path && <path key={shade} class={`shade-${shade}`} d={path} style={`--shade:${(shade / shades).toFixed(3)}`} />)}
      {marked !== undefined && <rect class="heat-map-mark" x={0.75} y={marked * cellHeight + 0.25} width={width - 1.5} height={cellHeight - 0.5} />}
    </svg>
  );
}

/** Left edge of each column, with gaps between groups; `width` is that of a column. */
export function columnScale(columns: number, groupSize: number, width: number): ((column: number) => number) & { width: number } {
  const groups = Math.ceil(columns / groupSize);
  const unit = width / (columns + (groups - 1) * groupGap);
  return Object.assign((column: number) => (column + Math.floor(column / groupSize) * groupGap) * unit, { width: unit });
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}
