/**
 * @file The page's side of the sandbox: a frame of an opaque origin, made when it is first needed, watched while
 * anything runs in it, and made anew when it no longer answers.
 *
 * ```
 *   page ──(port)──→ frame, sandboxed, own policy ──→ worker from a blob: engine and cells
 *        ←─ JSON, capped by the frame ─────────────┘
 * ```
 */
import type { CellSource } from "../cell.ts";
import type { CellOutcome } from "../engine.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { Greeting, Order } from "./messages.ts";
import { createReportReader, readFrameReport } from "./read-report.ts";

/** Milliseconds between two looks at what goes on in the sandbox. */
const betweenLooks = 1_000;
/** Looks without an answer to the last, after which a worker is busy; without any, after which it is ended; after which its frame has crashed. */
const busyAfter = 2;
const endedAfter = 60;
const crashedAfter = 5;
/** Late answers that are remembered. */
const mostLate = 6;
const silent = "It ended without a word: it may have used up the memory there is.";

export type SandboxListener = {
  /** Whether there is a cell of this id. */
  isCell(id: string): boolean;
  started(id: string): void;
  displayed(id: string, outputs: DisplayTree[]): void;
  finished(id: string, outcome: CellOutcome): void;
  /** Said again and again: whether something runs in the worker, so that it does not answer, or has left something to do. */
  busy(busy: boolean): void;
  /** All that ran is gone, and with it every value. @param message  why, for the reader */
  ended(message: string): void;
};

export type Sandbox = {
  /** Takes these for the cells of the notebook and runs some of them. */
  run(cells: CellSource[], ids: string[]): void;
  setCells(cells: CellSource[]): void;
  input(id: string, view: number, value: unknown): void;
  /** Ends whatever runs. */
  stop(): void;
  /** Whether the worker has been started and has cells. */
  readonly alive: boolean;
  dispose(): void;
};

/**
 * @param frameAddress  the frame's page, of this origin
 * @param workerAddress  the worker's script, of this origin: fetched here and handed over
 */
export function createSandbox(frameAddress: string, workerAddress: string, listener: SandboxListener): Sandbox {
  let frame: HTMLIFrameElement | null = null;
  let opening: ReturnType<typeof setTimeout> | null = null;
  let port: MessagePort | null = null;
  let waiting: Order[] = [];
  let worker: Promise<Blob> | null = null;
  let turn = 0;
  let stopping = false;
  let timer: ReturnType<typeof setInterval> | null = null;
  /** Looks since frame and worker last answered. */
  let frameSilent = 0;
  let workerSilent = 0;
  /** Grows with each look that finds no answer to the one before, and shrinks with each that does. */
  let late = 0;
  const reports = createReportReader(listener.isCell);

  function open(): void {
    opening = null;
    const own = document.createElement("iframe");
    own.setAttribute("sandbox", "allow-scripts");
    own.title = "Where live cells run";
    own.tabIndex = -1;
    own.setAttribute("aria-hidden", "true");
    own.className = "notebook-frame";
    frame = own;
    let loads = 0;
    worker ??= fetch(workerAddress).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      // As bytes: the page's thread need not read a megabyte.
      return response.blob();
    });
    own.addEventListener("load", () => {
      if (own !== frame) return;
      // A frame that loads again has been led elsewhere.
      if (++loads > 1) return rebuild("The sandbox was left, and made anew.");
      worker!.then(
        (script) => own === frame && greet(own, script),
        () => {
          worker = null;
          close();
          listener.ended("The notebook could not be loaded. Are you online?");
        },
      );
    });
    own.src = frameAddress;
    document.body.append(own);
  }

  function greet(own: HTMLIFrameElement, script: Blob): void {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<unknown>) => own === frame && hear(data);
    // The frame's origin is opaque: no name would match it.
    own.contentWindow!.postMessage({ is: "notebook", worker: script } satisfies Greeting, "*", [channel.port2]);
    for (const order of waiting) port.postMessage(order);
    waiting = [];
    frameSilent = workerSilent = late = 0;
    timer = setInterval(look, betweenLooks);
  }

  function hear(data: unknown): void {
    frameSilent = 0;
    if (typeof data !== "string") {
      const report = readFrameReport(data);
      if (report?.is === "stopped") stopping = report.turn !== turn;
      else if (report?.is === "ended") {
        reports.forget();
        if (report.why === "broken") close();
        listener.ended(report.message);
      }
      return;
    }
    if (stopping) return;
    workerSilent = 0;
    const report = reports.read(data);
    if (report?.is === "alive") listener.busy(report.atWork || late > busyAfter);
    else if (report?.is === "started") listener.started(report.id);
    else if (report?.is === "displayed") listener.displayed(report.id, report.outputs);
    else if (report?.is === "finished") listener.finished(report.id, report.outcome);
  }

  function send(order: Order): void {
    if (port) return port.postMessage(order);
    waiting.push(order);
    // In a task of its own: to make a frame takes the page's thread a moment.
    if (!frame) opening ??= setTimeout(open);
  }

  function stop(): void {
    if (!port) return close();
    stopping = true;
    workerSilent = late = 0;
    reports.forget();
    const own = ++turn;
    port.postMessage({ do: "stop", turn: own } satisfies Order);
    // A frame that cannot even do that is dropped as a whole.
    setTimeout(() => stopping && turn === own && rebuild(silent), 1_000);
  }

  function close(): void {
    if (opening !== null) clearTimeout(opening);
    opening = null;
    if (timer !== null) clearInterval(timer);
    timer = null;
    reports.forget();
    frame?.remove();
    port?.close();
    frame = port = null;
    waiting = [];
    stopping = false;
  }

  function rebuild(message: string): void {
    close();
    listener.ended(message);
  }

  function look(): void {
    // In a page that is not seen, timers stand still and answers come late.
    if (!port || document.hidden) return;
    port.postMessage({ do: "ping" } satisfies Order);
    late = Math.max(0, Math.min(mostLate, late + (workerSilent > 0 ? 1 : -1)));
    frameSilent++;
    workerSilent++;
    if (frameSilent > crashedAfter) rebuild(silent);
    else if (workerSilent > endedAfter) {
      stop();
      listener.ended(`It gave no sign of life for ${(endedAfter * betweenLooks) / 1000} seconds, and was ended.`);
    } else if (late > busyAfter) listener.busy(true);
  }

  return {
    run(cells, ids) {
      send({ do: "cells", cells });
      send({ do: "run", ids });
    },
    setCells(cells) {
      if (frame || opening !== null) send({ do: "cells", cells });
    },
    input: (id, view, value) => send({ do: "input", id, view, value }),
    stop,
    get alive() {
      return frame !== null;
    },
    dispose: close,
  };
}
