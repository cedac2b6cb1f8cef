/** @file What is exported says what it is, and what it refuses. */
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { readApi } from "../../src/components/api/read-api.ts";

const root = resolve(import.meta.dirname, "../..");
const entries = readApi(join(root, "src/compute/index.ts"), join(root, "src/components/api/samples"));

/** A place that can be looked up: of the report, a paper, a standard, a repository, a vendor's data sheet. */
const place =
  /§\d|(Figure|Table|Appendix|eq\.) [\dA-Z]|arXiv:\d{4}\.\d{4,5}|doi:10\.|[\w-]+\/[\w.-]+|IEEE 754-2019|NVIDIA's data sheet/;
/** What is not from elsewhere says what it is instead. */
const own = /\bours: \S.{8,}/;
/** A list whose entries have their sources as data. */
const inside = /^each \w+ names its own$/;

describe("the docstring of each export", () => {
  it("says what it is", () => {
    expect(entries.filter(({ description }) => description.length === 0).map(({ name }) => name)).toEqual([]);
  });
  it("says what it refuses, where it takes arguments", () => {
    const silent = entries.filter(
      ({ kind, signature, tags }) =>
        kind === "function" &&
        !signature.includes("():") &&
        !tags.some(({ tag, text }) => tag === "throws" && text.startsWith("RangeError")),
    );
    expect(
      silent.map(({ name }) => name),
      "needs @throws RangeError …",
    ).toEqual([]);
  });
  it("says where it is from: a place, or `ours: ` and what it is", () => {
    const without = entries.filter(({ name, tags }) => {
      const source = tags.find(({ tag }) => tag === "source")?.text ?? "";
      return (
        !place.test(source) &&
        !own.test(source) &&
        !(inside.test(source) && namesSources((compute as Record<string, unknown>)[name]))
      );
    });
    expect(
      without.map(({ name }) => name),
      "needs @source with a place, or `@source ours: …`",
    ).toEqual([]);
  });
  it("has no empty tag", () => {
    expect(
      entries.flatMap(({ name, tags }) => tags.filter(({ text }) => text === "").map(({ tag }) => `${name} @${tag}`)),
    ).toEqual([]);
  });
});

/** Whether each entry of a list, or each field of an object, has a source, at some depth. */
function namesSources(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((entry) => JSON.stringify(entry).includes('"source":'))
  );
}
