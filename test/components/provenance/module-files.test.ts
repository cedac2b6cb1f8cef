/** From the name of an export to its file, its line and its tests. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { exportNamed, exportsOf, lineOf, testsOf } from "../../../src/components/provenance/module-files.ts";
import * as compute from "../../../src/compute/index.ts";

const root = resolve(import.meta.dirname, "../../..");
const all = Object.keys(compute).map((name) => exportNamed(name)!);

describe("exportsOf(source)", () => {
  it("has values and no types", () => {
    expect([...exportsOf('export { a, b, type C } from "./x/y.ts";\nexport {\n  d,\n} from "./z.ts";')]).toEqual([
      ["a", "x/y.ts"],
      ["b", "x/y.ts"],
      ["d", "z.ts"],
    ]);
  });
});

describe("exportNamed(name)", () => {
  it("knows all that the module exports, and the laboratory", () => {
    expect(all).not.toContain(undefined);
    expect(exportNamed("bubbleTime")).toEqual({ name: "bubbleTime", module: "compute", file: "pipeline/bubble.ts" });
    expect(exportNamed("recordedTiny")?.module).toBe("lab");
    expect(exportNamed("noSuchName")).toBeUndefined();
  });
});

describe("lineOf(export)", () => {
  it("is where it is declared", () => {
    for (const one of all) {
      const line = lineOf(one);
      expect(line, one.name).not.toBeNull();
      expect(readFileSync(join(root, "src/compute", one.file), "utf8").split("\n")[line! - 1]).toContain(one.name);
    }
  });
});

describe("testsOf(exports)", () => {
  it("finds one for everything that the module exports", () => {
    expect(all.filter((one) => testsOf([one]).length === 0).map(({ name }) => name)).toEqual([]);
  });
});
