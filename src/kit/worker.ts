/** @file The worker's side of `runner.ts`. */
import { expose } from "comlink";
import type { ComputeService } from "./runner.ts";
import type { AnyWidget } from "./widget.ts";

/** Answers computations of widgets, which `load` brings by their id. Call once, in a worker. */
export function serveCompute(load: (id: string) => Promise<AnyWidget>): void {
  const service: ComputeService = {
    async compute(id, values, report) {
      const widget = await load(id);
      return widget.compute(values, report);
    },
  };
  expose(service);
}
