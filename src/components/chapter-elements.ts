/** @file The elements that a chapter may use without an import. */
const files = import.meta.glob<unknown>(
  [
    "./Cell.astro",
    "./Claim.astro",
    "./Disagreement.astro",
    "./Drawn.astro",
    "./Exercise.astro",
    "./Figure.astro",
    "./Hint.astro",
    "./Ledger.astro",
    "./LedgerChanges.astro",
    "./Note.astro",
    "./Option.astro",
    "./Predict.astro",
    "./Printed.astro",
    "./Step.astro",
    "./Term.astro",
    "./Try.astro",
    "./Value.astro",
  ],
  { eager: true, import: "default" },
);

/** Components by the name of their element. */
export const chapterElements = Object.fromEntries(
  Object.entries(files).map(([path, element]) => [path.slice("./".length, -".astro".length), element]),
);
