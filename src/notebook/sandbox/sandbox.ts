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
import { readFrameReport, readWorkerReport } from "./read-report.ts";

/** A worker that gives no sign of life for so long is ended; milliseconds. */
const workerPatience = 60_000;
/** A frame that does not even answer itself has crashed. */
const framePatience = 5_000;
const betweenPings = 1_000;
const silent = "It ended without a word: it may have used up the memory there is.";

export type SandboxListener = {
  /** Whether there is a cell of this id. */
  isCell(id: string): boolean;
  started(id: string): void;
  displayed(id: string, outputs: DisplayTree[]): void;
  finished(id: string, outcome: CellOutcome): void;
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
  /** Tells that something is under way, so that the watch goes on. */
  watch(busy: boolean): void;
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
  let heardOfFrame = 0;
  let heardOfWorker = 0;

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
    heardOfFrame = heardOfWorker = performance.now();
    for (const order of waiting) port.postMessage(order);
    waiting = [];
  }

  function hear(data: unknown): void {
    heardOfFrame = performance.now();
    if (typeof data !== "string") {
      const report = readFrameReport(data);
      if (report?.is === "stopped") stopping = report.turn !== turn;
      else if (report?.is === "ended") {
        if (report.why === "broken") close();
        listener.ended(report.message);
      }
      return;
    }
    if (stopping) return;
    heardOfWorker = heardOfFrame;
    const report = readWorkerReport(data, listener.isCell);
    if (report?.is === "started") listener.started(report.id);
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
    const own = ++turn;
    port.postMessage({ do: "stop", turn: own } satisfies Order);
    // A frame that cannot even do that is dropped as a whole.
    setTimeout(() => stopping && turn === own && rebuild(silent), 1_000);
  }

  function close(): void {
    if (opening !== null) clearTimeout(opening);
    opening = null;
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
    if (!port) return;
    const now = performance.now();
    port.postMessage({ do: "ping" } satisfies Order);
    if (now - heardOfFrame > framePatience) rebuild(silent);
    else if (now - heardOfWorker > workerPatience) {
      stop();
      listener.ended(`It gave no sign of life for ${workerPatience / 1000} seconds, and was ended.`);
    }
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
    watch(busy) {
      if (busy && timer === null) {
        heardOfFrame = heardOfWorker = performance.now();
        timer = setInterval(look, betweenPings);
      } else if (!busy && timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    },
    dispose: close,
  };
}
