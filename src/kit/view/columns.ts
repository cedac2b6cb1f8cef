/** @file What columns of heat maps and bars are, where they are drawn and where they are moved. */

/** Gap between groups: in parts of a column, and at the least in pixels, or nobody would see it between narrow ones. */
const groupGap = 0.6;
const leastGroupGap = 6;

/** Left edge of each column, with gaps between groups; `width` is that of a column. */
export function columnScale(
  columns: number,
  groupSize: number,
  width: number,
): ((column: number) => number) & { width: number } {
  const gaps = Math.ceil(columns / groupSize) - 1;
  const gap = Math.max(leastGroupGap, (groupGap * width) / (columns + gaps * groupGap));
  const unit = (width - gaps * gap) / columns;
  return Object.assign((column: number) => column * unit + Math.floor(column / groupSize) * gap, { width: unit });
}

/** The column at a pixel; one in a gap belongs to the column before it. */
export function columnAt(columns: number, groupSize: number, width: number, pixel: number): number {
  const x = columnScale(columns, groupSize, width);
  let column = 0;
  while (column < columns - 1 && x(column + 1) <= pixel) column++;
  return column;
}

/** A coordinate to a hundredth of a pixel. */
export function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** What movable bars say to a screen reader while one of them is chosen. */
export function barsLabel(name: string, index: number): string {
  return `${name} ${index}. Left and right choose, up and down move.`;
}
