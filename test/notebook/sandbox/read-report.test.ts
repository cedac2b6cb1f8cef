import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReportReader, readFrameReport } from "../../../src/notebook/sandbox/read-report.ts";

const isCell = (id: string): boolean => id === "a";
const read = (report: unknown) => createReportReader(isCell).read(JSON.stringify(report));
const text = (one: string) => ({ kind: "text", text: one });

describe("createReportReader(isCell).read(json)", () => {
  it("gives what the worker reports", () => {
    for (const report of [
      { is: "ready" },
      { is: "alive", atWork: true },
      { is: "alive", atWork: false },
      { is: "started", id: "a" },
    ])
      expect(read(report)).toEqual(report);
    expect(read({ is: "displayed", id: "a", from: 0, outputs: [text("x")] })).toEqual({
      is: "displayed",
      id: "a",
      outputs: [text("x")],
    });
    expect(read({ is: "finished", id: "a", from: 0, outputs: [], error: null })).toEqual({
      is: "finished",
      id: "a",
      outcome: { outputs: [], error: null },
    });
    expect(read({ is: "finished", id: "a", from: 0, outputs: [], error: { message: "m", line: 2 } })).toEqual({
      is: "finished",
      id: "a",
      outcome: { outputs: [], error: { message: "m", line: 2 } },
    });
  });
  it("puts new outputs behind those that it has, the same ones, until the cell starts again", () => {
    const reader = createReportReader(isCell);
    const say = (report: object) =>
      reader.read(JSON.stringify({ id: "a", ...report })) as { outputs: unknown[] } | null;
    const first = say({ is: "displayed", from: 0, outputs: [text("1"), text("2")] })!.outputs;
    const second = say({ is: "displayed", from: 1, outputs: [text("3")] })!.outputs;
    expect(second).toEqual([text("1"), text("3")]);
    expect(second[0]).toBe(first[0]);
    expect(say({ is: "displayed", from: 3, outputs: [text("4")] })).toBeNull();
    say({ is: "started" });
    expect(say({ is: "displayed", from: 1, outputs: [text("5")] })).toBeNull();
  });
  it("shows no more than a page has room for, however it comes", () => {
    const reader = createReportReader(isCell);
    const elements = (count: number) => ({
      kind: "element",
      node: { tag: "p", svg: false, attributes: [], children: Array.from({ length: count }, () => "x") },
    });
    const say = (from: number, outputs: unknown[]) =>
      (reader.read(JSON.stringify({ is: "displayed", id: "a", from, outputs })) as { outputs: unknown[] }).outputs;
    expect(say(0, [elements(6_000)])).toHaveLength(1);
    expect(say(1, [elements(6_000)])).toEqual([
      expect.anything(),
      {
        kind: "text",
        text: expect.stringMatching(
          /^… and 1 more output, which is not shown\. .* these have 6,002 and 6,000 or more\.$/,
        ),
      },
    ]);
    expect(
      say(
        0,
        Array.from({ length: 5_000 }, () => text("x")),
      ),
    ).toHaveLength(102); // 100, the note of an engine, and ours
  });
  it.each([
    null,
    1,
    "x",
    [],
    {},
    { is: "ended" },
    { is: "__proto__", id: "a" },
    { is: "started" },
    { is: "started", id: 1 },
    { is: "started", id: "b" },
    { is: "started", id: "__proto__" },
    { is: "displayed", id: "a" },
    { is: "displayed", id: "a", from: 0, outputs: { length: 1 } },
    { is: "displayed", id: "a", from: -1, outputs: [] },
    { is: "displayed", id: "a", from: "0", outputs: [] },
    { is: "finished", id: "a" },
    { is: "finished", id: "a", from: 0, outputs: [] },
    { is: "finished", id: "a", from: 0, outputs: [], error: 5 },
    { is: "finished", id: "a", from: 0, outputs: [], error: { message: { a: 1 } } },
  ])("drops %j", (report) => expect(read(report)).toBeNull());
  it("shows an output that is none as such", () => {
    expect(read({ is: "displayed", id: "a", from: 0, outputs: [null] })).toEqual({
      is: "displayed",
      id: "a",
      outputs: [text("This output cannot be shown.")],
    });
  });
  it("cuts an error, and drops a line that is none", () => {
    expect(
      read({ is: "finished", id: "a", from: 0, outputs: [], error: { message: "x".repeat(1e6), line: "7" } }),
    ).toEqual({ is: "finished", id: "a", outcome: { outputs: [], error: { message: "x".repeat(2_000) } } });
  });
  it("drops what is no JSON, or too long to be read", () => {
    expect(createReportReader(isCell).read("{")).toBeNull();
    expect(createReportReader(isCell).read(`{"is":"alive","x":"${"x".repeat(4_000_000)}"}`)).toBeNull();
  });
  it("never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("started", "displayed", "finished"), (value, is) => {
        read(value);
        read({ is, id: "a", from: 0, outputs: value, error: value });
        read({ is, id: "a", from: value, outputs: [value], error: value });
      }),
    );
  });
});

describe("readFrameReport(raw)", () => {
  it("gives back what the frame reports, and drops the rest", () => {
    for (const report of [{ is: "frame" }, { is: "stopped", turn: 1 }, { is: "ended", why: "flood", message: "m" }])
      expect(readFrameReport(report)).toEqual(report);
    for (const raw of [
      null,
      undefined,
      1,
      [],
      {},
      { is: "stopped" },
      { is: "ended", why: "x", message: "m" },
      { is: "ended", why: "flood", message: {} },
    ])
      expect(readFrameReport(raw)).toBeNull();
  });
});
