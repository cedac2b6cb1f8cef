/**
 * @file The page's side of a figure's worker: what is computed and drawn, is computed and drawn there. The newest input wins.
 *
 * ```
 *   run ──┬─ idle ─────────→ worker ──→ answer
 *         └─ busy ─→ waits, and the worker hears of it ─┬─ done, or overtaken ──→ this one begins
 *                                                       └─ stuck ─→ the worker is replaced, and this one begins
 * ```
 *
 * A worker that gives no sign of life is replaced only if the reader says so: what it has done would be lost.
 */
import { proxy, wrap, type Remote } from "comlink";
import type { Values } from "../declare/params.ts";
import { sameComputation, type WidgetFace } from "../declare/widget.ts";
import type { Provenance } from "../export/provenance.ts";
import type {
  Answer,
  FigureService,
  Found,
  Meanwhile,
  Pinned,
  Question,
  Request,
  SavedFile,
} from "../worker/service.tsx";
import { createWatch, type Watch } from "./watch.ts";

/**
 * A run that took longer than this, in milliseconds, is given up when there is newer input; one that ended before may
 * take twice as long as it did.
 */
const patienceMs = 3000;

/** What the page is told of a run. */
export type Hearer = {
  /**
   * A result, or a part of one: `isWhole` says which. After one that is `held`, the run waits.
   *
   * @returns resolves once it is drawn; the next part comes only then
   */
  answered(answer: Answer, isWhole: boolean, held: boolean): Promise<void> | void;
  /** Why there is none; `at` is the parameter that can mend it. */
  failed(error: string, at?: string): void;
  progress(share: number): void;
};

export type Runner = {
  /** Starts the worker, so that the first run need not wait for it. */
  prepare(): void;
  /** Computes and draws. Every run that ends is handed over, in order; one that a newer run overtook may not be. */
  run(request: Request, hearer: Hearer): void;
  /**
   * The data as a CSV file.
   *
   * @throws Error if another run ends the worker meanwhile
   */
  csv(values: Values, origin: Pick<Provenance, "lines">): Promise<string>;
  /**
   * A file that the widget offers by this label.
   *
   * @throws Error as `csv`, or if there is none in this state
   */
  file(label: string, values: Values, origin: Provenance): Promise<SavedFile>;
  /** Hands a file of the reader's to the worker, and to those that replace it. */
  give(name: string, value: string, bytes: Uint8Array): void;
  /**
   * What stands at a place of a drawing.
   *
   * @throws Error if another run ends the worker meanwhile
   */
  probe(request: Request, label: string, question: Question): Promise<Found>;
  /**
   * A state to stand still beside the one that is shown.
   *
   * @throws Error if another run ends the worker meanwhile; what `compute` says of values that do not go together
   */
  picture(values: Values, narrow: boolean): Promise<Pinned>;
  /** Replaces the worker, and begins the run under way, if there is one, from its beginning. */
  again(): void;
  /** Ends what is under way. */
  stop(): void;
};

/** What is asked of a worker besides `run`. */
type Service = { loaded: Promise<void>; remote: Remote<FigureService>; watch: Watch; awaited: number };
type Job = { request: Request; hearer: Hearer; begun: number | null };

/**
 * A runner for one figure.
 *
 * @param createWorker  makes a worker that serves `FigureService`
 * @param silent  told when the worker ended by an error or gives no sign of life though something is expected of it, and
 *   when that is over
 */
export function createRunner(
  face: Pick<WidgetFace, "id" | "widget" | "params">,
  createWorker: () => Worker,
  silent: (isSilent: boolean) => void = () => {},
): Runner {
  let worker: Worker | null = null;
  let service: Service | null = null;
  let current: Job | null = null;
  let next: Job | null = null;
  /** The run that an error of the worker ended. */
  let fallen: Job | null = null;
  const files = new Map<string, [name: string, value: string, bytes: Uint8Array]>();
  let longest = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {}); // nobody may be waiting

  function prepare(): void {
    service ??= start();
  }

  function csv(values: Values, origin: Pick<Provenance, "lines">): Promise<string> {
    return asked((remote) => remote.csv(values, origin));
  }

  function file(label: string, values: Values, origin: Provenance): Promise<SavedFile> {
    return asked((remote) => remote.file(label, values, origin));
  }

  function give(name: string, value: string, bytes: Uint8Array): void {
    files.set(name, [name, value, bytes]);
    void service?.remote.give(name, value, bytes);
  }

  function probe(request: Request, label: string, question: Question): Promise<Found> {
    return asked((remote) => remote.probe(request, label, question));
  }

  function picture(values: Values, narrow: boolean): Promise<Pinned> {
    return asked((remote) => remote.picture(values, narrow));
  }

  async function asked<T>(ask: (remote: Remote<FigureService>) => Promise<T>): Promise<T> {
    const own = (service ??= start());
    const { promise } = ended;
    return expecting(own, async () => {
      await Promise.race([own.loaded, promise]);
      return Promise.race([ask(own.remote), promise]);
    });
  }

  /** Watches a worker as long as something is expected of it. */
  async function expecting<T>(from: Service, what: () => Promise<T>): Promise<T> {
    if (from.awaited++ === 0) from.watch.begin();
    try {
      return await what();
    } finally {
      if (--from.awaited === 0) from.watch.end();
    }
  }

  function run(request: Request, hearer: Hearer): void {
    const job: Job = { request, hearer, begun: null };
    if (!current) {
      void begin(job);
      return;
    }
    next = job;
    if (current.begun !== null) loseInterest(current, job);
  }

  /** Tells the worker of newer input; if it is stuck, and the newer input needs another result, it is replaced in time. */
  function loseInterest(job: Job, newer: Job): void {
    void service!.remote.newer(newer.request);
    clearTimeout(patience);
    if (sameComputation(face, job.request.values, newer.request.values)) return;
    patience = setTimeout(
      () => {
        endWorker();
        beginNext();
      },
      Math.max(0, job.begun! + Math.max(patienceMs, 2 * longest) - performance.now()),
    );
  }

  async function begin(job: Job): Promise<void> {
    current = job;
    fallen = null;
    const own = (service ??= start());
    try {
      const outcome = await expecting(own, async () => {
        await own.loaded;
        if (current !== job) return null;
        // While the worker loads, there is no time to be late by.
        job.begun = performance.now();
        if (next) loseInterest(job, next);
        return own.remote.run(job.request);
      });
      if (outcome === null) return;
      finish(job, () => {
        if ("answer" in outcome) void job.hearer.answered(outcome.answer, true, false);
        else if ("error" in outcome) job.hearer.failed(outcome.error, outcome.at);
      });
    } catch (error) {
      finish(job, () => job.hearer.failed((error as Error).message));
    }
  }

  function start(): NonNullable<typeof service> {
    silent(false);
    worker = createWorker();
    worker.onerror = (event) => {
      const job = current;
      endWorker();
      fallen = job;
      job?.hearer.failed(event.message || "The worker could not be started.");
      silent(true);
      beginNext();
    };
    const remote = wrap<FigureService>(worker);
    const watch = createWatch(() => remote.alive(), silent);
    const hear = (news: Meanwhile): void => {
      watch.heard();
      if ("progress" in news) current?.hearer.progress(news.progress);
      else void Promise.resolve(current?.hearer.answered(news.partial, false, news.held)).then(() => remote.drawn());
    };
    const loaded = remote.load(face.widget, face.id, proxy(hear));
    for (const file of files.values()) void remote.give(...file);
    return { loaded, remote, watch, awaited: 0 };
  }

  function finish(job: Job, tell: () => void): void {
    if (current !== job) return;
    longest = Math.max(longest, performance.now() - (job.begun ?? performance.now()));
    current = null;
    clearTimeout(patience);
    tell();
    beginNext();
  }

  function beginNext(): void {
    const job = next;
    next = null;
    if (job && !current) void begin(job);
  }

  function endWorker(): void {
    clearTimeout(patience);
    worker?.terminate();
    service?.watch.end();
    worker = service = current = null;
    ended.reject(new Error("the figure was changed meanwhile; try again"));
    ended = Promise.withResolvers<never>();
    ended.promise.catch(() => {});
  }

  function again(): void {
    const job = current ?? fallen;
    endWorker();
    next ??= job;
    silent(false);
    beginNext();
  }

  function stop(): void {
    clearTimeout(patience);
    next = null;
    if (current) endWorker();
  }

  return { prepare, run, csv, file, give, probe, picture, again, stop };
}
