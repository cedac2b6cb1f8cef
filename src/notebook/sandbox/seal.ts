/**
 * @file First thing in the worker: takes away what readers' code could reach the frame with, and says in words what the
 * frame's policy would refuse without any. The policy is what holds; this is for the message.
 */

import { watchWork } from "./at-work.ts";
import { limitMemory } from "./memory.ts";

/** Sends to the frame. The only way there is. */
export const post: (json: string) => void = self.postMessage.bind(self);

/** Runs a script. Its address is one that this worker has made: the frame's policy knows no others. */
export const load: (address: string) => void = (
  self as unknown as { importScripts(address: string): void }
).importScripts.bind(self);

export const now: () => number = performance.now.bind(performance);
/** A timer of our own, which does not count as the work of a cell. */
export const later: (run: () => void, milliseconds: number) => void = self.setTimeout.bind(self);

const global = self as unknown as Record<string, unknown>;

const apart = (what: string): Error => new Error(`${what} is not there: cells run apart from the page and the network`);

/** What would reach the network or make more workers. Code that only asks whether it is there finds a function. */
const reaching = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "importScripts",
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "OffscreenCanvas",
];
for (const name of reaching) {
  replace(name, {
    configurable: false,
    value: function () {
      throw apart(name);
    },
  });
}
// The runtime would wait for frames, which a hidden frame has none of; some browsers give a store even to an opaque origin; the console would fill up unseen.
for (const name of ["postMessage", "requestAnimationFrame", "cancelAnimationFrame", "close", "WebAssembly", "caches"])
  replace(name, { configurable: false, value: undefined });
const silent = (): void => {};
replace("console", {
  configurable: false,
  value: {
    log: silent,
    info: silent,
    warn: silent,
    error: silent,
    debug: silent,
    trace: silent,
    table: silent,
    dir: silent,
    assert: silent,
  },
});

limitMemory(global, replace);

/** Whether cells have left something to do: a timer, for instance. */
export const atWork = watchWork(self as never, now, replace);

/** On the global object itself, and gone from everything that it inherits from. */
function replace(name: string, descriptor: PropertyDescriptor): void {
  for (let at = Object.getPrototypeOf(self) as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.hasOwn(at, name)) delete (at as Record<string, unknown>)[name];
  }
  try {
    Object.defineProperty(self, name, descriptor);
  } catch {
    delete global[name]; // a property that cannot be redefined
  }
}
