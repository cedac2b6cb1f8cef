import { expose } from "comlink";
import { describe, expect, it, vi } from "vitest";
import { createRunner, type ComputeService } from "../../src/kit/runner.ts";
import { initialValues, type AnyWidget } from "../../src/kit/widget.ts";
import { sample } from "./sample.tsx";

const values = initialValues(sample);

/** A worker of a message channel: `compute` answers when the test lets it. */
function fakeWorkers() {
  const made: { terminated: boolean; answer(result: unknown): void; asked(): Promise<unknown> }[] = [];
  const create = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const queue: ((result: unknown) => void)[] = [];
    let announce: (() => void) | undefined;
    const service: ComputeService = {
      compute: (_id, asked, report) => new Promise((resolve) => {
        report(0.5);
        queue.push(() => resolve(asked));
        announce?.();
      }),
    };
    expose(service, port2);
    const worker = {
      terminated: false,
      answer: () => queue.shift()!(null),
      asked: () => new Promise<void>((resolve) => (queue.length > 0 ? resolve() : (announce = resolve))),
    };
    made.push(worker);
    return Object.assign(port1, { terminate: () => { worker.terminated = true; port1.close(); }, onerror: null }) as unknown as Worker;
  };
  return { made, create };
}

describe("createRunner(widget, createWorker, clock)", () => {
  it("answers at once where the computation is quick", () => {
    const done = vi.fn();
    createRunner(sample).run(values, done, () => {});
    expect(done).toHaveBeenCalledExactlyOnceWith({ result: [{ ranks: 16, share: 14.8e12 / 16 }] });
  });
  it("hands over what a computation throws", () => {
    const done = vi.fn();
    const broken: AnyWidget = { ...sample, compute: () => { throw new RangeError("ranks must be even (got 3)"); } };
    createRunner(broken).run(values, done, () => {});
    expect(done.mock.calls[0][0].error.message).toBe("ranks must be even (got 3)");
  });
  it("moves to a worker once a run took over 10 ms", async () => {
    let now = 0;
    const { made, create } = fakeWorkers();
    const slow: AnyWidget = { ...sample, compute: () => { now += 11; return null; } };
    const runner = createRunner(slow, create, () => now);
    runner.run(values, () => {}, () => {});
    expect(made).toHaveLength(0);
    const progress: number[] = [];
    const outcome = new Promise((resolve) => runner.run(values, resolve, (fraction) => progress.push(fraction)));
    await made[0].asked();
    made[0].answer(null);
    expect(await outcome).toEqual({ result: values });
    expect(progress).toEqual([0.5]);
    runner.stop();
  });
  it("ends an older run when a newer one begins, and only the newer one answers", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner({ ...sample, heavy: () => true }, create);
    const older = vi.fn();
    runner.run(values, older, () => {});
    await made[0].asked();
    const newer = new Promise((resolve) => runner.run({ ...values, ranks: 4 }, resolve, () => {}));
    expect(made[0].terminated).toBe(true);
    await made[1].asked();
    made[1].answer(null);
    expect(await newer).toEqual({ result: { ...values, ranks: 4 } });
    expect(older).not.toHaveBeenCalled();
    runner.stop();
  });
});
