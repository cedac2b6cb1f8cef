/** @file The worker's side of `page/runner.ts`: computes a widget's result and renders what the page shows of it. */
import { expose } from "comlink";
import { renderToString } from "preact-render-to-string";
import type { Ends } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import { sameComputation, viewValues, type AnyWidget } from "../declare/widget.ts";
import { toCsv } from "../export/csv.ts";
import type { Provenance } from "../export/provenance.ts";
import { DataTable } from "../view/data-table.tsx";
import type { Draw, Hit } from "../view/draw-context.ts";
import { drawer } from "../view/draw.ts";
import { viewPieces } from "../view/view-pieces.tsx";
import { computeResult, ProblemError } from "./compute.ts";
import { seenOf } from "./render.ts";

/** What a run is of: values, whether the view is narrow, and how many rows of the data table are looked at. */
export type Request = { values: Values; narrow: boolean; rows: number };

/** What comes of a run, as the page shows it. */
export type Answer = {
  /** HTML of each element of the view; `null`: as in the answer before. */
  view: readonly (string | null)[];
  summary: string;
  remark: string;
  caption: string;
  ends: Ends;
  /** HTML of the data table, if it was asked for. */
  data?: string;
};

/** How a run ended. `overtaken`: by `newer`, before it had a result. */
export type Outcome = { answer: Answer } | { overtaken: true } | { error: string; at?: string };

/** What the page is told meanwhile. */
export type Meanwhile = { progress: number } | { partial: Answer; held: boolean };

/** Which mark of a drawing: the one at a point, in the drawing's pixels, or one by its place in their order. */
export type Question = { x: number; y: number } | { mark: number };
export type Found = (Hit & { mark: number; count: number }) | null;

/** A state that stands beside the one that is shown. */
export type Pinned = { view: string; summary: string; remark: string };

/** What follows the figure's id in the file's name, its type, and what stands in it. */
export type SavedFile = { name: string; type: string; content: Uint8Array | string };

/** What the worker offers. */
export type FigureService = {
  /** Brings the widget, so that its loading does not count as a long run. Call it first; `tell` is for all runs. */
  load(widget: string, id: string, tell: (news: Meanwhile) => Promise<void> | void): Promise<void>;
  run(request: Request): Promise<Outcome>;
  /** There is newer input than that of the run under way: it ends soon, or shows it if it needs no other result. */
  newer(request: Request): void;
  /** The data behind a state as a CSV file that says where it comes from. */
  csv(values: Values, origin: Pick<Provenance, "lines">): Promise<string>;
  /** A state to stand still beside the one that is shown: computed and drawn apart, so that the runs of that go on as they would. */
  picture(values: Values, narrow: boolean): Promise<Pinned>;
  /** A file that the widget offers, of what is seen: while a computation is under way, of what there is so far. */
  file(label: string, values: Values, origin: Provenance): Promise<SavedFile>;
  /** A file that the reader opened, for the values that name it. */
  give(name: string, value: string, bytes: Uint8Array): void;
  /** The part that was told last is drawn: there may be another one. */
  drawn(): void;
  /** A sign of life: answered as soon as messages are let in. */
  alive(): true;
  /** What stands there in the drawing with this label, of what was drawn last. */
  probe(request: Request, label: string, question: Question): Promise<Found>;
};

/** Milliseconds of computing after which messages of the page are let in. */
const betweenPauses = 16;
/** Milliseconds between two things that the page is told meanwhile: each costs it a task. */
const betweenNews = 100;
/** A run that comes so soon after the one before, in milliseconds, is of a hand that is at work. */
const burst = 300;
/**
 * Milliseconds of computing without a result after which runs of a hand at work wait: they would be overtaken too, and a
 * slow machine has no core to spare while somebody presses keys.
 */
const tooLong = 80;
/** Such a run waits so many milliseconds for a newer one. */
const settling = 120;
/** Between two parts it has this many times as long as the last one took it to draw: a hand finds it free. */
const restAfterDrawing = 3;

/** Computes and renders widgets, which `load` brings by their file's name. Call once, in a worker. */
export function serveFigures(load: (widget: string) => Promise<AnyWidget>): void {
  expose(figureService(load));
}

class Overtaken extends Error {}

/** A computation under way; `wake` lets one that waits look at its request again. */
type Work = { request: Request; overtaken: boolean; partial: { result: unknown } | null; wake(): void };

/** The service without a worker around it. */
export function figureService(load: (widget: string) => Promise<AnyWidget>): FigureService {
  let widget: AnyWidget;
  let id: string;
  let tell: (news: Meanwhile) => Promise<void> | void;
  let work: Work | null = null;
  let last: { values: Values; result: unknown } | null = null;
  /** The result that was drawn last to stand still. */
  let still: { values: Values; result: unknown } | null = null;
  /** The pieces of the view that were handed over last. */
  let handed: readonly string[] = [];
  /** When the part that is being drawn was told; `null` if none is. */
  let drawing: number | null = null;
  /** Milliseconds until the next part may be told. */
  let rest = betweenNews;
  /** When something was asked last. */
  let asked = -Infinity;
  /** Milliseconds that the last result took, or that runs without one have taken since. */
  let took = 0;
  /** The file that was opened last, by parameter. */
  const files = new Map<string, { value: string; bytes: Uint8Array }>();
  const opened = (name: string, value: string): Uint8Array | null => {
    const file = files.get(name);
    return file?.value === value ? file.bytes : null;
  };
  /** What drew the view last. */
  let drawn: Draw | null = null;

  async function compute(request: Request): Promise<unknown> {
    const { values } = request;
    if (last && sameComputation(widget, values, last.values)) return last.result;
    const own: Work = (work = { request, overtaken: false, partial: null, wake: () => {} });
    let [begun, paused, told] = Array.from({ length: 3 }, () => performance.now());
    let settles = begun - asked < burst && took > tooLong;
    asked = begun;
    const pause = async (): Promise<void> => {
      if (performance.now() - paused < betweenPauses) return;
      await letMessagesIn();
      if (settles && !own.overtaken) {
        settles = false;
        const from = performance.now();
        await new Promise<void>((wake) => {
          own.wake = wake;
          setTimeout(wake, settling);
        });
        begun += performance.now() - from;
      }
      paused = performance.now();
      if (own.overtaken) throw new Overtaken();
    };
    [drawing, rest] = [null, betweenNews];
    const isTime = (between: number): boolean => {
      if (performance.now() - told < between) return false;
      told = performance.now();
      return true;
    };
    const progress = (share: number): void => {
      if (isTime(betweenNews)) void tell({ progress: share });
    };
    try {
      const result = await computeResult(
        widget,
        values,
        { pause, progress },
        async (partial) => {
          if (partial === undefined) return pause();
          own.partial = { result: partial };
          // The page answers once it has it, so that parts and result come in order.
          if (drawing === null && isTime(rest)) {
            drawing = performance.now();
            await tell({ partial: answerTo(own.request, partial), held: false });
          }
          await pause();
          while (widget.holds?.(partial, own.request.values)) {
            const seen = own.request;
            await tell({ partial: answerTo(seen, partial), held: true });
            // Newer input may have come while the page drew that.
            if (!own.overtaken && own.request === seen) await new Promise<void>((wake) => (own.wake = wake));
            if (own.overtaken) throw new Overtaken();
          }
        },
        opened,
      );
      last = { values, result };
      took = 0;
      return result;
    } finally {
      took += performance.now() - begun;
      if (work === own) work = null;
    }
  }

  /** A result that is there, or one that nothing overtakes. */
  async function resultOf(values: Values): Promise<unknown> {
    for (const known of [last, still, work?.partial && { values: work.request.values, result: work.partial.result }])
      if (known && sameComputation(widget, values, known.values)) return known.result;
    return computeResult(widget, values, { pause: letMessagesIn, progress: () => {} }, letMessagesIn, opened);
  }

  /** What is seen of these values: a part, if they are being computed. */
  async function resultSeen(values: Values): Promise<unknown> {
    if (work?.partial && sameComputation(widget, values, work.request.values)) return work.partial.result;
    return compute({ values, narrow: false, rows: 0 });
  }

  function draw(values: Values, narrow: boolean, result: unknown): string[] {
    const next = drawer(id, narrow ? "narrow" : "wide", true);
    const pieces = viewPieces(widget, result, values, next);
    drawn = next;
    return pieces;
  }

  function answerTo({ values, narrow, rows }: Request, result: unknown): Answer {
    const pieces = draw(values, narrow, result);
    const { summary, remark, caption, ends, table } = seenOf(widget, result, values);
    const isOther = pieces.length !== handed.length;
    const view = pieces.map((html, i) => (isOther || html !== handed[i] ? html : null));
    handed = pieces;
    return {
      view,
      summary,
      remark,
      caption,
      ends,
      ...(rows > 0 && { data: renderToString(<DataTable table={table} caption={widget.title} rows={rows} />) }),
    };
  }

  return {
    async load(name, figure, toPage) {
      [widget, id, tell] = [await load(name), figure, toPage];
    },
    async run(request) {
      try {
        const result = await compute(request);
        return { answer: answerTo(request, result) };
      } catch (error) {
        if (error instanceof Overtaken) return { overtaken: true };
        if (error instanceof ProblemError) return { error: error.message, at: error.at };
        // A RangeError is for the reader; whoever writes a widget must know where any other comes from.
        if (!(error instanceof RangeError)) console.error(error);
        return { error: error instanceof RangeError ? error.message : `${widget.id}: ${(error as Error).message}` };
      }
    },
    drawn() {
      if (drawing === null) return;
      rest = Math.max(betweenNews, restAfterDrawing * (performance.now() - drawing));
      drawing = null;
    },
    alive: () => true,
    newer(request) {
      asked = performance.now();
      if (!work) return;
      if (sameComputation(widget, work.request.values, request.values)) work.request = request;
      else work.overtaken = true;
      work.wake();
    },
    async probe(request, label, question) {
      try {
        // At rest stands what the build drew. A run under way draws soon, and must not be computed a second time.
        if (!drawn && work) return null;
        if (!drawn) draw(request.values, request.narrow, await compute(request));
      } catch (error) {
        if (error instanceof Overtaken) return null;
        throw error;
      }
      const probe = drawn!.probes.get(label);
      if (!probe || probe.count === 0) return null;
      const mark =
        "mark" in question
          ? Math.min(probe.count - 1, Math.max(0, question.mark))
          : probe.nearest(question.x, question.y);
      return mark < 0 ? null : { ...probe.hit(mark), mark, count: probe.count };
    },
    async picture(values, narrow) {
      const result = await resultOf(values);
      still = { values, result };
      const { summary, remark } = seenOf(widget, result, values);
      const view = viewPieces(widget, result, values, drawer(`${id}-pinned`, narrow ? "narrow" : "wide"));
      return { view: view.join(""), summary, remark };
    },
    async file(label, values, origin) {
      const { name, type, write } = widget.files![label];
      const result = await resultSeen(values);
      return { name, type, content: write(result, viewValues(widget, result, values).values, origin) };
    },
    give(name, value, bytes) {
      files.set(name, { value, bytes });
    },
    async csv(values, origin) {
      const result = await resultSeen(values);
      return toCsv(widget.table(result, viewValues(widget, result, values).values), origin);
    },
  };
}

/** A task, not a microtask: messages come between tasks. */
function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
