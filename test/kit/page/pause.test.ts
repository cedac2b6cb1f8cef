import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** The module with a page around it: what the hand does, by `hand`, and a clock that `vi` moves. */
async function onPage(): Promise<{
  pause(): Promise<void>;
  rested(): Promise<void>;
  hand(type: string, repeat?: boolean): void;
}> {
  const heard = new Map<string, (event: { repeat: boolean }) => void>();
  vi.stubGlobal("addEventListener", (type: string, note: () => void) => heard.set(type, note));
  vi.resetModules();
  const { pause, rested } = await import("../../../src/kit/page/pause.ts");
  return { pause, rested, hand: (type, repeat = false) => heard.get(type)!({ repeat }) };
}

/** Milliseconds until a promise resolves. */
async function msUntil(what: Promise<void>): Promise<number> {
  const from = performance.now();
  let at = NaN;
  void what.then(() => (at = performance.now()));
  await vi.advanceTimersByTimeAsync(1000);
  return at - from;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("pause()", () => {
  it("does not wait for a hand that does nothing", async () => {
    const { pause } = await onPage();
    expect(await msUntil(pause())).toBe(0);
  });
  it("waits after a press until the key may be up, and hardly once it is", async () => {
    const { pause, hand } = await onPage();
    hand("keydown");
    hand("input"); // a slider's, made by the press
    const paused = msUntil(pause());
    expect(await paused).toBe(36);
    hand("keyup");
    expect(await msUntil(pause())).toBe(8);
  });
  it("begins to wait anew when the key comes up meanwhile", async () => {
    const { pause, hand } = await onPage();
    hand("keydown");
    setTimeout(() => hand("keyup"), 30);
    expect(await msUntil(pause())).toBe(38);
  });
  it("hardly waits between two repetitions of a key that is held down", async () => {
    const { pause, hand } = await onPage();
    hand("keydown");
    hand("input");
    await vi.advanceTimersByTimeAsync(500);
    hand("keydown", true);
    hand("input");
    expect(await msUntil(pause())).toBe(8);
  });
  it("loses patience with a hand that never pauses", async () => {
    const { pause, hand } = await onPage();
    hand("pointermove");
    const moves = setInterval(() => hand("pointermove"), 16);
    const waited = await msUntil(pause());
    clearInterval(moves);
    expect(waited).toBeGreaterThanOrEqual(64);
    expect(waited).toBeLessThan(64 + 24);
  });
});

describe("rested()", () => {
  it("waits out every use, but not a pointer that only moves", async () => {
    const { rested, hand } = await onPage();
    hand("keydown");
    setTimeout(() => hand("keyup"), 100);
    setTimeout(() => hand("pointermove"), 200);
    expect(await msUntil(rested())).toBe(250);
  });
});
