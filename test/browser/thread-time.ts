/**
 * @file How long a page's thread was held at a time, in processor time of that thread: what else runs on the machine at
 * the same time changes the time that passes, and this hardly.
 */
import type { Page } from "playwright-core";
import type { TestSite } from "./site.ts";

/** What the calibration page takes of the thread on a machine that the limits are for, in milliseconds. */
const calibrated = 170;

type TraceEvent = { name: string; pid: number; tid: number; tdur?: number };

/** Milliseconds of the longest task of the page while `act` went on, and until a frame later. */
export async function longestTask({ browser }: TestSite, page: Page, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  let trace: { traceEvents: TraceEvent[] };
  try {
    await page.evaluate(() => performance.mark("the-thread-of-the-page"));
    await act();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString());
  }
  const { pid, tid } = trace.traceEvents.find(({ name }) => name === "the-thread-of-the-page")!;
  const tasks = trace.traceEvents.filter(
    (event) => event.pid === pid && event.tid === tid && event.name.endsWith("RunTask") && event.tdur !== undefined,
  );
  if (tasks.length === 0) throw new Error("The trace must hold tasks of the page.");
  return Math.max(...tasks.map(({ tdur }) => tdur! / 1000));
}

/** How much slower this machine is than the one that the limits are for: never below 1. The page makes 10,000 paragraphs and lays them out. */
export async function slowness(site: TestSite): Promise<number> {
  const { page } = await site.open("/404.html");
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    times.push(
      await longestTask(site, page, () =>
        page.evaluate(() => {
          const box = document.createElement("div");
          for (let n = 0; n < 10_000; n++)
            box.append(Object.assign(document.createElement("p"), { textContent: `Line ${n}` }));
          document.body.append(box);
          box.getBoundingClientRect();
          box.remove();
        }),
      ),
    );
  }
  await page.context().close();
  return Math.max(1, Math.min(...times) / calibrated);
}
