import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bringAhead } from "../../../src/kit/page/bring-ahead.ts";

type Entry = { isIntersecting: boolean; target: Element };

const element = {} as Element;
let see: (entries: Entry[]) => void;
let watches: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  watches = false;
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("window", { requestIdleCallback: (callback: () => void) => setTimeout(callback) });
  const scrolled = new EventTarget();
  vi.stubGlobal("addEventListener", scrolled.addEventListener.bind(scrolled));
  vi.stubGlobal("dispatchEvent", scrolled.dispatchEvent.bind(scrolled));
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(callback: (entries: Entry[]) => void) {
        see = callback;
      }
      observe() {
        watches = true;
      }
      unobserve() {
        watches = false;
      }
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("bringAhead(elements, load)", () => {
  it("loads once when the reader has scrolled and something stays in sight", () => {
    const load = vi.fn();
    bringAhead([element], load);
    expect(watches).toBe(false);
    dispatchEvent(new Event("scroll"));
    see([{ isIntersecting: true, target: element }]);
    vi.advanceTimersByTime(399);
    expect(load).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(load.mock.calls).toEqual([[element]]);
    expect(watches).toBe(false);
  });
  it("does not load what is scrolled past", () => {
    const load = vi.fn();
    bringAhead([element], load);
    dispatchEvent(new Event("scroll"));
    see([{ isIntersecting: true, target: element }]);
    vi.advanceTimersByTime(200);
    see([{ isIntersecting: false, target: element }]);
    vi.advanceTimersByTime(1000);
    expect(load).not.toHaveBeenCalled();
  });
  it("never loads where less data is asked for", () => {
    vi.stubGlobal("navigator", { connection: { saveData: true } });
    const load = vi.fn();
    bringAhead([element], load);
    dispatchEvent(new Event("scroll"));
    vi.advanceTimersByTime(1000);
    expect([watches, load.mock.calls.length]).toEqual([false, 0]);
  });
});
