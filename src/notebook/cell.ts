/** @file What a cell is before anything is known about it. */

/** Where a control stands, as `Input.set` takes it; null where it stands as it was made. */
export type ControlValue = number | string | boolean | readonly number[] | null;

/** A cell as the reader sees it. */
export type CellSource = {
  /** Kebab-case, unique in its notebook. */
  id: string;
  /** TypeScript. */
  source: string;
  /** Where its controls stand, in the order in which `view` makes them; absent if none was moved. */
  controls?: readonly ControlValue[];
};

/** What went wrong in a cell. */
export type CellError = {
  message: string;
  /** Line of the cell's source, from 1; absent if it is not known. */
  line?: number;
};
