/**
 * @file What a reader leaves on the site besides notebooks: answers, chapters that were read, notes. One record, in this
 * browser alone; a file of it can be saved, and merged into what another browser has.
 */

/** An answer as it was given. */
export type Answer = {
  /** What was typed or chosen; one text for each field of the exercise. */
  given: string[];
  /** Seed of the numbers in the question. */
  seed: number;
  isRight: boolean;
  /** Milliseconds since 1970. */
  at: number;
};

export type Note = { text: string; at: number };

export type ReaderRecord = {
  format: 1;
  /** By the exercise's id. */
  answers: Record<string, Answer>;
  /** When a chapter was read to its end, by the chapter's id. */
  read: Record<string, number>;
  /** By the chapter's id; an empty text is a note that was taken away. */
  notes: Record<string, Note>;
  /** The reader's own model and cluster, by the names of `kit/declare/mine.ts`; empty values are ones that were taken away. */
  mine?: { values: Record<string, string | number>; at: number };
};

export const emptyRecord = (): ReaderRecord => ({ format: 1, answers: {}, read: {}, notes: {} });

/** The record of a text; null if it is none, or of a later format. Entries that are damaged are left out. */
export function readRecord(text: string): ReaderRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || value.format !== 1) return null;
  return {
    format: 1,
    answers: entries(
      value.answers,
      (answer): answer is Answer =>
        isObject(answer) &&
        Array.isArray(answer.given) &&
        answer.given.every((one) => typeof one === "string") &&
        typeof answer.seed === "number" &&
        typeof answer.isRight === "boolean" &&
        typeof answer.at === "number",
    ),
    read: entries(value.read, (at): at is number => typeof at === "number"),
    notes: entries(
      value.notes,
      (note): note is Note => isObject(note) && typeof note.text === "string" && typeof note.at === "number",
    ),
    ...(isObject(value.mine) &&
      typeof value.mine.at === "number" && {
        mine: {
          values: entries(
            value.mine.values,
            (one): one is string | number => typeof one === "string" || Number.isFinite(one),
          ),
          at: value.mine.at,
        },
      }),
  };
}

/** Of two records, what was written last of each answer and note, and of model and cluster, and when a chapter was read first. */
export function mergeRecords(a: ReaderRecord, b: ReaderRecord): ReaderRecord {
  const read = { ...a.read };
  for (const [id, at] of Object.entries(b.read)) read[id] = Math.min(at, read[id] ?? Infinity);
  const mine = (b.mine?.at ?? -Infinity) > (a.mine?.at ?? -Infinity) ? b.mine : a.mine;
  return {
    format: 1,
    answers: newest(a.answers, b.answers),
    read,
    notes: newest(a.notes, b.notes),
    ...(mine && { mine }),
  };
}

function newest<T extends { at: number }>(a: Record<string, T>, b: Record<string, T>): Record<string, T> {
  const all = { ...a };
  for (const [id, one] of Object.entries(b)) if (!all[id] || one.at > all[id].at) all[id] = one;
  return all;
}

function entries<T>(value: unknown, holds: (entry: unknown) => entry is T): Record<string, T> {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((pair): pair is [string, T] => pair[0] !== "__proto__" && holds(pair[1])),
      )
    : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
