/** @file The worker that readers' code runs in: an engine that listens to the frame. */
import { post } from "./seal.ts";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import * as v3 from "../../compute/index.ts";
import { createEngine } from "../engine.ts";
import { plotFor } from "../plot.ts";
import type { Order } from "./messages.ts";
import { createReports } from "./reports.ts";

const { document } = parseHTML("<!doctype html><html><head></head><body></body></html>");
const own = plotFor(Plot, document);
const now = performance.now.bind(performance);
const later = self.setTimeout.bind(self);

const engine = createEngine({ v3, Plot: own.Plot, document }, createReports(post, { now, later }), own.narrowDrawing);

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  switch (data.do) {
    case "ping": return post('{"is":"alive"}');
    case "cells": return engine.setCells(data.cells);
    case "run": return engine.run(data.ids);
    case "input": return void engine.input(data.id, data.view, data.value);
  }
});
post('{"is":"ready"}');
