/** @file Opens the editor of a cell. Its code comes when it is first asked for. */
import { buttonOf, mark, type Cell } from "./page-cell.ts";

type Options = {
  /** Address of the names that the editor completes. */
  namesAddress: string;
  /** File that Run will need, fetched while the reader is typing. */
  workerFile: string;
  onChange(source: string): void;
  onRun(): void;
};

/** Puts an editor in the place of a cell's code, with the focus in it; says in the cell if it could not come. */
export async function openEditor(cell: Cell, { namesAddress, workerFile, onChange, onRun }: Options): Promise<void> {
  if (cell.editor) return cell.editor.focus();
  const button = buttonOf(cell, "edit");
  button.disabled = true;
  try {
    const { createEditor } = await import("./editor.ts");
    if (cell.editor) return;
    const host = cell.root.querySelector<HTMLElement>(".cell-code")!;
    cell.editor = createEditor({
      host,
      source: cell.source,
      label: `Code of the cell ${cell.id}`,
      namesAddress,
      onChange,
      onRun,
    });
    cell.editor.focus();
    button.hidden = true;
    prefetch(workerFile);
  } catch {
    cell.note = "The editor could not be loaded. Are you online?";
    mark(cell);
  } finally {
    button.disabled = false;
  }
}

function prefetch(file: string): void {
  // No `<link rel="prefetch">`: Firefox holds that against `default-src`, which allows nothing.
  void fetch(file, { priority: "low" })
    .then((answer) => answer.blob())
    .catch(() => {});
}
