import { expose } from "comlink";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createRunner, type Answer, type FigureService, type Request } from "../../../src/kit/page/runner.ts";
import { initialValues, type AnyWidget } from "../../../src/kit/declare/widget.ts";
import { figureService } from "../../../src/kit/worker/worker.tsx";
import { sample } from "../sample.tsx";

const values = initialValues(sample);
const request = (ranks: number): Request => ({ values: { ...values, ranks }, narrow: false, data: false });
const answerOf = (ranks: number): Answer => ({ view: [], summary: String(ranks) });

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
        queue.push(() => resolve(answerOf(values.ranks as number)));
        announce?.();
      }),
      csv: async ({ ranks }) => `ranks\n${ranks}`,
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
    expect(await answer).toEqual(answerOf(4));
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
    expect(await newest).toEqual(answerOf(8));
    expect(seen).toEqual([answerOf(2)]);
    expect(made).toHaveLength(1);
  });
  it("gives a long run up for a newer one, in a new worker", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const first = new Promise((resolve) => runner.run(request(16), resolve, () => {}));
    await made[0].asked();
    made[0].answer();
    await first;
    const older = vi.fn();
    runner.run(request(2), older, () => {});
    await made[0].asked();
    const newer = new Promise((resolve) => runner.run(request(4), resolve, () => {}));
    await vi.waitFor(() => expect(made).toHaveLength(2));
    expect(made[0].terminated).toBe(true);
    await made[1].asked();
    made[1].answer();
    expect(await newer).toEqual(answerOf(4));
    expect(older).not.toHaveBeenCalled();
  });
  it("lets the first run of a worker warm up, however many inputs come", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const first = vi.fn();
    runner.run(request(2), first, () => {});
    await made[0].asked();
    for (const ranks of [4, 8, 16]) {
      runner.run(request(ranks), () => {}, () => {});
      await new Promise((later) => setTimeout(later, 120));
    }
    expect(made).toHaveLength(1);
    made[0].answer();
    await vi.waitFor(() => expect(first).toHaveBeenCalledWith(answerOf(2)));
    runner.stop();
  });
  it("does not give up a run whose result the newer one needs as well", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    const first = new Promise((resolve) => runner.run(request(2), resolve, () => {}));
    await made[0].asked();
    runner.run({ ...request(2), values: { ...request(2).values, step: 3 } }, () => {}, () => {});
    await new Promise((later) => setTimeout(later, 400));
    expect(made).toHaveLength(1);
    made[0].answer();
    expect(await first).toEqual(answerOf(2));
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
    expect(await newer).toEqual(answerOf(4));
  });
  it("gives the data as CSV, and says so if its worker is ended meanwhile", async () => {
    const { made, create } = fakeWorkers();
    const runner = createRunner(sample, create);
    expect(await runner.csv(request(4).values, origin)).toBe("ranks\n4");
    runner.run(request(2), () => {}, () => {});
    await made[0].asked();
    const lost = runner.csv(request(8).values, origin);
    runner.stop();
    await expect(lost).rejects.toThrow("the figure was changed meanwhile; try again");
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
    expect(await next).toEqual(answerOf(4));
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

  it("computes, and renders what the page shows", async () => {
    const share = 14.8e12 / 16;
    expect(await run(request(16))).toEqual({ view: [`<p>${share}</p>`], summary: `16 ranks: ${share} each.` });
  });
  it("hands over what changed since the answer before", async () => {
    await run(request(16));
    expect((await run(request(16))).view).toEqual([[]]);
    await expect(run(request(3))).rejects.toThrow();
    expect((await run(request(4))).view).toEqual([[["text", 1, String(14.8e12 / 4)]]]);
  });
  it("renders the data table for who looks at it", async () => {
    const { data } = await run({ ...request(16), data: true });
    expect(data).toMatch(/^<div class="data-table".*<td class="number">16<\/td>.*<\/div>$/);
  });
  it("computes once for states that differ only in what is viewed", async () => {
    await run(request(16));
    await run({ ...request(16), values: { ...request(16).values, step: 2 } });
    await service.csv({ ...request(16).values, step: 3 }, origin);
    expect(computed).toBe(1);
    await run(request(4));
    expect(computed).toBe(2);
  });
  it("says why it could not compute, and computes again", async () => {
    await expect(run(request(3))).rejects.toThrow(new RangeError("ranks must be even (got 3)"));
    expect((await run(request(4))).summary).toContain("4 ranks");
  });
  it("writes the data of a state as CSV, with where they come from", async () => {
    expect(await service.csv(request(4).values, origin)).toBe(`# Title: A sample\r\nRanks,Share (tokens)\r\n4,${14.8e12 / 4}\r\n`);
  });
});

const origin = { lines: [{ name: "Title", text: "A sample" }] };
