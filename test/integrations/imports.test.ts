/** Who may import whom: downward only, and the computation module imports nobody. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../src");

/** Layers that each layer may import from, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  compute: [],
  data: [],
  lab: ["compute"],
  kit: ["compute"],
  widgets: ["kit", "lab", "compute", "data"],
  notebook: ["kit", "compute"],
  lookup: ["compute", "kit"],
  search: ["kit"],
  offline: ["kit"],
  reader: ["notebook"],
  components: ["widgets", "kit", "compute", "notebook", "styles", "data", "reader"],
  layouts: ["components", "kit", "reader", "search", "styles"],
  pages: ["layouts", "components", "lookup", "offline", "reader", "styles", "kit", "notebook"],
  integrations: ["notebook", "lookup", "offline", "search", "kit", "compute"],
  styles: [],
};

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|tsx|astro|js)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

/** Modules that a file names: of an Astro file, those of its front matter and of its scripts. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const code = file.endsWith(".astro")
    ? [...text.matchAll(/^---\n([\s\S]*?)\n---|<script>([\s\S]*?)<\/script>/g)]
        .map(([, head, script]) => head ?? script)
        .join("\n")
    : text;
  return ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
}

const layerOf = (path: string): string => relative(root, path).split("/")[0];

describe("imports", () => {
  it("are found at all", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(importsOf(join(root, "kit/shell/figure.tsx"))).toContain("./controls.tsx");
    expect(importsOf(join(root, "layouts/Page.astro"))).toContain("./Early.astro");
  });
  it("go downward only", () => {
    const wrong = files.flatMap((file) => {
      const layer = layerOf(file);
      if (!(layer in allowed)) return [];
      return importsOf(file)
        .filter((target) => target.startsWith("."))
        .map((target) => layerOf(resolve(dirname(file), target)))
        .filter((target) => target in allowed && target !== layer && !allowed[layer].includes(target))
        .map((target) => `${relative(root, file)} imports from ${target}`);
    });
    expect(wrong).toEqual([]);
  });
  it("of src/compute are relative, end in .ts and stay inside", () => {
    const wrong = files
      .filter((file) => layerOf(file) === "compute")
      .flatMap((file) =>
        importsOf(file)
          .filter(
            (target) =>
              !target.startsWith(".") ||
              !target.endsWith(".ts") ||
              layerOf(resolve(dirname(file), target)) !== "compute",
          )
          .map((target) => `${relative(root, file)}: ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe("src/data", () => {
  it("is data alone: no imports, no functions", () => {
    const own = files.filter((file) => layerOf(file) === "data");
    expect(own.length).toBeGreaterThan(0);
    expect(
      own.filter(
        (file) =>
          importsOf(file).length > 0 ||
          /=>|\bfunction\b/.test(readFileSync(file, "utf8").replace(/"(?:[^"\\]|\\.)*"/g, '""')),
      ),
    ).toEqual([]);
  });
  it("comes with what shows it: no script of a page names it", () => {
    const inPages = files.filter((file) => ["kit", "notebook", "layouts", "pages"].includes(layerOf(file)));
    expect(
      inPages.filter((file) =>
        importsOf(file).some((target) => target.startsWith(".") && layerOf(resolve(dirname(file), target)) === "data"),
      ),
    ).toEqual([]);
  });
});

describe("src/compute", () => {
  it("has no clock, no chance of its own, no page", () => {
    const forbidden =
      /\b(?:Date\.now|new Date|performance\.|Math\.random|document\.|window\.|globalThis|fetch\(|crypto\.)/;
    const wrong = files.filter(
      (file) =>
        layerOf(file) === "compute" &&
        forbidden.test(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
    expect(wrong.map((file) => relative(root, file))).toEqual([]);
  });
});
