/** @file What page, frame and worker say to each other. Everything from the worker comes as one JSON string. */
import type { CellError, CellSource } from "../cell.ts";

/** First message of the page to the frame, with a port for all that follows. */
export type Greeting = { is: "notebook"; worker: Blob };

/** To the frame; all but `stop` go on to the worker. */
export type Order =
  | { do: "stop"; turn: number }
  | { do: "ping" }
  | { do: "cells"; cells: CellSource[] }
  | { do: "run"; ids: string[] }
  | { do: "input"; id: string; view: number; value: unknown };

/** From the frame itself. */
export type FrameReport =
  | { is: "frame" }
  /** The worker was replaced; reports of earlier turns are void. */
  | { is: "stopped"; turn: number }
  /** The worker ended, or had to be ended. */
  | { is: "ended"; why: "flood" | "broken"; message: string };

/**
 * From the worker, as JSON.
 *
 * `outputs` are those from place `from` on; what the page has before that stays.
 */
export type WorkerReport<Output> =
  | { is: "ready" }
  /** The answer to a ping. `atWork`: cells have left something to do, though the worker pauses. */
  | { is: "alive"; atWork: boolean }
  | { is: "started"; id: string }
  | { is: "displayed"; id: string; from: number; outputs: Output[] }
  | { is: "finished"; id: string; from: number; outputs: Output[]; error: CellError | null };
