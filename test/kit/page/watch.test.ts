import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWatch } from "../../../src/kit/page/watch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A watch of a worker that answers as long as `answers` says so. */
function watched() {
  const silences: boolean[] = [];
  const state = { answers: true };
  const watch = createWatch(
    () => (state.answers ? Promise.resolve() : new Promise(() => {})),
    (isSilent) => silences.push(isSilent),
  );
  return { watch, silences, state };
}

describe("createWatch(ask, silent)", () => {
  it("leaves a minute to one that answered once and then works in one step", async () => {
    const { watch, silences, state } = watched();
    watch.begin();
    await vi.advanceTimersByTimeAsync(0);
    state.answers = false;
    await vi.advanceTimersByTimeAsync(58_000);
    expect(silences).toEqual([]);
    await vi.advanceTimersByTimeAsync(4000);
    expect(silences).toEqual([true]);
  });
  it("leaves eight seconds to one that answered between its steps, or four of its longest gaps", async () => {
    for (const [gap, patience] of [
      [500, 8000],
      [5000, 20_000],
    ]) {
      const { watch, silences, state } = watched();
      watch.begin();
      await vi.advanceTimersByTimeAsync(0);
      state.answers = false;
      await vi.advanceTimersByTimeAsync(gap);
      watch.heard();
      await vi.advanceTimersByTimeAsync(patience - 1000);
      expect(silences).toEqual([]);
      await vi.advanceTimersByTimeAsync(3000);
      expect(silences).toEqual([true]);
      watch.end();
      expect(silences).toEqual([true, false]);
    }
  });
  it("does not count the time in which its own page slept", async () => {
    const { watch, silences, state } = watched();
    watch.begin();
    await vi.advanceTimersByTimeAsync(3000);
    state.answers = false;
    // A frozen page: an hour passes, and no timer rings.
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.spyOn(performance, "now").mockImplementation(
      (
        (begin) => () =>
          begin + Date.now() - start
      )(performance.now() + 3_600_000),
    );
    const start = Date.now();
    await vi.advanceTimersByTimeAsync(2000);
    expect(silences).toEqual([]);
    vi.restoreAllMocks();
  });
  it("asks nothing while nothing is expected", async () => {
    const ask = vi.fn(async () => {});
    const watch = createWatch(ask, () => {});
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
    watch.begin();
    await vi.advanceTimersByTimeAsync(2500);
    expect(ask).toHaveBeenCalledTimes(3);
    watch.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(3);
  });
});
