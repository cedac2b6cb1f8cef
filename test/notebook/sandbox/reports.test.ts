import { describe, expect, it } from "vitest";
import type { DisplayTree } from "../../../src/notebook/display/tree.ts";
import { createReports } from "../../../src/notebook/sandbox/reports.ts";

/** Reports, with a clock that stands still until it is moved. */
function worker() {
  const posted: Record<string, unknown>[] = [];
  let time = 0;
  let timers: { at: number; run: () => void }[] = [];
  const reports = createReports((json) => void posted.push(JSON.parse(json) as Record<string, unknown>), {
    now: () => time,
    later: (run, wait) => void timers.push({ at: time + wait, run }),
  });
  return {
    reports,
    posted: () => posted.splice(0),
    pass(milliseconds: number) {
      const end = time + milliseconds;
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        timers = timers.filter((one) => one !== next);
        time = next.at;
        next.run();
      }
      time = end;
    },
  };
}

const text = (one: string): DisplayTree => ({ kind: "text", text: one });

describe("createReports(post, clock)", () => {
  it("sends of each output once", () => {
    const { reports, posted, pass } = worker();
    const outputs = [text("1")];
    reports.started("a");
    reports.displayed("a", () => [...outputs]);
    outputs.push(text("2"));
    pass(200);
    reports.displayed("a", () => [...outputs]);
    reports.finished("a", { outputs: [...outputs], error: null });
    expect(posted()).toEqual([
      { is: "started", id: "a" },
      { is: "displayed", id: "a", from: 0, outputs: [text("1")] },
      { is: "displayed", id: "a", from: 1, outputs: [text("2")] },
      { is: "finished", id: "a", from: 2, outputs: [], error: null },
    ]);
  });
  it("sends what a timer displays ten times a second, the last of it too", () => {
    const { reports, posted, pass } = worker();
    const outputs: DisplayTree[] = [];
    for (let i = 0; i < 1_000; i++) {
      outputs.push(text(String(i)));
      reports.displayed("a", () => [...outputs]);
      pass(1);
    }
    pass(100);
    const all = posted();
    expect(all.length).toBeLessThanOrEqual(12);
    expect(all.flatMap((report) => report.outputs)).toEqual(outputs);
  });
  it("sends 2 million characters a second and no more, the newest of each cell", () => {
    const { reports, posted, pass } = worker();
    let sent = 0;
    for (let i = 0; i < 300; i++) {
      reports.finished("a", { outputs: [text(`${i}`.padEnd(500_000))], error: null });
      for (const report of posted()) sent += JSON.stringify(report).length;
      pass(10);
    }
    pass(1_000);
    const last = posted().at(-1) as { outputs: { text: string }[] };
    expect(sent).toBeLessThan(4_000_000 + 3 * 2_000_000 + 1_000_000); // at once after a rest, three seconds, and one more
    expect(last.outputs[0].text.trim()).toBe("299");
  });
  it("tells how earlier cells ended before one that may never pause begins", () => {
    const { reports, posted } = worker();
    reports.finished("a", { outputs: [], error: null });
    reports.started("b");
    expect(posted().map(({ is, id }) => `${String(is)} ${String(id)}`)).toEqual(["finished a", "started b"]);
  });
  it("tells the end of a cell that has changed what JSON does", () => {
    const { reports, posted } = worker();
    const hostile = {
      kind: "text",
      text: "x",
      toJSON: () => {
        throw new Error("no");
      },
    } as unknown as DisplayTree;
    reports.finished("a", { outputs: [hostile], error: null });
    expect(posted()).toEqual([
      {
        is: "finished",
        id: "a",
        from: 0,
        outputs: [],
        error: { message: "What this cell shows cannot be sent to the page." },
      },
    ]);
  });
});
