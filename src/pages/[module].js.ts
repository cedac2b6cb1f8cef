/** @file The computation module, the laboratory and the inputs of cells, each as one file, an ES module: notebooks elsewhere import them by their addresses. */
import type { GetStaticPaths } from "astro";

const modules = {
  compute: "src/compute/index.ts",
  lab: "src/lab/index.ts",
  inputs: "src/notebook/inputs.ts",
} as const;

export const getStaticPaths = (() =>
  Object.keys(modules).map((module) => ({ params: { module } }))) satisfies GetStaticPaths;

export async function GET({ params }: { params: { module?: string } }): Promise<Response> {
  const { build } = await import("vite");
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      rollupOptions: {
        input: modules[params.module as keyof typeof modules],
        preserveEntrySignatures: "strict",
        output: { format: "es" },
      },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
  return new Response(output[0].code, {
    headers: { "content-type": "text/javascript", "access-control-allow-origin": "*" },
  });
}
