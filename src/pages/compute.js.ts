/** @file The computation module as one file, an ES module: notebooks elsewhere import it by its address. */
export async function GET(): Promise<Response> {
  const { build } = await import("vite");
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, target: "es2022", rollupOptions: { input: "src/compute/index.ts", preserveEntrySignatures: "strict", output: { format: "es" } } },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
  return new Response(output[0].code, { headers: { "content-type": "text/javascript", "access-control-allow-origin": "*" } });
}
