/** @file How wide charts are. */

export type ChartSize = { width: number; narrow: boolean };

/** Logical widths in CSS pixels. Text in a chart keeps its size within a few percent at each. */
export const wideWidth = 680;
export const narrowWidth = 360;
/** Figures below this many pixels get the narrow drawing. `figure.css` has the same number. */
export const narrowBelow = 520;
