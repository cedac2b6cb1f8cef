/** @file Everything that this browser keeps for a reader, as one file, and back: the record and the notebooks. */
import { problemOf } from "../notebook/formats/cell-list.ts";
import { freshKey, plain, readNotebook, type KeptNotebook } from "../notebook/kept/notebook.ts";
import { changeKept, listKept } from "../notebook/kept/store.ts";
import { changeRecord, currentRecord } from "./kept.ts";
import { mergeRecords, readRecord, type ReaderRecord } from "./record.ts";

export type ReaderFile = {
  kind: "v3-companion-reader";
  record: unknown;
  notebooks: { name: string; cells: unknown }[];
};

/** The text of the file. Notebooks that cannot be read stay where they are. */
export async function saveAll(): Promise<string> {
  const notebooks = (await listKept()).map(({ name, cells }) => ({ name, cells: plain(cells) }));
  return `${JSON.stringify({ kind: "v3-companion-reader", record: currentRecord(), notebooks } satisfies ReaderFile, null, 1)}\n`;
}

/** Takes a file in: answers, notes and progress are merged, notebooks come as copies beside what is here. @returns what came, or what is wrong */
export async function openAll(text: string): Promise<string> {
  let file: Partial<ReaderFile> | null = null;
  try {
    file = JSON.parse(text) as Partial<ReaderFile> | null;
  } catch {
    // said below
  }
  if (file?.kind !== "v3-companion-reader") return "This is no file of the companion: nothing was changed.";
  const record = readRecord(JSON.stringify(file.record));
  if (!record) return "The record in this file cannot be read: nothing was changed.";
  if (!changeRecord((own) => mergeRecords(own, record))) return "This browser stores nothing for this site.";
  const here = new Set((await listKept()).map(({ cells }) => JSON.stringify(plain(cells))));
  let came = 0;
  for (const { name, cells } of Array.isArray(file.notebooks) ? file.notebooks : []) {
    const read = asCopy(name, cells);
    if (!read || here.has(JSON.stringify(plain(read.cells)))) continue;
    await changeKept(read.id, () => [read]);
    came++;
  }
  return takenIn(record, came);
}

/** What came with a file, in words: "Taken in: 1 answer, 0 notes, 2 chapters read, 1 notebook." */
export function takenIn({ answers, notes, read }: ReaderRecord, notebooks: number): string {
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
  const written = Object.values(notes).filter(({ text }) => text !== "").length;
  return `Taken in: ${counted(Object.keys(answers).length, "answer")}, ${counted(written, "note")}, ${counted(Object.keys(read).length, "chapter")} read, ${counted(notebooks, "notebook")}.`;
}

/** A notebook of the file under an id of its own; null if it is none. */
function asCopy(name: unknown, cells: unknown): KeptNotebook | null {
  const keyed = Array.isArray(cells) ? cells.map((cell: unknown) => ({ ...(cell as object), key: freshKey() })) : null;
  const read =
    keyed &&
    readNotebook({
      format: 1,
      id: `copy:${freshKey()}`,
      version: 1,
      name: typeof name === "string" ? name : "Notebook",
      cells: keyed,
      changedAt: Date.now(),
    });
  return read && problemOf(plain(read.cells)) === null ? read : null;
}
