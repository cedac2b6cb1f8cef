/**
 * @file The worker of live cells as one file, for `astro dev` alone: there Vite serves modules one by one, which a frame
 * of an opaque origin may not load. In a build there is no such page; the bundled worker has an address of its own.
 */
import type { GetStaticPaths } from "astro";

export const getStaticPaths: GetStaticPaths = () => (import.meta.env.DEV ? [{ params: { dev: "worker" } }] : []);

export async function GET(): Promise<Response> {
  const { build } = await import("vite");
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: "src/notebook/sandbox/worker.ts", output: { format: "iife" } },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
  return new Response(output[0].code, { headers: { "content-type": "text/javascript" } });
}
