import * as Plot from "@observablehq/plot";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { file } from "../../../src/kit/declare/params.ts";
import { fileValueOf } from "../../../src/kit/declare/param-values.ts";
import { initialValues, type AnyWidget } from "../../../src/kit/declare/widget.ts";
import {
  figureService,
  type Answer,
  type FigureService,
  type Meanwhile,
  type Outcome,
  type Request,
} from "../../../src/kit/worker/service.tsx";
import { Chart } from "../../../src/kit/view/chart.tsx";
import { sample } from "../sample.tsx";

const values = initialValues(sample);
const request = (ranks: number): Request => ({ values: { ...values, ranks }, narrow: false, rows: 0 });
const origin = { lines: [{ name: "Title", text: "A sample" }] };
const share = (ranks: number): number => 14.8e12 / ranks;

// Errors that are not the reader's are written for whoever wrote the widget.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));

describe("figureService(load): a plain function", () => {
  let computed: number;
  let service: FigureService;
  beforeEach(() => {
    computed = 0;
    const counting: AnyWidget = {
      ...sample,
      check: ({ ranks }: { ranks: number }) => ranks === 62 && { at: "ranks", say: "62 ranks do not fit" },
      compute(given: { ranks: number; tokens: number }) {
        computed++;
        if (given.ranks === 3) throw new RangeError("ranks must be even (got 3)");
        if (given.ranks === 5) throw new Error("boom");
        return [{ ranks: given.ranks, share: given.tokens / given.ranks }];
      },
    };
    service = figureService(async () => counting);
    return service.load(sample.id, "a-figure", () => {});
  });
  const answer = async (asked: Request): Promise<Answer> => ((await service.run(asked)) as { answer: Answer }).answer;

  it("draws a state to stand beside the one that is shown, whose result it leaves in place", async () => {
    await answer(request(16));
    const still = { view: `<p>${share(8)}</p>`, summary: `8 ranks: ${share(8)} each.`, remark: "" };
    expect(await service.picture(request(8).values, false)).toEqual(still);
    await answer(request(16));
    expect(await service.picture(request(8).values, true)).toEqual(still);
    expect(computed).toBe(2); // 16 once, 8 once
    await expect(service.picture(request(62).values, false)).rejects.toThrow("62 ranks do not fit");
  });
  it("computes, and renders what the page shows", async () => {
    expect(await answer(request(16))).toEqual({
      view: [`<p>${share(16)}</p>`],
      summary: `16 ranks: ${share(16)} each.`,
      remark: "",
      caption: sample.caption,
      ends: { step: 20 },
    });
  });
  it("leaves out what is as in the answer before", async () => {
    await answer(request(16));
    expect((await answer(request(16))).view).toEqual([null]);
    await service.run(request(3));
    expect((await answer(request(4))).view).toEqual([`<p>${share(4)}</p>`]);
  });
  it("renders the data table for who looks at it", async () => {
    expect((await answer({ ...request(16), rows: 8 })).data).toMatch(
      /^<div><div class="data-table".*<td class="number">16<\/td>.*<\/div>$/,
    );
  });
  it("computes once for states that differ only in what is viewed", async () => {
    await answer(request(16));
    await answer({ ...request(16), values: { ...request(16).values, step: 2 } });
    await service.csv({ ...request(16).values, step: 3 }, origin);
    expect(computed).toBe(1);
    await answer(request(4));
    expect(computed).toBe(2);
  });
  it("says what stands at a place of what was drawn, also before anything was asked for", async () => {
    const charted: AnyWidget = {
      ...sample,
      view: () => (
        <Chart
          label="One"
          options={() => ({
            marginLeft: 80,
            marginRight: 0,
            x: { domain: [0, 60], label: "x" },
            y: { label: "y" },
            marks: [
              Plot.dot([
                [0, 1],
                [30, 5],
              ]),
            ],
          })}
          picks={([x]: number[]) => ({ ranks: x })}
        />
      ),
    };
    service = figureService(async () => charted);
    await service.load(sample.id, "a-figure", () => {});
    expect(await service.probe(request(16), "One", { mark: 99 })).toMatchObject({
      x: 380,
      text: "y: 5\nx: 30",
      sets: { ranks: 30 },
      mark: 1,
      count: 2,
    });
    expect(await service.probe(request(16), "One", { x: 220, y: 0 })).toBeNull();
    expect(await service.probe(request(16), "Another", { mark: 0 })).toBeNull();
  });
  it("draws its charts as wide as the page asks: narrow ones for a narrow view", async () => {
    const charting: AnyWidget = {
      ...sample,
      view: (_: unknown, { width, narrow }: { width: number; narrow: boolean }) => (
        <Chart label={`${width} ${narrow}`} options={() => ({ marks: [Plot.dot([[1, 2]])] })} />
      ),
    };
    service = figureService(async () => charting);
    await service.load(sample.id, "a-figure", () => {});
    for (const [narrow, width] of [
      [false, 680],
      [true, 360],
    ] as const) {
      const { view } = await answer({ ...request(16), narrow });
      expect(view!.join("")).toContain(`${width} ${narrow}`);
      expect(view!.join("")).toMatch(new RegExp(`viewBox="0 0 ${width} \\d+"`));
    }
  });
  it("says why it could not compute, and computes again", async () => {
    expect(await service.run(request(3))).toEqual({ error: "ranks must be even (got 3)" });
    expect((await answer(request(4))).summary).toContain("4 ranks");
  });
  it("names the widget where an error is not the reader's", async () => {
    expect(await service.run(request(5))).toEqual({ error: "sample: boom" });
  });
  it("does not compute what check refuses, and says at which parameter", async () => {
    expect(await service.run(request(62))).toEqual({ error: "62 ranks do not fit", at: "ranks" });
    expect(computed).toBe(0);
  });
  it("makes files that the widget offers, of the result in a state", async () => {
    const offering: AnyWidget = {
      ...sample,
      files: {
        Shares: {
          name: "shares.txt",
          type: "text/plain",
          write: ([{ share: of }]: { share: number }[], { ranks }: { ranks: number }, { lines }: typeof origin) => {
            if (ranks === 2) throw new RangeError("two ranks have no file");
            return `${lines[0].text}: ${of}`;
          },
        },
      },
    };
    service = figureService(async () => offering);
    await service.load(sample.id, "a-figure", () => {});
    const site = { address: "https://example.org/", version: "1" };
    expect(await service.file("Shares", request(4).values, { ...origin, site })).toEqual({
      name: "shares.txt",
      type: "text/plain",
      content: `A sample: ${share(4)}`,
    });
    await expect(service.file("Shares", request(2).values, { ...origin, site })).rejects.toThrow(
      "two ranks have no file",
    );
  });
  it("gives compute the bytes of a file that was opened, and asks for one that is not there", async () => {
    const reading: AnyWidget = {
      ...sample,
      params: { ...sample.params, data: file({ label: "Data", accept: ".bin", maxBytes: 8 }) },
      compute: ({ data, tokens }: { data: Uint8Array | null; tokens: number }) => [
        { ranks: data ? data[0] : 1, share: tokens },
      ],
    };
    service = figureService(async () => reading);
    await service.load(sample.id, "a-figure", () => {});
    const named = fileValueOf("a.bin", Uint8Array.of(7));
    const asked = { ...request(4), values: { ...request(4).values, data: named } };
    expect((await answer({ ...request(4), values: { ...request(4).values, data: "" } })).summary).toMatch(/^1 ranks/);
    expect(await service.run(asked)).toEqual({
      error: "The file a.bin is not open in this page. Choose it again.",
      at: "data",
    });
    service.give("data", named, Uint8Array.of(7));
    expect((await answer(asked)).summary).toMatch(/^7 ranks/);
  });
  it("writes the data of a state as CSV, with where they come from", async () => {
    expect(await service.csv(request(4).values, origin)).toBe(
      `# Title: A sample\r\nRanks,Share (tokens)\r\n4,${share(4)}\r\n`,
    );
  });
});

describe("figureService(load): a generator", () => {
  const rows = (ranks: number, count: number) => [{ ranks, share: count }];
  let turnsTaken = 0;
  /** Yields for a long while: each number takes two milliseconds. */
  function slow(turns: number): AnyWidget {
    turnsTaken = 0;
    return {
      ...sample,
      *compute({ ranks }: { ranks: number }) {
        for (let i = 1; i <= turns; i++) {
          const begin = performance.now();
          while (performance.now() - begin < 2);
          turnsTaken = i;
          yield rows(ranks, i);
        }
      },
    } as AnyWidget;
  }
  async function started(widget: AnyWidget, tell: (news: Meanwhile) => void = () => {}): Promise<FigureService> {
    const service = figureService(async () => widget);
    await service.load(sample.id, sample.id, tell);
    return service;
  }

  /** What the page has in the end: the last part may be the result already, and then the answer leaves it out. */
  const lastView = (outcome: Outcome, news: readonly Meanwhile[]): string | null | undefined =>
    (outcome as { answer: Answer }).answer.view[0] ??
    news.flatMap((told) => ("partial" in told ? told.partial.view : [])).findLast((html) => html !== null);

  it("shows parts while it runs, and the last one as the result", async () => {
    const news: Meanwhile[] = [];
    const service = await started(slow(200), (told) => {
      news.push(told);
      service.drawn();
    });
    const begin = performance.now();
    const outcome = await service.run(request(4));
    const elapsed = performance.now() - begin;
    expect(lastView(outcome, news)).toBe("<p>200</p>");
    const parts = news.map((told) => ("partial" in told ? Number(/\d+/.exec(told.partial.view[0]!)![0]) : NaN));
    // 400 ms of work at least, a part every 100 ms at the most.
    expect(parts.length).toBeGreaterThanOrEqual(2);
    expect(parts.length).toBeLessThanOrEqual(elapsed / 100);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
  });
  it("tells no part before the last one is drawn, and leaves the page alone for a while after a slow one", async () => {
    const parts: number[] = [];
    const drawing = 150;
    const service = await started(slow(400), () => {
      parts.push(performance.now());
      setTimeout(() => service.drawn(), drawing);
    });
    await service.run(request(4));
    // 800 ms of work at least, and a part every three times 150 ms.
    expect(parts.length).toBeGreaterThanOrEqual(2);
    for (let i = 1; i < parts.length; i++) expect(parts[i] - parts[i - 1]).toBeGreaterThanOrEqual(3 * drawing - 5);
  });
  it("is overtaken by newer input of another result, and goes on living", async () => {
    const service = await started(slow(1000));
    const older = service.run(request(4));
    await new Promise((later) => setTimeout(later, 50));
    const turnsBefore = turnsTaken;
    service.newer(request(8));
    expect(await older).toEqual({ overtaken: true } satisfies Outcome);
    expect(turnsTaken - turnsBefore).toBeLessThan(100); // of 1,000: it looks at what came every few turns
    expect(((await (await started(slow(1))).run(request(8))) as { answer: Answer }).answer.summary).toContain(
      "8 ranks",
    );
  });
  it("waits for a hand at work once it has computed in vain for long, and computes when the hand rests", async () => {
    const service = await started(slow(100));
    const first = service.run(request(4));
    await new Promise((later) => setTimeout(later, 100));
    service.newer(request(8));
    await first;
    const second = service.run(request(8));
    await new Promise((later) => setTimeout(later, 90));
    expect(turnsTaken).toBeLessThan(20); // it waits after a few of the 40 that 90 ms have
    service.newer(request(16));
    expect(await second).toEqual({ overtaken: true } satisfies Outcome);
    expect(await service.run(request(16))).toHaveProperty("answer");
    expect(turnsTaken).toBe(100);
  });
  it("is not overtaken by what only the view needs", async () => {
    const service = await started(slow(100));
    const run = service.run(request(4));
    await new Promise((later) => setTimeout(later, 30));
    service.newer({ ...request(4), values: { ...request(4).values, step: 7 } });
    expect(await run).toHaveProperty("answer");
  });
  it("waits where the widget holds it, draws what the view asks meanwhile, and goes on", async () => {
    const news: Meanwhile[] = [];
    const held = (): number => news.filter((told) => "partial" in told && told.held).length;
    const holds = (_: unknown, { step }: { step: number }): boolean => step < 3 || turnsTaken >= 5 * step;
    const service = await started({ ...slow(20), holds } as AnyWidget, (told) => void news.push(told));
    const at = (step: number) => ({ ...request(4), values: { ...request(4).values, step } });
    const run = service.run(at(1));
    await vi.waitFor(() => expect(held()).toBe(1));
    expect(turnsTaken).toBe(1);
    service.newer(at(2)); // holds it as well, and is drawn
    await vi.waitFor(() => expect(held()).toBe(2));
    service.newer(at(3)); // fifteen turns
    await vi.waitFor(() => expect([held(), turnsTaken]).toEqual([3, 15]));
    service.newer(at(5));
    expect(lastView(await run, news)).toBe("<p>20</p>");
    expect(turnsTaken).toBe(20);
  });
  it("is overtaken while it waits", async () => {
    const news: Meanwhile[] = [];
    const service = await started({ ...slow(20), holds: () => true } as AnyWidget, (told) => void news.push(told));
    const run = service.run(request(4));
    await vi.waitFor(() => expect(news.length).toBe(1));
    service.newer(request(8));
    expect(await run).toEqual({ overtaken: true } satisfies Outcome);
  });
  it("may be asynchronous, and pause without a part", async () => {
    const widget = {
      ...sample,
      async *compute({ ranks }: { ranks: number }, { pause }: { pause(): Promise<void> }) {
        for (let i = 0; i < 10; i++) await pause();
        yield rows(ranks, 1);
      },
    } as AnyWidget;
    expect(await (await started(widget)).run(request(4))).toHaveProperty("answer");
  });
  it("may yield nothing, and lets newer input in there", async () => {
    const service = await started({
      ...sample,
      *compute({ ranks }: { ranks: number }) {
        for (let i = 0; i < 50; i++) {
          const begin = performance.now();
          while (performance.now() - begin < 4);
          turnsTaken = i;
          yield;
        }
        yield rows(ranks, 1);
      },
    } as AnyWidget);
    const older = service.run(request(4));
    await new Promise((later) => setTimeout(later, 20));
    service.newer(request(8));
    expect(await older).toEqual({ overtaken: true } satisfies Outcome);
    expect(turnsTaken).toBeLessThan(40);
    expect(((await service.run(request(8))) as { answer: Answer }).answer.summary).toContain("8 ranks");
  });
  it("must yield something", async () => {
    expect(await (await started(slow(0))).run(request(4))).toEqual({
      error: "sample: compute must yield at least one result (got none)",
    });
  });
});
