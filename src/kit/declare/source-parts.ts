/** @file A figure's source in two: what of it is the report's, and what stands elsewhere. */

export type SourceParts = {
  /** "§3.5, Table 2"; empty where nothing of it is the report's. */
  readonly report: string;
  /** "arXiv:2505.09343, Table 3"; empty where it is the report's alone. */
  readonly others: string;
};

/** The parts of a source: between semicolons, what names a preprint or a repository belongs to that. */
export function sourceParts(source: string): SourceParts {
  const pieces = source.split(/;\s*/);
  const isElsewhere = (piece: string): boolean => /arXiv:|\w\/\w/.test(piece);
  return {
    report: pieces.filter((piece) => !isElsewhere(piece)).join("; "),
    others: pieces.filter(isElsewhere).join("; "),
  };
}

/** A source in one text: "DeepSeek-V3 Technical Report, §3.5; arXiv:2505.09343". An empty one is the whole report. */
export function sourceText(source: string, nameOfReport: string): string {
  if (source === "") return nameOfReport;
  const { report, others } = sourceParts(source);
  return [report && `${nameOfReport}, ${report}`, others].filter(Boolean).join("; ");
}
