/** The hint to compile a script at once. */
import { expect, it } from "vitest";
import { compileAtOnce } from "../../src/integrations/compile-at-once.ts";

it("compileAtOnce(names) writes the hint at the top of the chunks of these names, and nowhere else", () => {
  const bundle = {
    "a.js": { type: "chunk", name: "kit", code: "f();" },
    "b.js": { type: "chunk", name: "editor", code: "g();" },
    "kit.css": { type: "asset", name: "kit", source: "" },
  };
  const { handler } = compileAtOnce(["kit"]).generateBundle as unknown as {
    handler(options: unknown, bundle: unknown): void;
  };
  handler({}, bundle);
  expect(bundle["a.js"].code).toBe("//# allFunctionsCalledOnLoad\nf();");
  expect(bundle["b.js"].code).toBe("g();");
});
