/** @file What comes out of the sandbox may have been tampered with: here, and nowhere else, it gets the shape that the page counts on. */
import type { CellError } from "../cell.ts";
import { readTree } from "../display/read-tree.ts";
import { createRoom } from "../display/room.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { CellOutcome } from "../engine.ts";
import type { FrameReport, WorkerReport } from "./messages.ts";

/** Characters of one message: more than the outputs of a cell ever have. */
const mostCharacters = 4_000_000;
/** Characters of an error, and of why something ended. */
const mostMessage = 2_000;

/** A report of the worker, with all that its cell shows. */
export type Report =
  | { is: "ready" }
  | { is: "alive"; atWork: boolean }
  | { is: "started"; id: string }
  | { is: "displayed"; id: string; outputs: DisplayTree[] }
  | { is: "finished"; id: string; outcome: CellOutcome };

export type ReportReader = {
  /** The report that `json` is; null if it is none, whatever it may be. Never throws. */
  read(json: string): Report | null;
  /** Forgets what a worker that is gone has shown. */
  forget(): void;
};

/**
 * Reads what one worker after the other reports, and keeps what their cells show.
 *
 * @param isCell  whether there is a cell of this id
 */
export function createReportReader(isCell: (id: string) => boolean): ReportReader {
  const shown = new Map<string, DisplayTree[]>();

  function read(json: string): Report | null {
    if (json.length > mostCharacters) return null;
    let raw: unknown;
    try {
      raw = JSON.parse(json);
    } catch {
      return null;
    }
    if (!isRecord(raw)) return null;
    const report = raw as Partial<Record<keyof Extract<WorkerReport<unknown>, { is: "finished" }> | "atWork", unknown>>;
    if (report.is === "ready") return { is: "ready" };
    if (report.is === "alive") return { is: "alive", atWork: report.atWork === true };
    const { id } = report;
    if (typeof id !== "string" || !isCell(id)) return null;
    if (report.is === "started") {
      shown.delete(id);
      return { is: "started", id };
    }
    if (report.is !== "displayed" && report.is !== "finished") return null;
    const error = report.is === "displayed" || report.error === null ? null : readError(report.error);
    const outputs = error === undefined ? null : readOutputs(id, report.from, report.outputs);
    if (!outputs || error === undefined) return null;
    return report.is === "displayed"
      ? { is: "displayed", id, outputs }
      : { is: "finished", id, outcome: { outputs, error } };
  }

  /** All outputs of the cell, as far as a page has room for them: an engine has counted them too, but a worker may say anything. */
  function readOutputs(id: string, from: unknown, raw: unknown): DisplayTree[] | null {
    const before = shown.get(id) ?? [];
    if (!Array.isArray(raw) || !Number.isSafeInteger(from) || (from as number) < 0 || (from as number) > before.length)
      return null;
    const room = createRoom(1);
    const kept = before.slice(0, from as number);
    for (const tree of kept) room.take(() => tree);
    const outputs = [...kept, ...raw.map((one) => room.take(() => readTree(one))).filter((tree) => tree !== null)];
    shown.set(id, outputs);
    const note = room.note();
    return note ? [...outputs, note] : outputs;
  }

  return { read, forget: () => shown.clear() };
}

/** A report of the frame; null if it is none. */
export function readFrameReport(raw: unknown): FrameReport | null {
  if (!isRecord(raw)) return null;
  if (raw.is === "frame") return { is: "frame" };
  if (raw.is === "stopped" && typeof raw.turn === "number") return { is: "stopped", turn: raw.turn };
  if (raw.is === "ended" && (raw.why === "flood" || raw.why === "broken") && typeof raw.message === "string")
    return { is: "ended", why: raw.why, message: raw.message.slice(0, mostMessage) };
  return null;
}

function readError(raw: unknown): CellError | undefined {
  if (!isRecord(raw) || typeof raw.message !== "string") return undefined;
  const { line } = raw;
  return { message: raw.message.slice(0, mostMessage), ...(Number.isSafeInteger(line) && { line: line as number }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
