/** @file Changes the HTML of every built page, once the build is done. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** An integration that puts what `change` makes of each built page in its place. */
export function changeBuiltHtml(name: string, change: (html: string) => string): AstroIntegration {
  return {
    name,
    hooks: {
      "astro:build:done": ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
          if (!file.endsWith(".html")) continue;
          const path = join(folder, file);
          writeFileSync(path, change(readFileSync(path, "utf8")));
        }
      },
    },
  };
}
