/** @file The two scripts of pages in a folder: what acts in the page, and the text of the worker that figures compute in. */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Scripts by the name of their file. */
export async function classroomScripts(): Promise<Record<string, string>> {
  const [page, worker] = [
    await classic(source("classroom/page.ts")),
    await classic(source("components/figures/figure-worker.ts")),
  ];
  return {
    "page.js": page,
    "worker.js": `globalThis.v3Worker = ${JSON.stringify(worker).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")};\n`,
  };
}

/** One classic script of a module and all that it loads, now or later. */
async function classic(input: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: source(".."),
    plugins: [fromFolder()],
    define: { "process.env.NODE_ENV": '"production"' },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      write: false,
      target: "es2022",
      assetsInlineLimit: Infinity,
      rollupOptions: { input, output: { format: "iife", codeSplitting: false } },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as { output: { type: string; code: string }[] }[];
  return outputs.flatMap(({ output }) => output).find(({ type }) => type === "chunk")!.code;
}

/** The page's way to a worker, and no address of one. */
function fromFolder(): Plugin {
  const own = source("classroom/trusted.ts");
  return {
    name: "from-folder",
    enforce: "pre",
    resolveId(id, importer) {
      if (id.endsWith("?worker&url")) return "\0no-worker";
      if (id.endsWith("/trusted.ts") && importer !== own) return own;
      return null;
    },
    load: (id) => (id === "\0no-worker" ? 'export default "";' : null),
  };
}
