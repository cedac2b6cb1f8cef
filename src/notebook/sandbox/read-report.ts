/** @file What comes out of the sandbox may have been tampered with: here, and nowhere else, it gets the shape that the page counts on. */
import type { CellError } from "../cell.ts";
import { readTree } from "../display/read-tree.ts";
import { createRoom } from "../display/room.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { FrameReport, WorkerReport } from "./messages.ts";

/** Characters of one message: more than the outputs of a cell ever have. */
const mostCharacters = 4_000_000;
/** Characters of an error, and of why something ended. */
const mostMessage = 2_000;

/**
 * A report of the worker; null if it is none, whatever it may be. Never throws.
 *
 * @param isCell  whether there is a cell of this id
 */
export function readWorkerReport(json: string, isCell: (id: string) => boolean): WorkerReport | null {
  if (json.length > mostCharacters) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(raw)) return null;
  if (raw.is === "ready" || raw.is === "alive") return { is: raw.is };
  const { id } = raw;
  if (typeof id !== "string" || !isCell(id)) return null;
  if (raw.is === "started") return { is: "started", id };
  if (raw.is === "displayed") {
    const outputs = readOutputs(raw.outputs);
    return outputs && { is: "displayed", id, outputs };
  }
  if (raw.is !== "finished" || !isRecord(raw.outcome)) return null;
  const outputs = readOutputs(raw.outcome.outputs);
  const error = raw.outcome.error === null ? null : readError(raw.outcome.error);
  return outputs && error !== undefined ? { is: "finished", id, outcome: { outputs, error } } : null;
}

/** A report of the frame; null if it is none. */
export function readFrameReport(raw: unknown): FrameReport | null {
  if (!isRecord(raw)) return null;
  if (raw.is === "frame") return { is: "frame" };
  if (raw.is === "stopped" && typeof raw.turn === "number") return { is: "stopped", turn: raw.turn };
  if (raw.is === "ended" && (raw.why === "flood" || raw.why === "broken") && typeof raw.message === "string") return { is: "ended", why: raw.why, message: raw.message.slice(0, mostMessage) };
  return null;
}

/** The outputs that a page has room for; an engine has counted them too, but a worker may say anything. */
function readOutputs(raw: unknown): DisplayTree[] | null {
  if (!Array.isArray(raw)) return null;
  const room = createRoom(1);
  const outputs = raw.map((one) => room.take(() => readTree(one))).filter((tree) => tree !== null);
  const note = room.note();
  return note ? [...outputs, note] : outputs;
}

function readError(raw: unknown): CellError | undefined {
  if (!isRecord(raw) || typeof raw.message !== "string") return undefined;
  const { line } = raw;
  return { message: raw.message.slice(0, mostMessage), ...(Number.isSafeInteger(line) && { line: line as number }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
