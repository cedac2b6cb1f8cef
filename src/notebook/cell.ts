/** @file What a cell is before anything is known about it. */

/** A cell as the reader sees it. */
export type CellSource = {
  /** Kebab-case, unique in its notebook. */
  id: string;
  /** TypeScript. */
  source: string;
};

/** What went wrong in a cell. */
export type CellError = {
  message: string;
  /** Line of the cell's source, from 1; absent if it is not known. */
  line?: number;
};
