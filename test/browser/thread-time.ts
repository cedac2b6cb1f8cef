/**
 * @file How long a page's thread was held at a time, in processor time of that thread: what else runs on the machine at
 * the same time changes the time that passes, and this hardly.
 */
import type { Page } from "playwright-core";
import type { TestSite } from "./site.ts";

/** What the calibration page takes of the thread on a machine that the limits are for, in milliseconds. */
const calibrated = 170;

/** `ts` and `dur` in microseconds that passed, `tdur` in microseconds of the processor. */
type TraceEvent = { name: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number };

/**
 * Milliseconds of the longest task of the page while each act went on, and until a frame later. All of them share one trace: to
 * end one, the browser waits five seconds for processes that do not answer, as those of ended workers.
 */
export async function longestTasks(
  { browser }: TestSite,
  page: Page,
  acts: readonly (() => Promise<unknown>)[],
): Promise<number[]> {
  const mark = (name: string): Promise<unknown> => page.evaluate((name) => performance.mark(name), name);
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  let trace: { traceEvents: TraceEvent[] };
  try {
    for (const [i, act] of acts.entries()) {
      await mark(`act ${i} begins`);
      await act();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
      await mark(`act ${i} ends`);
    }
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString());
  }
  const marked = (name: string): TraceEvent => trace.traceEvents.find((event) => event.name === name)!;
  const { pid, tid } = marked("act 0 begins");
  const tasks = trace.traceEvents.filter(
    (event) => event.pid === pid && event.tid === tid && event.name.endsWith("RunTask") && event.tdur !== undefined,
  );
  return acts.map((_, i) => {
    const [begin, end] = [marked(`act ${i} begins`).ts, marked(`act ${i} ends`).ts];
    const meanwhile = tasks.filter(({ ts, dur = 0 }) => ts < end && ts + dur > begin);
    if (meanwhile.length === 0) throw new Error("The trace must hold tasks of the page.");
    return Math.max(...meanwhile.map(({ tdur }) => tdur! / 1000));
  });
}

/** As `longestTasks`, for one act. */
export async function longestTask(site: TestSite, page: Page, act: () => Promise<unknown>): Promise<number> {
  const [longest] = await longestTasks(site, page, [act]);
  return longest;
}

/** How much slower this machine is than the one that the limits are for: never below 1. The page makes 10,000 paragraphs and lays them out. */
export async function slowness(site: TestSite): Promise<number> {
  const { page } = await site.open("/404.html");
  const layOut = (): Promise<unknown> =>
    page.evaluate(() => {
      const box = document.createElement("div");
      for (let n = 0; n < 10_000; n++)
        box.append(Object.assign(document.createElement("p"), { textContent: `Line ${n}` }));
      document.body.append(box);
      box.getBoundingClientRect();
      box.remove();
    });
  const times = await longestTasks(site, page, Array(5).fill(layOut));
  await page.context().close();
  return Math.max(1, Math.min(...times) / calibrated);
}
