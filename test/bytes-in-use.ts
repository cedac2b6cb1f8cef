/** @file How much memory is in use once the collector has been at work: objects, and what typed arrays hold outside of the heap. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** In bytes. */
export function bytesInUse(): number {
  // What the first round sets free may hold more.
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
