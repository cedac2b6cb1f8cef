/** @file How much of the data behind a picture a page has. The CSV file always has all of it. */

/** Rows that stand in a page at rest, as text. */
export const rowsAtRest = 40;
/** Rows of the table that is made for who looks, and rows that each press brings. */
export const rowsMore = 200;
