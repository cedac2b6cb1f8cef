/**
 * @file Whether a worker has something left to do after its cells have ended: a timer that waits, or a message that it
 * has sent to itself. A loop that pauses between its rounds answers every question in time, and is known by this alone.
 */
import { evaluate } from "../compile.ts";

type Handler = string | ((...values: unknown[]) => void);
type SetTimer = (handler: Handler, milliseconds?: number, ...values: unknown[]) => number;
type ClearTimer = (id?: number) => void;
type Ports = { postMessage(this: unknown, ...values: unknown[]): void };
type Global = {
  setTimeout: SetTimer;
  setInterval: SetTimer;
  clearTimeout: ClearTimer;
  clearInterval: ClearTimer;
  MessagePort?: { prototype: Ports };
};

/** A port that was written to so many milliseconds ago still counts. */
const portCounts = 2_000;

/**
 * Puts timers and ports that are counted into the place of those of `global`.
 *
 * @param replace  sets a property of `global` for good
 * @returns tells whether anything is left to do
 */
export function watchWork(
  global: Global,
  now: () => number,
  replace: (name: string, descriptor: PropertyDescriptor) => void,
): () => boolean {
  const { setTimeout, setInterval, clearTimeout, clearInterval, MessagePort } = global;
  const waiting = new Set<number>();
  let written = -Infinity;

  const callable = (handler: Handler): ((...values: unknown[]) => void) =>
    typeof handler === "function" ? handler : () => void evaluate(String(handler), "v3-cell/timer.ts");
  function setOnce(handler: Handler, milliseconds?: number, ...values: unknown[]): number {
    const id = setTimeout.call(
      global,
      (...given: unknown[]) => {
        waiting.delete(id);
        callable(handler).apply(global, given);
      },
      milliseconds,
      ...values,
    );
    waiting.add(id);
    return id;
  }
  function setRepeated(handler: Handler, milliseconds?: number, ...values: unknown[]): number {
    const id = setInterval.call(global, callable(handler), milliseconds, ...values);
    waiting.add(id);
    return id;
  }
  // Browsers let either of the two clear what the other kind has set.
  const clearing =
    (clear: ClearTimer): ClearTimer =>
    (id) => {
      if (id !== undefined) waiting.delete(Number(id));
      clear.call(global, id);
    };
  const own = {
    setTimeout: setOnce,
    setInterval: setRepeated,
    clearTimeout: clearing(clearTimeout),
    clearInterval: clearing(clearInterval),
  };
  for (const [name, value] of Object.entries(own)) replace(name, { configurable: false, writable: false, value });
  if (MessagePort) {
    const { postMessage } = MessagePort.prototype;
    const counted = function (this: unknown, ...values: unknown[]): void {
      written = now();
      postMessage.apply(this, values);
    };
    Object.defineProperty(MessagePort.prototype, "postMessage", {
      configurable: false,
      writable: false,
      value: counted,
    });
  }
  return () => waiting.size > 0 || now() - written < portCounts;
}
