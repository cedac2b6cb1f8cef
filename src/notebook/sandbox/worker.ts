/** @file The worker that readers' code runs in: an engine that listens to the frame. */
import { atWork, later, load, now, post } from "./seal.ts";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import * as v3 from "../../compute/index.ts";
import { createEngine } from "../engine.ts";
import { plotFor } from "../plot.ts";
import type { Order } from "./messages.ts";
import { evaluateBy } from "./placed-code.ts";
import { createReports } from "./reports.ts";

const { document } = parseHTML("<!doctype html><html><head></head><body></body></html>");
const own = plotFor(Plot, document);

const engine = createEngine({ v3, Plot: own.Plot, document }, createReports(post, { now, later }), {
  narrowDrawing: own.narrowDrawing,
  evaluate: evaluateBy(load),
});

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  switch (data.do) {
    case "ping":
      return post(atWork() ? '{"is":"alive","atWork":true}' : '{"is":"alive","atWork":false}');
    case "cells":
      return engine.setCells(data.cells);
    case "run":
      return engine.run(data.ids);
    case "input":
      return void engine.input(data.id, data.view, data.value);
  }
});
post('{"is":"ready"}');
