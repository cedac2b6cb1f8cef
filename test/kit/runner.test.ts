import { expose } from "comlink";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createRunner, type Answer, type FigureService, type Request } from "../../src/kit/runner.ts";
import { initialValues, type AnyWidget } from "../../src/kit/widget.ts";
import { figureService } from "../../src/kit/worker.tsx";
import { sample } from "./sample.tsx";

const values = initialValues(sample);
const request = (ranks: number): Request => ({ values: { ...values, ranks }, narrow: false });

/** Workers of message channels: each run is answered when the test lets it. */
function fakeWorkers(loading: () => Promise<void> = async () => {}) {
  const made: { terminated: boolean; answer(): void; asked(): Promise<unknown> }[] = [];
  const create = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const queue: (() => void)[] = [];
    let announce: (() => void) | undefined;
    let report: (fraction: number) => void;
    const service: FigureService = {
      load: async (_id, toPage) => {
        report = toPage;
        await loading();
      },
      run: ({ values }) => new Promise<Answer>((resolve) => {
        report(0.5);
        queue.push(() => resolve({ result: values.ranks, drawings: {} }));
        announce?.();
      }),
    };
    expose(service, port2);
    made.push({
      terminated: false,
      answer: () => queue.shift()!(),
      asked: () => new Promise<void>((resolve) => (queue.length > 0 ? resolve() : (announce = resolve))),
    });
    const worker = made.at(-1)!;
    return Object.assign(port1, { terminate: () => { worker.terminated = true; port1.close(); }, onerror: null }) as unknown as Worker;
  };
  return { made, create };
}

describe("createRunner(widget, createWorker)", () => {
  it("hands over the answer, and the progress before it", async () => {
    const { made, create } = fakeWorkers();
    const progress: number[] = [];
    const answer = new Promise((resolve) => createRunner(sample, create).run(request(4), resolve, (fraction) => progress.push(fraction)));
    await made[0].asked();
    await vi.waitFor(() => expect(progress).toEqual([0.5]));
    made[0].answer();
    expect(await answer).toEqual({ result: 4, drawings: {} });
  });
  it("lets a short run end, then begins with the newest that came meanwhile", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const seen: unknown[] = [];
    runner.run(request(2), (outcome) => seen.push(outcome), () => {});
    runner.run(request(4), () => seen.push("overtaken"), () => {});
    const newest = new Promise((resolve) => runner.run(request(8), resolve, () => {}));
    await made[0].asked();
    made[0].answer();
    await made[0].asked();
    made[0].answer();
    expect(await newest).toEqual({ result: 8, drawings: {} });
    expect(seen).toEqual([{ result: 2, drawings: {} }]);
    expect(made).toHaveLength(1);
  });
  it("gives a long run up for a newer one, in a new worker", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const older = vi.fn();
    runner.run(request(2), older, () => {});
    await made[0].asked();
    const newer = new Promise((resolve) => runner.run(request(4), resolve, () => {}));
    await vi.waitFor(() => expect(made).toHaveLength(2));
    expect(made[0].terminated).toBe(true);
    await made[1].asked();
    made[1].answer();
    expect(await newer).toEqual({ result: 4, drawings: {} });
    expect(older).not.toHaveBeenCalled();
  });
  it("does not give up a run whose result the newer one needs as well", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const first = new Promise((resolve) => runner.run(request(2), resolve, () => {}));
    await made[0].asked();
    runner.run({ ...request(2), values: { ...request(2).values, step: 3 } }, () => {}, () => {});
    await new Promise((later) => setTimeout(later, 250));
    expect(made).toHaveLength(1);
    made[0].answer();
    expect(await first).toEqual({ result: 2, drawings: {} });
    runner.stop();
    expect(made[0].terminated).toBe(true);
  });
  it("does not count the loading of the worker as a long run", async () => {
    let loaded = (): void => {};
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    const { made, create } = fakeWorkers(() => loading);
    const runner = createRunner(sample, create);
    runner.run(request(2), () => {}, () => {});
    const newer = new Promise((resolve) => runner.run(request(4), resolve, () => {}));
    await new Promise((later) => setTimeout(later, 250));
    expect(made[0].terminated).toBe(false);
    loaded();
    await made[0].asked();
    made[0].answer();
    await made[0].asked();
    made[0].answer();
    expect(await newer).toEqual({ result: 4, drawings: {} });
  });
  it("says why a worker could not be started, and tries anew", async () => {
    const { made, create } = fakeWorkers();
    let worker: Worker | undefined;
    const runner = createRunner(sample, () => (worker = create()));
    const outcome = new Promise<{ error: Error }>((resolve) => runner.run(request(2), resolve as never, () => {}));
    worker!.onerror!({ message: "" } as ErrorEvent);
    expect((await outcome).error.message).toBe("The worker could not be started.");
    // The next input tries anew.
    const next = new Promise((resolve) => runner.run(request(4), resolve, () => {}));
    await made[1].asked();
    made[1].answer();
    expect(await next).toEqual({ result: 4, drawings: {} });
  });
});

describe("figureService(load)", () => {
  let computed: number;
  let service: FigureService;
  beforeEach(() => {
    computed = 0;
    const counting: AnyWidget = { ...sample, compute: (given, report) => { computed++; if (given.ranks === 3) throw new RangeError("ranks must be even (got 3)"); return sample.compute(given, report); } };
    service = figureService(async () => counting);
    return service.load(sample.id, () => {});
  });
  const run = (asked: Request): Promise<Answer> => service.run(asked);

  it("computes and draws", async () => {
    const { result, drawings } = await run(request(16));
    expect(result).toEqual([{ ranks: 16, share: 14.8e12 / 16 }]);
    for (const html of Object.values(drawings)) expect(html).toMatch(/^<svg /);
  });
  it("computes once for states that differ only in what is viewed, and sends the result once", async () => {
    await run(request(16));
    const again = await run({ ...request(16), values: { ...request(16).values, step: 2 } });
    expect(computed).toBe(1);
    expect(again).not.toHaveProperty("result");
    expect(await run(request(4))).toHaveProperty("result");
    expect(computed).toBe(2);
  });
  it("sends a result again whose view could not be drawn", async () => {
    const sometimes: AnyWidget = { ...sample, view: (_result, { values }) => { if (values.step === 1) throw new RangeError("step must not be 1"); return null; } };
    const service = figureService(async () => sometimes);
    await service.load(sample.id, () => {});
    const at = (step: number): Promise<Answer> => service.run({ ...request(4), values: { ...request(4).values, step } });
    await expect(at(1)).rejects.toThrow("step must not be 1");
    expect(await at(2)).toHaveProperty("result");
  });
  it("hands on what a computation throws, and computes anew after it", async () => {
    await run(request(4));
    await expect(run(request(3))).rejects.toThrow("ranks must be even (got 3)");
    expect(await run(request(4))).toHaveProperty("result");
  });
});
