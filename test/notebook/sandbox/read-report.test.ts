import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrameReport, readWorkerReport } from "../../../src/notebook/sandbox/read-report.ts";

const isCell = (id: string): boolean => id === "a";
const read = (report: unknown) => readWorkerReport(JSON.stringify(report), isCell);

describe("readWorkerReport(json, isCell)", () => {
  it("gives back what the worker reports", () => {
    for (const report of [
      { is: "ready" }, { is: "alive" }, { is: "started", id: "a" }, { is: "displayed", id: "a", outputs: [{ kind: "text", text: "x" }] },
      { is: "finished", id: "a", outcome: { outputs: [], error: null } }, { is: "finished", id: "a", outcome: { outputs: [], error: { message: "m", line: 2 } } },
    ]) expect(read(report)).toEqual(report);
  });
  it.each([
    null, 1, "x", [], {}, { is: "ended" }, { is: "__proto__", id: "a" }, { is: "started" }, { is: "started", id: 1 }, { is: "started", id: "b" }, { is: "started", id: "__proto__" },
    { is: "displayed", id: "a" }, { is: "displayed", id: "a", outputs: { length: 1 } }, { is: "finished", id: "a" }, { is: "finished", id: "a", outcome: null },
    { is: "finished", id: "a", outcome: { outputs: [] } }, { is: "finished", id: "a", outcome: { outputs: [], error: 5 } }, { is: "finished", id: "a", outcome: { outputs: [], error: { message: { a: 1 } } } },
  ])("drops %j", (report) => expect(read(report)).toBeNull());
  it("shows an output that is none as such", () => {
    expect(read({ is: "displayed", id: "a", outputs: [null] })).toEqual({ is: "displayed", id: "a", outputs: [{ kind: "text", text: "This output cannot be shown." }] });
  });
  it("cuts an error, and drops a line that is none", () => {
    expect(read({ is: "finished", id: "a", outcome: { outputs: [], error: { message: "x".repeat(1e6), line: "7" } } })).toEqual({ is: "finished", id: "a", outcome: { outputs: [], error: { message: "x".repeat(2_000) } } });
  });
  it("drops what is no JSON, or too long to be read", () => {
    expect(readWorkerReport("{", isCell)).toBeNull();
    expect(readWorkerReport(`{"is":"alive","x":"${"x".repeat(4_000_000)}"}`, isCell)).toBeNull();
  });
  it("never throws", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom("started", "displayed", "finished"), (value, is) => {
      read(value);
      read({ is, id: "a", outputs: value, outcome: value });
      read({ is, id: "a", outputs: [value], outcome: { outputs: [value], error: value } });
    }));
  });
});

describe("readFrameReport(raw)", () => {
  it("gives back what the frame reports, and drops the rest", () => {
    for (const report of [{ is: "frame" }, { is: "stopped", turn: 1 }, { is: "ended", why: "flood", message: "m" }]) expect(readFrameReport(report)).toEqual(report);
    for (const raw of [null, undefined, 1, [], {}, { is: "stopped" }, { is: "ended", why: "x", message: "m" }, { is: "ended", why: "flood", message: {} }]) expect(readFrameReport(raw)).toBeNull();
  });
});
