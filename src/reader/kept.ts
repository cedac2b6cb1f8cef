/** @file The place of the reader's record in this browser. Each change reads it anew, so that tabs do not undo each other. */
import { emptyRecord, readRecord, type ReaderRecord } from "./record.ts";

const key = "v3-reader";

/** Whether there is a record at all; asked before anything else is loaded. */
export function hasRecord(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/** The record as it is now; an empty one if there is none, or none that can be read. */
export function currentRecord(): ReaderRecord {
  try {
    return readRecord(localStorage.getItem(key) ?? "") ?? emptyRecord();
  } catch {
    return emptyRecord();
  }
}

/** Changes the record. What cannot be read is put aside first. @returns whether it is stored */
export function changeRecord(change: (record: ReaderRecord) => ReaderRecord): boolean {
  try {
    const text = localStorage.getItem(key);
    if (text !== null && !readRecord(text)) localStorage.setItem(`${key}:aside`, text);
    localStorage.setItem(key, JSON.stringify(change(currentRecord())));
    return true;
  } catch {
    return false;
  }
}

export function removeRecord(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage that is closed holds nothing.
  }
}
