/**
 * @file Keeps Observable Plot out of the page: widgets name it, but only the build and their worker draw with it, and the
 * page is spared 250 KB. Workers are bundled by a pipeline of their own, which this is no part of.
 */
import type { Plugin } from "vite";

const plot = "@observablehq/plot";
const absent = "\0plot-is-in-the-worker";

/** A plugin for the page's bundle: there, each function of Plot says that it is elsewhere. */
export function plotInWorker(): Plugin {
  return {
    name: "plot-in-worker",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "client",
    resolveId: (source, importer) => (source === plot && importer?.includes("/src/widgets/") ? absent : undefined),
    async load(id) {
      if (id !== absent) return;
      const names = Object.keys(await import(plot)).filter((name) => name !== "default");
      return `function absent() { throw new Error("Plot draws in the worker: call it inside the options of a Chart."); }\nexport { ${names.map((name) => `absent as ${name}`).join(", ")} };`;
    },
  };
}
