/**
 * @file Asks browsers to compile a whole script while it comes, off the page's thread, instead of each function at its
 * first call: all of it is used in the moment of a touch. A hint of V8; others skip the comment.
 */
import type { Plugin } from "vite";

const hint = "//# allFunctionsCalledOnLoad\n";

/** Writes the hint at the very top of chunks of these names, where alone it counts. */
export function compileAtOnce(names: readonly string[]): Plugin {
  return {
    name: "compile-at-once",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const chunk of Object.values(bundle))
          if (chunk.type === "chunk" && names.includes(chunk.name)) chunk.code = hint + chunk.code;
      },
    },
  };
}
