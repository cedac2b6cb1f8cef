/**
 * @file Where a computation runs: here if it is quick, in a worker if it is not. A newer input always wins.
 *
 * ```
 *            quick ──→ result at once
 *   run ──┤
 *            long ──→ worker ──→ result, or nothing if a newer run began (then the worker is replaced)
 * ```
 */
import { proxy, wrap, type Remote } from "comlink";
import type { Params, Values } from "./params.ts";
import type { AnyWidget, Report } from "./widget.ts";

/** What the page's worker offers; `serveCompute` in `worker.ts` is its other side. */
export type ComputeService = {
  compute(id: string, values: Values<Params>, report: Report): Promise<unknown>;
};

/** Runs that took longer than this, in milliseconds, go to the worker from then on. */
const longRun = 10;

export type Outcome = { result: unknown } | { error: Error };

export type Runner = {
  /** Computes, and hands over the outcome unless a newer run has begun. At once if the computation is quick. */
  run(values: Values<Params>, done: (outcome: Outcome) => void, report: Report): void;
  /** Ends what is under way. */
  stop(): void;
};

/**
 * A runner for one figure.
 *
 * @param createWorker  makes a worker that serves `ComputeService`; left out, everything runs here
 * @param clock  milliseconds, for measuring
 */
export function createRunner(widget: AnyWidget, createWorker?: () => Worker, clock = () => performance.now()): Runner {
  let worker: Worker | null = null;
  let service: Remote<ComputeService> | null = null;
  let busy = false;
  let newest = 0;
  let tookLong = false;

  function stop(): void {
    newest++;
    if (busy) endWorker();
  }

  function endWorker(): void {
    worker?.terminate();
    worker = service = null;
    busy = false;
  }

  function run(values: Values<Params>, done: (outcome: Outcome) => void, report: Report): void {
    stop();
    const heavy = tookLong || (widget.heavy?.(values) ?? false);
    if (heavy && createWorker) runInWorker(createWorker, values, done, report);
    else runHere(values, done, report);
  }

  function runHere(values: Values<Params>, done: (outcome: Outcome) => void, report: Report): void {
    const begin = clock();
    let outcome: Outcome;
    try {
      outcome = { result: widget.compute(values, report) };
    } catch (error) {
      outcome = { error: asError(error) };
    }
    tookLong = clock() - begin > longRun;
    done(outcome);
  }

  function runInWorker(createWorker: () => Worker, values: Values<Params>, done: (outcome: Outcome) => void, report: Report): void {
    const run = newest;
    const finish = (outcome: Outcome): void => {
      if (run !== newest) return;
      busy = false;
      done(outcome);
    };
    worker ??= createWorker();
    service ??= wrap<ComputeService>(worker);
    worker.onerror = (event) => finish({ error: new Error(event.message || "The worker could not be started.") });
    busy = true;
    service.compute(widget.id, values, proxy((fraction) => run === newest && report(fraction))).then(
      (result) => finish({ result }),
      (error: unknown) => finish({ error: asError(error) }),
    );
  }

  return { run, stop };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
