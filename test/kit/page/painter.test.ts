import { parseHTML } from "linkedom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "../../../src/kit/worker/service.tsx";

const answer = (view: (string | null)[]): Answer => ({ view, summary: "", remark: "", caption: "", ends: {} });
/** A picture with numbers that wait for the hand, or with a place for them that stays empty. */
const numbers = (text: string): string =>
  `<div><p class="bars">${text}</p><g data-at-rest><text>${text}</text></g></div>`;
const noNumbers = (text: string): string => `<div><p class="bars">${text}</p><g data-at-rest></g></div>`;

async function painterOf(first: string) {
  const { document, window } = parseHTML(
    `<!doctype html><html><body><div class="figure"><div class="figure-view">${first}</div><p class="figure-summary"></p><p class="figure-caption"></p><p class="figure-remark" hidden></p><div class="figure-data"><div></div></div></div></body></html>`,
  );
  const heard = new Map<string, (event: object) => void>();
  for (const [name, value] of Object.entries({
    document,
    window,
    Element: window.Element,
    HTMLElement: window.HTMLElement,
    HTMLDetailsElement: class {},
    addEventListener: (type: string, note: () => void) => heard.set(type, note),
    requestAnimationFrame: (next: () => void) => setTimeout(next, 16),
  }))
    vi.stubGlobal(name, value);
  vi.resetModules();
  const { createPainter } = await import("../../../src/kit/page/painter.ts");
  const figure = document.querySelector(".figure") as unknown as HTMLElement;
  return {
    painter: createPainter(figure, () => {}),
    use: () => heard.get("keydown")!({}),
    bars: () => figure.querySelector(".bars")!.textContent,
    group: () => figure.querySelector("[data-at-rest]")!.textContent,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("createPainter(figure, painted)", () => {
  it("draws at once, and the groups that are costly when the hand rests", async () => {
    const { painter, use, bars, group } = await painterOf(numbers("1"));
    use();
    void painter.paint(answer([numbers("2")]));
    await vi.advanceTimersByTimeAsync(100);
    expect([bars(), group()]).toEqual(["2", ""]);
    await vi.advanceTimersByTimeAsync(200);
    expect([bars(), group()]).toEqual(["2", "2"]);
  });
  it("does not fill a group with what an earlier picture had in it", async () => {
    const { painter, use, bars, group } = await painterOf(numbers("1"));
    use();
    void painter.paint(answer([numbers("2")]));
    await vi.advanceTimersByTimeAsync(100);
    void painter.paint(answer([noNumbers("3")]));
    await vi.advanceTimersByTimeAsync(1000);
    expect([bars(), group()]).toEqual(["3", ""]);
  });
  it("leaves what is the same as it was", async () => {
    const { painter, bars, group } = await painterOf(numbers("1"));
    void painter.paint(answer([null]));
    await vi.advanceTimersByTimeAsync(1000);
    expect([bars(), group()]).toEqual(["1", "1"]);
  });
});
