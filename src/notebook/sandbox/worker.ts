/** @file The worker that readers' code runs in: an engine that listens to the frame. */
import { post } from "./seal.ts";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import * as v3 from "../../compute/index.ts";
import { createEngine } from "../engine.ts";
import { plotFor } from "../plot.ts";
import type { Order, WorkerReport } from "./messages.ts";

const { stringify } = JSON;
const now = performance.now.bind(performance);
const report = (what: WorkerReport): void => post(stringify(what));

/** Milliseconds between two reports of a cell that is still running. */
const betweenReports = 250;

const { document } = parseHTML("<!doctype html><html><head></head><body></body></html>");
const own = plotFor(Plot, document);
const lastReport = new Map<string, number>();

const engine = createEngine(
  { v3, Plot: own.Plot, document },
  {
    started(id) {
      lastReport.set(id, now());
      report({ is: "started", id });
    },
    displayed(id, outputs) {
      if (now() - (lastReport.get(id) ?? 0) < betweenReports) return;
      lastReport.set(id, now());
      report({ is: "displayed", id, outputs: outputs() });
    },
    finished(id, outcome) {
      report({ is: "finished", id, outcome });
    },
  },
  own.narrowDrawing,
);

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  switch (data.do) {
    case "ping": return report({ is: "alive" });
    case "cells": return engine.setCells(data.cells);
    case "run": return engine.run(data.ids);
    case "input": return void engine.input(data.id, data.view, data.value);
  }
});
report({ is: "ready" });
