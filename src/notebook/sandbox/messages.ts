/** @file What page, frame and worker say to each other. Everything from the worker comes as one JSON string. */
import type { CellOutcome } from "../engine.ts";
import type { CellSource } from "../cell.ts";
import type { DisplayTree } from "../display/tree.ts";

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

/** From the worker, as JSON. */
export type WorkerReport =
  | { is: "ready" }
  | { is: "alive" }
  | { is: "started"; id: string }
  | { is: "displayed"; id: string; outputs: DisplayTree[] }
  | { is: "finished"; id: string; outcome: CellOutcome };
