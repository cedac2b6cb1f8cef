/** @file How much of the data behind a picture a page has. The CSV file always has all of it. */

/** Rows that stand in a page at rest. */
export const rowsAtRest = 8;
/** Rows that each press brings. */
export const rowsMore = 200;
