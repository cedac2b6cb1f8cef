/** @file What is exported says what it is, and what it refuses. */
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readApi } from "../../src/components/api/read-api.ts";

const root = resolve(import.meta.dirname, "../..");
const entries = readApi(join(root, "src/compute/index.ts"), join(root, "src/components/api/samples.ts"));

/** Functions whose docstrings do not say yet what they refuse. The list may only become shorter. */
const withoutThrows = [
  "gemmByRows", "operandOf", "trainingBytesPerParameter", "cacheBytesPerRequest", "expandedValuesPerToken", "attentionIntensity", "decodeFlop", "decodeIntensity", "flopPerPair", "writeSchedule", "describeOperation", "operationSlack",
  "pipelineIntervals", "partDurations", "loadImbalance", "activationBytes", "assumeStep", "headTimes", "joinTimes", "layerParts", "partTimes", "isLowerBetter",
];

describe("the docstring of each export", () => {
  it("says what it is", () => {
    expect(entries.filter(({ description }) => description.length === 0).map(({ name }) => name)).toEqual([]);
  });
  it("says what it refuses, where it takes arguments", () => {
    const silent = entries.filter(({ kind, signature, tags }) => kind === "function" && !signature.includes("():") && !tags.some(({ tag }) => tag === "throws"));
    expect(silent.map(({ name }) => name).filter((name) => !withoutThrows.includes(name)), "needs @throws").toEqual([]);
    expect(withoutThrows.filter((name) => !silent.some((entry) => entry.name === name)), "has @throws now: take it off the list").toEqual([]);
  });
  it("gives the place of what it cites, and no empty tag", () => {
    expect(entries.flatMap(({ name, tags }) => tags.filter(({ text }) => text === "").map(({ tag }) => `${name} @${tag}`))).toEqual([]);
  });
});
