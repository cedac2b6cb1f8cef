/**
 * @file Cells as a Jupyter notebook (nbformat 4.5) for Deno's kernel, which runs TypeScript and loads modules by their
 * addresses.
 *
 * @source nbformat 4.5 JSON schema (jupyter/nbformat, nbformat/v4/nbformat.v4.5.schema.json)
 */

/** Lines with their ends, as the format keeps long text. */
export type JupyterLines = string[];

export type JupyterOutput =
  | { output_type: "display_data"; data: Record<string, JupyterLines>; metadata: Record<string, never> }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export type JupyterCell =
  | { cell_type: "markdown"; id: string; metadata: Record<string, unknown>; source: JupyterLines }
  | {
      cell_type: "code";
      id: string;
      metadata: Record<string, unknown>;
      execution_count: number | null;
      outputs: JupyterOutput[];
      source: JupyterLines;
    };

/** The text of an `.ipynb` file: JSON that ends in a newline. */
export function jupyterFile(cells: readonly JupyterCell[]): string {
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
      language_info: {
        codemirror_mode: "typescript",
        file_extension: ".ts",
        mimetype: "text/x.typescript",
        name: "typescript",
        pygments_lexer: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

export function jupyterLines(text: string): JupyterLines {
  return text === "" ? [] : text.split(/(?<=\n)/);
}
