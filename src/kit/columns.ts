/** @file What columns of heat maps and bars are, where they are drawn and where they are moved. */

/** Gap between groups of columns, in parts of a column. */
const groupGap = 0.6;

/** Left edge of each column, with gaps between groups; `width` is that of a column. */
export function columnScale(columns: number, groupSize: number, width: number): ((column: number) => number) & { width: number } {
  const groups = Math.ceil(columns / groupSize);
  const unit = width / (columns + (groups - 1) * groupGap);
  return Object.assign((column: number) => (column + Math.floor(column / groupSize) * groupGap) * unit, { width: unit });
}

/** A coordinate to a hundredth of a pixel. */
export function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** What movable bars say to a screen reader while one of them is chosen. */
export function barsLabel(name: string, index: number): string {
  return `${name} ${index}. Left and right choose, up and down move.`;
}
