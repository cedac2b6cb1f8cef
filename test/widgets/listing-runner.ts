/**
 * @file Runs code listings in one process of plain Node, which loads the package once for all of them. This file is both
 * sides: imported, it starts itself as that process.
 */
import { fork, type ChildProcess } from "node:child_process";

type Answer = { file: string; printed?: unknown; error?: string };

export type ListingRunner = {
  /** What a listing gives to `globalThis.print`. @throws Error with what went wrong in it */
  printedBy(file: string): Promise<unknown>;
  stop(): void;
};

export function startListingRunner(): ListingRunner {
  let child: ChildProcess | null = null;
  const waiting = new Map<string, { resolve: (printed: unknown) => void; reject: (error: Error) => void }>();
  function start(): ChildProcess {
    // The options of this process are a test runner's: plain Node has none.
    const started = fork(import.meta.filename, { serialization: "advanced", execArgv: [] });
    started.on("message", ({ file, printed, error }: Answer) => {
      const { resolve, reject } = waiting.get(file)!;
      waiting.delete(file);
      if (error === undefined) resolve(printed);
      else reject(new Error(error));
    });
    started.on("exit", (code) => {
      for (const [file, { reject }] of waiting)
        reject(new Error(`Node ended with ${code} before ${file} had printed.`));
    });
    return started;
  }
  return {
    printedBy: (file) =>
      new Promise((resolve, reject) => {
        child ??= start();
        waiting.set(file, { resolve, reject });
        child.send(file);
      }),
    stop: () => void child?.kill(),
  };
}

/** In the process: one listing after the other, in the order of the requests. */
function serve(): void {
  let before: Promise<unknown> = Promise.resolve();
  process.on("message", (file: string) => {
    before = before.then(async () => {
      const answer: Answer = { file };
      (globalThis as { print?: (value: unknown) => void }).print = (value) => void (answer.printed = value);
      try {
        // Each time anew: a test may ask twice.
        await import(`${file}?${performance.now()}`);
      } catch (error) {
        answer.error = String((error as Error).stack);
      }
      process.send!(answer);
    });
  });
}

if (process.argv[1] === import.meta.filename) serve();
