/** @file How wide charts are. */

export type ChartSize = { width: number; narrow: boolean };

/** Logical widths in CSS pixels. Text in a chart keeps its size within a few percent at each. */
export const wideWidth = 680;
export const narrowWidth = 360;
/** The column of a phone of 320 pixels, the narrowest that everything is made for. */
export const narrowestWidth = 288;
/** Figures below this many pixels get the narrow drawing. `figure.css` has the same number. */
export const narrowBelow = 520;
