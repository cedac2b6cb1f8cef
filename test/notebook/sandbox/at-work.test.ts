import { describe, expect, it } from "vitest";
import { watchWork } from "../../../src/notebook/sandbox/at-work.ts";

/** A global object whose timers run when they are told to, and whose clock stands. */
function watched() {
  const timers = new Map<number, (...values: unknown[]) => void>();
  let last = 0;
  let time = 0;
  const set = (handler: unknown, _?: number, ...values: unknown[]): number => {
    timers.set(++last, () => (handler as (...values: unknown[]) => void)(...values));
    return last;
  };
  const clear = (id?: number): void => void timers.delete(id!);
  class MessagePort {
    sent: unknown[] = [];
    postMessage(...values: unknown[]): void {
      this.sent.push(...values);
    }
  }
  const global = { setTimeout: set, setInterval: set, clearTimeout: clear, clearInterval: clear, MessagePort };
  const atWork = watchWork(
    global as never,
    () => time,
    (name, descriptor) => void Object.defineProperty(global, name, descriptor),
  );
  return {
    global,
    atWork,
    run: (id: number) => timers.get(id)!(),
    pass: (milliseconds: number) => void (time += milliseconds),
  };
}

describe("watchWork(global, now, replace)", () => {
  it("tells of a timer until it has run or was cleared, with its values", () => {
    const { global, atWork, run } = watched();
    const got: unknown[] = [];
    expect(atWork()).toBe(false);
    const first = global.setTimeout((value: unknown) => void got.push(value), 10, "given");
    expect(atWork()).toBe(true);
    run(first);
    expect([got, atWork()]).toEqual([["given"], false]);
    global.clearInterval(global.setTimeout(() => {}));
    expect(atWork()).toBe(false);
  });
  it("tells of a loop of timers, whatever its pauses, and of an interval, until it is cleared", () => {
    const { global, atWork, run } = watched();
    let id = 0;
    const round = (): void => void (id = global.setTimeout(round, 0));
    round();
    for (let i = 0; i < 3; i++) run(id);
    expect(atWork()).toBe(true);
    global.clearTimeout(id);
    expect(atWork()).toBe(false);
    const interval = global.setInterval(() => {});
    run(interval);
    expect(atWork()).toBe(true);
    global.clearTimeout(interval);
    expect(atWork()).toBe(false);
  });
  it("tells of a timer that throws no longer than it waits", () => {
    const { global, atWork, run } = watched();
    const id = global.setTimeout(() => {
      throw new Error("no");
    });
    expect(() => run(id)).toThrow("no");
    expect(atWork()).toBe(false);
  });
  it("tells for two seconds of a message that the worker sent to itself", () => {
    const { global, atWork, pass } = watched();
    const port = new global.MessagePort();
    port.postMessage("x");
    expect([port.sent, atWork()]).toEqual([["x"], true]);
    pass(1_999);
    expect(atWork()).toBe(true);
    pass(1);
    expect(atWork()).toBe(false);
  });
  it("cannot be undone", () => {
    const { global } = watched();
    expect(() => Object.assign(global, { setTimeout: null })).toThrow(TypeError);
    expect(() => Object.assign(global.MessagePort.prototype, { postMessage: null })).toThrow(TypeError);
  });
});
