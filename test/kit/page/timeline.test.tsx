/** A timeline on its own markup, with frames that the test lets pass. */
import { parseHTML } from "linkedom";
import { renderToString } from "preact-render-to-string";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settled, type Ends } from "../../../src/kit/declare/param-values.ts";
import { timeline, type Values } from "../../../src/kit/declare/params.ts";
import { playTimeline } from "../../../src/kit/page/timeline.ts";
import { Controls } from "../../../src/kit/shell/controls.tsx";

let frames: ((time: number) => void)[] = [];
let now = 0;
beforeEach(() => {
  [frames, now] = [[], 0];
  vi.stubGlobal("requestAnimationFrame", (frame: (time: number) => void) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", () => (frames = []));
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Lets this many milliseconds pass, in frames of a 60th of a second. */
function pass(ms: number): void {
  for (const end = now + ms; now < end - 1e-6;) {
    now += 1000 / 60;
    for (const frame of frames.splice(0)) frame(now);
  }
}

/** A timeline alone in a figure: what was set, and what a press does. */
function shown(spec: Parameters<typeof timeline>[0], ends: Ends = {}) {
  const params = { time: timeline(spec) };
  let values: Values = settled(params, { time: params.time.initial }, ends);
  const seen: number[] = [];
  const { document } = parseHTML(
    `<main>${renderToString(<Controls id="a" params={params} values={values} ends={ends} label="a" />)}</main>`,
  );
  const root = document.querySelector("main") as unknown as HTMLElement;
  const line = playTimeline(root, "time", params.time, {
    change(change) {
      values = settled(params, { ...values, ...change } as Values, ends);
      seen.push(values.time as number);
      line.show(values);
    },
    values: () => values,
    ends: () => ends,
  });
  line.show(values);
  const press = (action: "back" | "play" | "step"): void =>
    root.querySelector<HTMLButtonElement>(`[data-action="time-${action}"]`)!.click();
  return { seen, press, root, line };
}

describe("playTimeline(root, name, param, figure)", () => {
  it("steps by fractions, there and back, free of rounding dust", () => {
    const { seen, press } = shown({ label: "Time", to: 0.5, step: 0.1 });
    for (let i = 0; i < 5; i++) press("step");
    for (let i = 0; i < 5; i++) press("back");
    expect(seen).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.4, 0.3, 0.2, 0.1, 0]);
  });
  it("ends where the result does, though that is no step, and goes back from there to the last one", () => {
    const { seen, press, root } = shown({ label: "Time", step: 0.5, initial: 1 }, { time: 1.25 });
    press("step");
    expect(root.querySelector<HTMLButtonElement>('[data-action="time-step"]')!.disabled).toBe(true);
    expect(root.querySelector('[data-end="time"]')!.textContent).toBe("1.25");
    press("back");
    expect(seen).toEqual([1.25, 1]);
  });
  it("shows a step in each frame where it is that fast", () => {
    const { seen, press } = shown({ label: "Time", to: 100, rate: 60 });
    press("play");
    pass(1000);
    // 60 steps in a second of 60 frames; a sum of sixtieths may come short of the last.
    expect(seen.length).toBeGreaterThanOrEqual(59);
    expect(seen.slice(0, 59)).toEqual(Array.from({ length: 59 }, (_, i) => i + 1));
  });
  it("plays fractions at their rate, to the end, and begins anew after that", () => {
    const { seen, press, root } = shown({ label: "Time", to: 1, step: 0.25, rate: 4 });
    const button = root.querySelector('[data-action="time-play"]')!;
    press("play");
    expect(button.textContent).toBe("Pause");
    pass(500);
    // Four steps of a quarter in a second: two after half of it.
    expect(seen).toEqual([0.25, 0.5]);
    pass(600);
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
    expect(button.textContent).toBe("Play");
    press("play");
    pass(300);
    expect(seen.slice(4)).toEqual([0, 0.25]);
  });
  it("pauses where it stands, at a press or a step by hand", () => {
    const { seen, press, root } = shown({ label: "Time", to: 100, rate: 10 });
    press("play");
    pass(350);
    press("play");
    pass(1000);
    expect(seen).toEqual([1, 2, 3]);
    press("play");
    press("step");
    pass(1000);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(root.querySelector("[data-playing]")).toBe(null);
  });
  it("does not jump when the page was hidden", () => {
    const { seen, press } = shown({ label: "Time", to: 1000, rate: 10 });
    press("play");
    now += 60_000;
    for (const frame of frames.splice(0)) frame(now);
    // A tenth of a second at most: one step.
    expect(seen).toEqual([1]);
  });
});
