/** @file What says which version this is says the same in every place. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const read = (name: string): string => readFileSync(join(import.meta.dirname, "../..", name), "utf8");
const { version, released, repository, doi } = JSON.parse(read("package.json"));

describe("the version", () => {
  it("is that of CITATION.cff, with its day, repository and DOI", () => {
    const cff = parse(read("CITATION.cff"));
    expect([cff.version, cff["date-released"], cff["repository-code"], cff.doi ?? ""]).toEqual([
      version,
      released,
      repository,
      doi,
    ]);
  });
  it("is that of the list of installed packages", () => {
    const lock = JSON.parse(read("package-lock.json"));
    expect([lock.version, lock.packages[""].version]).toEqual([version, version]);
  });
  it("is the newest of the changelog, under what is not released", () => {
    const [first, second] = [...read("CHANGELOG.md").matchAll(/^## (.+)$/gm)].map(([, head]) => head);
    expect([first, second]).toEqual(["Unreleased", `${version} (${released})`]);
  });
  it("has its ledger", () => {
    expect(JSON.parse(read(`releases/${version}.json`)).version).toBe(version);
  });
});
