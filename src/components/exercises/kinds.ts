/** @file What an exercise asks for, in words. */

export const kindNames = {
  number: "compute",
  state: "find the state",
  choice: "choose",
  order: "put in order",
  cell: "complete the code",
  recall: "recall",
  argue: "argue",
} as const;

export type Kind = keyof typeof kindNames;
