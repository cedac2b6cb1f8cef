/** Intervals against the slow way: looking at each of them, for each pixel. */
import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { firstAfter, indexIntervals, type IntervalData } from "../../../src/kit/view/interval-index.ts";
import { intervalPaths } from "../../../src/kit/view/interval-paths.ts";
import { Intervals } from "../../../src/kit/view/intervals.tsx";
import { linear } from "../../../src/kit/view/scales.ts";

const data: IntervalData = { lane: [1, 0, 0, 1], start: [0, 5, 0, 4], end: [4, 8, 5, 6], kind: [0, 1, 0, 1] };
const box = (lane: number): { top: number; height: number } => ({ top: 10 * lane, height: 8 });

describe("indexIntervals(data, lanes)", () => {
  it("orders by lane, then by start", () => {
    const index = indexIntervals(data, 2);
    expect([...index.order]).toEqual([2, 1, 0, 3]);
    expect([...index.offsets]).toEqual([0, 2, 4]);
    expect([index.from, index.to]).toEqual([0, 8]);
  });
  it("is made once for the same data", () => {
    expect(indexIntervals(data, 2)).toBe(indexIntervals(data, 2));
  });
  it.each([
    [{ ...data, lane: [0, 0, 0, 2] }, "lane must be below 2 (got 2)"],
    [{ ...data, end: [4, 8, 5, 3] }, "end must not be before start (got 4 to 3)"],
    [{ ...data, kind: [0] }, "lane, start, end and kind must have one length (got 4, 4, 4, 1)"],
  ])("names what it refuses", (wrong, message) => {
    expect(() => indexIntervals(wrong, 2)).toThrow(new RangeError(message));
  });
});

describe("firstAfter(index, start, lane, time)", () => {
  it("finds what a look at all of them finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 50 }))),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: -1, max: 51 }),
        (pairs, lane, time) => {
          const many: IntervalData = {
            lane: pairs.map(([at]) => at),
            start: pairs.map(([, start]) => start),
            end: pairs.map(([, start]) => start + 1),
            kind: pairs.map(() => 0),
          };
          const index = indexIntervals(many, 4);
          const before = pairs.filter(([at, start]) => at === lane && start <= time).length;
          expect(firstAfter(index, many.start, lane, time)).toBe(index.offsets[lane] + before);
        },
      ),
    );
  });
});

describe("intervalPaths(data, index, kinds, x, boxOf)", () => {
  it("draws what is wider than a pixel where it is, a pixel apart", () => {
    // Ten pixels for a unit of time.
    expect(intervalPaths(data, indexIntervals(data, 2), 2, linear([0, 8], [0, 80]), box)).toEqual({
      boxes: ["", ""],
      strokes: ["M0 4h49M0 14h39", "M50 4h29M40 14h19"],
    });
  });
  it("adds up no roundings along a lane", () => {
    // A thousand intervals of 2.96 pixels, each a third of time after the last: the last one begins at 2996 = 999 × 3 − 1.
    const count = 1000;
    const row: IntervalData = {
      lane: new Uint8Array(count),
      start: Float64Array.from({ length: count }, (_, i) => i / 3),
      end: Float64Array.from({ length: count }, (_, i) => i / 3 + 0.328),
      kind: new Uint8Array(count),
    };
    const { strokes } = intervalPaths(row, indexIntervals(row, 1), 1, linear([0, count / 3], [0, 3000.4]), box);
    let pen = 0;
    for (const [, command, by] of strokes[0].matchAll(/([Mmh])(-?[\d.]+)/g))
      pen = command === "M" ? Number(by) : pen + Number(by);
    expect(pen).toBeCloseTo((3000.4 / (count / 3)) * (999 / 3 + 0.328), 1);
  });
  it("leaves out what is outside, and cuts at the edge", () => {
    expect(intervalPaths(data, indexIntervals(data, 2), 2, linear([6, 8], [0, 80]), box).strokes).toEqual([
      "",
      "M0 4h79",
    ]);
  });
  it("keeps the area of each kind, where intervals are narrower than a pixel", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0.05, 0.1, 0.2), fc.constantFrom(0, 1, 2)), {
          minLength: 200,
          maxLength: 300,
        }),
        (parts) => {
          // Kind 2 is a gap.
          let now = 0;
          const intervals = parts.flatMap(([length, kind]) => {
            const start = now;
            now += length;
            return kind === 2 ? [] : [{ start, end: now, kind }];
          });
          fc.pre(intervals.length > 0);
          const many: IntervalData = {
            lane: intervals.map(() => 0),
            start: intervals.map(({ start }) => start),
            end: intervals.map(({ end }) => end),
            kind: intervals.map(({ kind }) => kind),
          };
          const { boxes } = intervalPaths(many, indexIntervals(many, 1), 2, linear([0, 60], [0, 60]), box);
          for (const kind of [0, 1]) {
            const time = intervals
              .filter((interval) => interval.kind === kind)
              .reduce((sum, { start, end }) => sum + end - start, 0);
            // Coordinates are rounded to a hundredth of a pixel; what is flatter than a twentieth is left out.
            expect(Math.abs(areaOf(boxes[kind]) / 8 - time)).toBeLessThan(0.06 * Math.max(10, time));
          }
        },
      ),
    );
  });
  it("gives each kind its share of the height: a third and two thirds of 1F1B's steady state", () => {
    const times = Array.from({ length: 400 }, (_, i) => ({
      start: Math.floor(i / 2) * 3 + (i % 2),
      end: Math.floor(i / 2) * 3 + (i % 2 === 0 ? 1 : 3),
    }));
    const steady: IntervalData = {
      lane: times.map(() => 0),
      start: times.map(({ start }) => start),
      end: times.map(({ end }) => end),
      kind: times.map((_, i) => i % 2),
    };
    const [forward, backward] = intervalPaths(
      steady,
      indexIntervals(steady, 1),
      2,
      linear([0, 600], [0, 300]),
      box,
    ).boxes;
    expect([forward, backward].map((path) => path.split("M").length - 1)).toEqual([1, 1]);
    expect(
      [areaOf(forward) / (300 * 8), areaOf(backward) / (300 * 8)].map((share) => Number(share.toFixed(2))),
    ).toEqual([0.33, 0.67]);
  });
  it("writes no more than there are pixels: 100,000 intervals in 16 lanes", () => {
    const count = 100_000;
    const many: IntervalData = {
      lane: Uint8Array.from({ length: count }, (_, i) => i % 16),
      start: Float64Array.from({ length: count }, (_, i) => Math.floor(i / 16)),
      end: Float64Array.from({ length: count }, (_, i) => Math.floor(i / 16) + 0.9),
      kind: Uint8Array.from({ length: count }, (_, i) => Math.floor(i / 48) % 3),
    };
    const { boxes } = intervalPaths(many, indexIntervals(many, 16), 3, linear([0, count / 16], [20, 680]), box);
    const pieces = boxes.join("").split("M").length - 1;
    expect(pieces).toBeGreaterThan(0);
    expect(pieces).toBeLessThanOrEqual(16 * 165 * 3);
  });
});

/** Of all boxes of a path. */
function areaOf(path: string): number {
  return [...path.matchAll(/h([\d.]+)v([\d.]+)/g)].reduce(
    (sum, [, width, height]) => sum + Number(width) * Number(height),
    0,
  );
}

function render(element: Parameters<typeof renderToString>[0], values: Readonly<Record<string, never>> = {}) {
  const draw = drawer("sample", "wide");
  return {
    html: renderToString(<DrawContext.Provider value={{ ...draw, values }}>{element}</DrawContext.Provider>),
    draw,
  };
}

describe("Intervals", () => {
  const kinds = [
    ["Forward", "forward"],
    ["Idle", "idle"],
  ] as const;
  it("says what is at a point: kind, lane and times, or what its author says", () => {
    const { draw } = render(
      <Intervals
        label="Ranks"
        lanes={["rank 0", "rank 1"]}
        data={data}
        kinds={kinds}
        unit="ms"
        laneHeight={20}
        pick="operation"
      />,
    );
    const probe = draw.probes.get("Ranks")!;
    // Six characters of 6.6 pixels and 10 before the first millisecond, 8 of them up to 678.
    const x = (time: number): number => 49.6 + (time / 8) * (678 - 49.6);
    expect(probe.hit(probe.nearest(x(6), 5))).toEqual({
      x: x(6.5),
      y: 0,
      text: "Idle, rank 0\n5 to 8 ms",
      sets: { operation: 1 },
    });
    expect(probe.hit(probe.nearest(x(1), 25)).text).toBe("Forward, rank 1\n0 to 4 ms");
    expect(probe.nearest(x(7.5), 25)).toBe(-1);
    expect(probe.nearest(x(7.5), 45)).toBe(-1);
  });
  it("shows the window that its parameter says", () => {
    const { html } = render(<Intervals label="Ranks" lanes={2} data={data} kinds={kinds} unit="ms" window="view" />, {
      view: [6, 8],
    } as never);
    expect(html).toContain(
      'data-window="{&quot;param&quot;:&quot;view&quot;,&quot;from&quot;:6,&quot;to&quot;:8,&quot;whole&quot;:[0,8],',
    );
    expect(html).not.toContain("var(--forward)");
  });
  it("takes the room that it is given where its lanes need less, and what they need where that is more", () => {
    const heightOf = (room: number): string | undefined =>
      /<svg[^>]* height="(\d+)"/.exec(
        render(<Intervals label="Ranks" lanes={2} data={data} kinds={kinds} unit="ms" laneHeight={20} room={room} />)
          .html,
      )?.[1];
    // 36 pixels of an axis.
    expect([heightOf(50), heightOf(30)]).toEqual(["86", "76"]);
  });
  it("writes into what is wide enough", () => {
    const { html } = render(
      <Intervals label="Ranks" lanes={2} data={data} kinds={kinds} unit="ms" inside={(interval) => `#${interval}`} />,
    );
    expect([...html.matchAll(/>(#\d)</g)].map(([, text]) => text)).toEqual(["#2", "#1", "#0", "#3"]);
  });
  it("leaves out what would reach into the neighbors: some letters are half as wide again as others", () => {
    // 18 pixels for a unit of time, in which "AF" is 14 wide and "MW" 19.
    const narrow: IntervalData = { lane: [0, 0, 0, 0], start: [0, 1, 2, 3], end: [1, 2, 3, 37], kind: [0, 1, 0, 1] };
    const names = ["AF", "MW", "AF", "MW"];
    const { html } = render(
      <Intervals
        label="Ranks"
        lanes={1}
        data={narrow}
        kinds={kinds}
        unit="ms"
        inside={(interval) => names[interval]}
      />,
    );
    expect([...html.matchAll(/>(AF|MW)</g)].map(([, text]) => text)).toEqual(["AF", "AF", "MW"]);
  });
  it("writes into the part that its window shows, or not at all", () => {
    const { html } = render(
      <Intervals
        label="Ranks"
        lanes={2}
        data={data}
        kinds={kinds}
        unit="ms"
        window="view"
        inside={(interval) => `#${interval}`}
      />,
      { view: [3.99, 8] } as never,
    );
    const places = [...html.matchAll(/x="([\d.]+)"[^>]*>(#\d)</g)].map(([, x, text]) => [text, Number(x)] as const);
    // Of the first, from 0 to 4, a hundredth of a millisecond is seen; that from 0 to 5 ends a quarter on the way.
    const x = (time: number): number => 16.6 + ((time - 3.99) / 4.01) * (678 - 16.6);
    expect(places.map(([text]) => text)).toEqual(["#2", "#1", "#3"]);
    for (const [i, time] of [(3.99 + 5) / 2, 6.5, 5].entries()) expect(places[i][1]).toBeCloseTo(x(time), 1);
  });
});
