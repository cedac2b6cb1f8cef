import { expose } from "comlink";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { createRunner, type Hearer } from "../../../src/kit/page/runner.ts";
import type { Answer, FigureService, Meanwhile, Outcome, Request } from "../../../src/kit/worker/service.tsx";
import { sample } from "../sample.tsx";

// A clock that goes on when it is told to: the seconds of patience need not be waited for, and a busy machine adds none.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  vi.advanceTimersByTime(10_000); // a page has been there for a while
});
afterEach(() => void vi.useRealTimers());

const face = faceOf(sample);
const values = initialValues(sample);
const request = (ranks: number): Request => ({ values: { ...values, ranks }, narrow: false, rows: 0 });
const answerOf = (ranks: number): Answer => ({ view: [], summary: String(ranks), remark: "", caption: "", ends: {} });
const origin = { lines: [{ name: "Title", text: "A sample" }] };

/** Workers of message channels: each run is answered when the test lets it. */
function fakeWorkers(loading: () => Promise<void> = async () => {}) {
  type Fake = {
    terminated: boolean;
    /** How often the page said that a part is drawn. */
    drawn: number;
    /** Gone without a word: it answers nothing any more. */
    dead: boolean;
    tell(news: Meanwhile): Promise<void> | void;
    newer: number[];
    given: [name: string, value: string, bytes: Uint8Array][];
    answer(outcome?: Outcome): void;
    asked(): Promise<void>;
  };
  const made: Fake[] = [];
  const create = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const queue: ((outcome?: Outcome) => void)[] = [];
    let announce: (() => void) | undefined;
    const fake: Fake = {
      terminated: false,
      dead: false,
      drawn: 0,
      tell: () => {},
      newer: [],
      given: [],
      answer: (outcome) => queue.shift()!(outcome),
      asked: () => new Promise<void>((resolve) => (queue.length > 0 ? resolve() : (announce = resolve))),
    };
    const service: FigureService = {
      load: async (_widget, _id, tell) => {
        fake.tell = tell;
        await loading();
      },
      run: ({ values }) =>
        new Promise<Outcome>((resolve) => {
          queue.push((outcome) => resolve(outcome ?? { answer: answerOf(values.ranks as number) }));
          announce?.();
        }),
      newer: ({ values }) => void fake.newer.push(values.ranks as number),
      csv: async ({ ranks }) => `ranks\n${ranks}`,
      file: async (label) => ({ name: label, type: "text/plain", content: "" }),
      give: (...file) => void fake.given.push(file),
      probe: async () => null,
      drawn: () => void fake.drawn++,
      alive: () => (fake.dead ? (new Promise(() => {}) as never) : true),
      picture: async ({ ranks }) => ({ view: "", summary: String(ranks), remark: "" }),
    };
    expose(service, port2);
    made.push(fake);
    return Object.assign(port1, {
      terminate: () => {
        fake.terminated = true;
        port1.close();
      },
      onerror: null,
    }) as unknown as Worker;
  };
  return { made, create };
}

/** Hears a run, and remembers all that it hears. */
function hearing(): Hearer & { heard: unknown[]; whole: Promise<Answer> } {
  const heard: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<Answer>();
  return {
    heard,
    whole: promise,
    progress: (share) => heard.push(share),
    failed: (error, at) => heard.push([error, at]),
    answered(answer, isWhole) {
      heard.push(answer);
      if (isWhole) resolve(answer);
    },
  };
}

/** Lets seconds pass, in each of which messages come and go. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 1000) {
    vi.advanceTimersByTime(1000);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("createRunner(face, createWorker)", () => {
  it("hands over progress, parts and the answer, in this order", async () => {
    const { made, create } = fakeWorkers();
    const hearer = hearing();
    createRunner(face, create).run(request(4), hearer);
    await made[0].asked();
    await made[0].tell({ progress: 0.5 });
    await made[0].tell({ partial: answerOf(3), held: false });
    made[0].answer();
    await hearer.whole;
    expect(hearer.heard).toEqual([0.5, answerOf(3), answerOf(4)]);
  });
  it("says when a part is drawn, not before", async () => {
    const { made, create } = fakeWorkers();
    const { promise, resolve } = Promise.withResolvers<void>();
    createRunner(face, create).run(request(4), { ...hearing(), answered: () => promise });
    await made[0].asked();
    await made[0].tell({ partial: answerOf(3), held: false });
    await pass(1000);
    expect(made[0].drawn).toBe(0);
    resolve();
    await vi.waitFor(() => expect(made[0].drawn).toBe(1));
  });
  it("tells the worker of newer input, lets the run end, then begins with the newest", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(face, create);
    const [first, second, third] = [hearing(), hearing(), hearing()];
    runner.run(request(2), first);
    runner.run(request(4), second);
    await made[0].asked();
    runner.run(request(8), third);
    await vi.waitFor(() => expect(made[0].newer).toEqual([4, 8]));
    made[0].answer();
    await made[0].asked();
    made[0].answer();
    expect(await third.whole).toEqual(answerOf(8));
    expect([first.heard, second.heard]).toEqual([[answerOf(2)], []]);
    expect(made.length).toBe(1);
  });
  it("begins with the newest once the worker gave up an overtaken run", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(face, create);
    const [older, newer] = [hearing(), hearing()];
    runner.run(request(2), older);
    await made[0].asked();
    runner.run(request(4), newer);
    made[0].answer({ overtaken: true });
    await made[0].asked();
    made[0].answer();
    expect(await newer.whole).toEqual(answerOf(4));
    expect(older.heard).toEqual([]);
    expect(made[0].terminated).toBe(false);
  });
  it("lets many picks wait for a second of work without a new worker", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(face, create);
    const last = hearing();
    runner.run(request(2), hearing());
    await made[0].asked();
    for (const ranks of [4, 8, 16, 32]) {
      runner.run(request(ranks), ranks === 32 ? last : hearing());
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(made.length).toBe(1);
    made[0].answer();
    await made[0].asked();
    made[0].answer();
    expect(await last.whole).toEqual(answerOf(32));
  });
  it("replaces a worker that is stuck, if the newer input needs another result", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(face, create);
    const [older, same, newer] = [hearing(), hearing(), hearing()];
    runner.run(request(2), older);
    await made[0].asked();
    runner.run({ ...request(2), values: { ...request(2).values, step: 3 } }, same);
    await vi.advanceTimersByTimeAsync(3300);
    expect(made.length).toBe(1);
    runner.run(request(4), newer);
    await vi.waitFor(() => expect(made.length).toBe(2));
    expect(made[0].terminated).toBe(true);
    await made[1].asked();
    made[1].answer();
    expect(await newer.whole).toEqual(answerOf(4));
    expect(older.heard).toEqual([]);
  });
  it("does not count the loading of the worker as a long run", async () => {
    let loaded = (): void => {};
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    const { made, create } = fakeWorkers(() => loading);
    const runner = createRunner(face, create);
    const newer = hearing();
    runner.run(request(2), hearing());
    runner.run(request(4), newer);
    await vi.advanceTimersByTimeAsync(3300);
    expect(made[0].terminated).toBe(false);
    loaded();
    await made[0].asked();
    made[0].answer();
    await made[0].asked();
    made[0].answer();
    expect(await newer.whole).toEqual(answerOf(4));
  });
  it("says what went wrong, and at which parameter", async () => {
    const { made, create } = fakeWorkers();
    const hearer = hearing();
    createRunner(face, create).run(request(4), hearer);
    await made[0].asked();
    made[0].answer({ error: "too many", at: "ranks" });
    await vi.waitFor(() => expect(hearer.heard).toEqual([["too many", "ranks"]]));
  });
  it("gives the data as CSV, and says so if its worker is ended meanwhile", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(face, create);
    expect(await runner.csv(request(4).values, origin)).toBe("ranks\n4");
    runner.run(request(2), hearing());
    await made[0].asked();
    const lost = runner.csv(request(8).values, origin);
    runner.stop();
    await expect(lost).rejects.toThrow("the figure was changed meanwhile; try again");
  });
  it("hands files to the worker, and to the one that takes the place of a killed one", async () => {
    const { made, create } = fakeWorkers();
    let worker: Worker | undefined;
    const runner = createRunner(face, () => (worker = create()));
    const file = ["data", "a.bin~00000001", Uint8Array.of(1, 2)] as const;
    const [lost, next] = [hearing(), hearing()];
    runner.run(request(2), lost);
    runner.give(...file);
    await made[0].asked();
    await vi.waitFor(() => expect(made[0].given).toEqual([file]));
    worker!.onerror!({ message: "out of memory" } as ErrorEvent);
    expect(lost.heard).toEqual([["out of memory", undefined]]);
    runner.run(request(4), next);
    await made[1].asked();
    expect(made[1].given).toEqual([file]);
    made[1].answer();
    expect(await next.whole).toEqual(answerOf(4));
  });
  it("gives up no run for a worker before that was losing its patience when it died", async () => {
    const { made, create } = fakeWorkers();
    let worker: Worker | undefined;
    const runner = createRunner(face, () => (worker = create()));
    const [lost, next] = [hearing(), hearing()];
    runner.run(request(2), lost);
    await made[0].asked();
    runner.run(request(4), next);
    worker!.onerror!({ message: "out of memory" } as ErrorEvent);
    await made[1].asked();
    vi.advanceTimersByTime(60_000);
    expect(made[1].terminated).toBe(false);
    made[1].answer();
    expect(await next.whole).toEqual(answerOf(4));
  });
  it("says why a worker could not be started, and tries anew", async () => {
    const { made, create } = fakeWorkers();
    let worker: Worker | undefined;
    const runner = createRunner(face, () => (worker = create()));
    const [lost, next] = [hearing(), hearing()];
    runner.run(request(2), lost);
    worker!.onerror!({ message: "" } as ErrorEvent);
    expect(lost.heard).toEqual([["The worker could not be started.", undefined]]);
    runner.run(request(4), next);
    await made[1].asked();
    made[1].answer();
    expect(await next.whole).toEqual(answerOf(4));
  });
  it("says that a worker in training is silent, and begins anew in another one", async () => {
    const { made, create } = fakeWorkers();
    const silences: boolean[] = [];
    const runner = createRunner(face, create, (isSilent) => silences.push(isSilent));
    const hearer = hearing();
    runner.run(request(4), hearer);
    await made[0].asked();
    await pass(3000); // it answers meanwhile, as one that pauses does
    made[0].dead = true;
    await pass(6000);
    expect(silences.at(-1)).toBe(false);
    await pass(4000);
    expect(silences.at(-1)).toBe(true);
    runner.again();
    expect([silences.at(-1), made[0].terminated]).toEqual([false, true]);
    await made[1].asked();
    made[1].answer();
    expect(await hearer.whole).toEqual(answerOf(4));
  });
  it("finds a worker that ended while nothing was asked of it", async () => {
    const { made, create } = fakeWorkers();
    const silences: boolean[] = [];
    const runner = createRunner(face, create, (isSilent) => silences.push(isSilent));
    const [first, second] = [hearing(), hearing()];
    runner.run(request(2), first);
    await made[0].asked();
    made[0].answer();
    await first.whole;
    made[0].dead = true;
    await pass(60_000);
    expect(silences).toEqual([false]);
    runner.run(request(4), second);
    await pass(10_000);
    expect(silences).toEqual([false, true]);
    runner.again();
    await made[1].asked();
    made[1].answer();
    expect(await second.whole).toEqual(answerOf(4));
  });
  it("takes it back if the worker was only slow", async () => {
    const { made, create } = fakeWorkers();
    const silences: boolean[] = [];
    createRunner(face, create, (isSilent) => silences.push(isSilent)).run(request(4), hearing());
    await made[0].asked();
    await made[0].tell({ progress: 0.1 });
    made[0].dead = true;
    await pass(10_000);
    expect(silences).toEqual([false, true]);
    await made[0].tell({ progress: 0.2 });
    await vi.waitFor(() => expect(silences).toEqual([false, true, false]));
  });
  it("offers to begin anew after an error of the worker, too", async () => {
    const { made, create } = fakeWorkers();
    let worker: Worker | undefined;
    const silences: boolean[] = [];
    const runner = createRunner(
      face,
      () => (worker = create()),
      (isSilent) => silences.push(isSilent),
    );
    const hearer = hearing();
    runner.run(request(4), hearer);
    await made[0].asked();
    worker!.onerror!({ message: "out of memory" } as ErrorEvent);
    expect(silences.at(-1)).toBe(true);
    runner.again();
    await made[1].asked();
    made[1].answer();
    expect(await hearer.whole).toEqual(answerOf(4));
    expect(silences.at(-1)).toBe(false);
  });
});
