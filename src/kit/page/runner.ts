/**
 * @file The page's side of a figure's worker: what is computed and drawn, is computed and drawn there. The newest input wins.
 *
 * ```
 *   run ──┬─ idle ─────────→ worker ──→ answer
 *         └─ busy ─→ waits ─┬─ soon done ──→ answer of the older run, then this one begins
 *                           └─ it drags on → the worker is replaced, and this one begins
 * ```
 */
import { proxy, wrap, type Remote } from "comlink";
import type { Change } from "../worker/markup-changes.ts";
import type { Params, Values } from "../declare/params.ts";
import type { Provenance } from "../export/provenance.ts";
import { sameComputation, type Report, type WidgetFace } from "../declare/widget.ts";

/** What a run is of: values, whether charts are to be narrow, and whether the data table is looked at. */
export type Request = { values: Values<Params>; narrow: boolean; data: boolean };

/** What comes of a run, as the page shows it. */
export type Answer = {
  /** The view, an element each: its HTML, or what changed in it since the answer before. */
  view: readonly (string | readonly Change[])[];
  summary: string;
  /** HTML of the data table, if it was asked for. */
  data?: string;
};

/** What the worker offers; `serveFigures` in `worker/worker.tsx` is its other side. */
export type FigureService = {
  /** Brings the widget, so that its loading does not count as a long run. Call it first; `report` is for all runs. */
  load(id: string, report: Report): Promise<void>;
  run(request: Request): Promise<Answer>;
  /** The data behind a state as a CSV file that says where it comes from. */
  csv(values: Values<Params>, origin: Provenance): Promise<string>;
};

/** A run that took longer than this, in milliseconds, is given up when there is a newer one. */
const patienceMs = 250;
/** The same for the first run of a worker, which has everything to compile: ending it would only begin that anew. */
const firstPatienceMs = 1500;

export type Outcome = Answer | { error: Error };

export type Runner = {
  /** Starts the worker, so that the first run need not wait for it. */
  prepare(): void;
  /** Computes and draws. Every run that ends is handed over, in order; one that a newer run overtook may not be. */
  run(request: Request, done: (outcome: Outcome) => void, report: Report): void;
  /**
   * The data as a CSV file.
   *
   * @throws Error if another run ends the worker meanwhile
   */
  csv(values: Values<Params>, origin: Provenance): Promise<string>;
  /** Ends what is under way. */
  stop(): void;
};

type Job = { request: Request; done(outcome: Outcome): void; report: Report };

/**
 * A runner for one figure.
 *
 * @param createWorker  makes a worker that serves `FigureService`
 */
export function createRunner(widget: Pick<WidgetFace, "id" | "params">, createWorker: () => Worker): Runner {
  let worker: Worker | null = null;
  let service: { loaded: Promise<void>; remote: Remote<FigureService> } | null = null;
  let current: Job | null = null;
  let next: Job | null = null;
  let begun: number | null = null;
  let isWarm = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {}); // nobody may be waiting

  function prepare(): void {
    service ??= start();
  }

  async function csv(values: Values<Params>, origin: Provenance): Promise<string> {
    const { loaded, remote } = (service ??= start());
    const { promise } = ended;
    await Promise.race([loaded, promise]);
    return Promise.race([remote.csv(values, origin), promise]);
  }

  function run(request: Request, done: (outcome: Outcome) => void, report: Report): void {
    const job: Job = { request, done, report };
    if (!current) {
      begin(job);
      return;
    }
    next = job;
    loseInterest(current);
  }

  /** Gives a job up in time, if the next one needs another result. While the worker loads, there is no time to be late by. */
  function loseInterest(job: Job): void {
    clearTimeout(patience);
    if (begun === null || !next || sameComputation(widget, job.request.values, next.request.values)) return;
    patience = setTimeout(() => {
      endWorker();
      beginNext();
    }, Math.max(0, begun + (isWarm ? patienceMs : firstPatienceMs) - performance.now()));
  }

  function begin(job: Job): void {
    current = job;
    begun = null;
    const { loaded, remote } = (service ??= start());
    loaded
      .then(() => {
        if (current !== job) throw new Error("overtaken");
        begun = performance.now();
        loseInterest(job);
        return remote.run(job.request);
      })
      .then((answer) => finish(job, answer), (error: unknown) => finish(job, { error: error instanceof Error ? error : new Error(String(error)) }));
  }

  function start(): NonNullable<typeof service> {
    worker = createWorker();
    worker.onerror = (event) => {
      const job = current;
      endWorker();
      job?.done({ error: new Error(event.message || "The worker could not be started.") });
      beginNext();
    };
    const remote = wrap<FigureService>(worker);
    return { loaded: remote.load(widget.id, proxy((fraction) => current?.report(fraction))), remote };
  }

  function finish(job: Job, outcome: Outcome): void {
    if (current !== job) return;
    current = null;
    isWarm = true;
    clearTimeout(patience);
    job.done(outcome);
    beginNext();
  }

  function beginNext(): void {
    const job = next;
    next = null;
    if (job && !current) begin(job);
  }

  function endWorker(): void {
    worker?.terminate();
    worker = service = current = null;
    isWarm = false;
    ended.reject(new Error("the figure was changed meanwhile; try again"));
    ended = Promise.withResolvers<never>();
    ended.promise.catch(() => {});
  }

  function stop(): void {
    clearTimeout(patience);
    next = null;
    if (current) endWorker();
  }

  return { prepare, run, csv, stop };
}
