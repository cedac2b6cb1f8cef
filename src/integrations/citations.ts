/** @file Citations that do not exist fail the build, with file, line and the nearest key. */
import { readFileSync } from "node:fs";
import type { Root } from "hast";
import { visit } from "unist-util-visit";
import type { VFile } from "vfile";

const keysOf = (bibliography: string): string[] =>
  [...bibliography.matchAll(/^@\w+\{\s*([^,\s]+)\s*,/gm)].map(([, key]) => key);

/** Rehype plugin, before the one that renders citations: checks each `[@key]`. */
export function checkCitations() {
  return (tree: Root, file: VFile): void => {
    const keys = keysOf(readFileSync(new URL("../../content/references.bib", import.meta.url), "utf8"));
    visit(tree, "text", (node) => {
      for (const [, group] of node.value.matchAll(/\[([^\]]*@[^\]]*)\]/g)) {
        for (const [, key] of group.matchAll(/@([\w:.-]*\w)/g)) {
          if (keys.includes(key)) continue;
          const near = keys.filter((candidate) => candidate.slice(0, 4) === key.slice(0, 4));
          const known = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are ${keys.join(", ")}.`;
          throw new Error(
            `${file.path}:${node.position?.start.line ?? "?"}: no reference "${key}" in content/references.bib. ${known}`,
          );
        }
      }
    });
  };
}
