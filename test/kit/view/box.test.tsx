import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { Box } from "../../../src/kit/view/box.tsx";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { Drawing } from "../../../src/kit/view/drawing.tsx";

function draw(strengths: readonly number[]) {
  const context = drawer("sample", "wide");
  const html = renderToString(
    <DrawContext.Provider value={context}>
      <Drawing label="Entries" boxes height={20}>
        {() =>
          strengths.map((strength, i) => (
            <Box
              key={i}
              x={10 * i}
              y={0}
              width={9}
              height={15}
              fill="accent"
              strength={strength}
              tip={`Entry ${i}`}
              sets={{ entry: i }}
            />
          ))
        }
      </Drawing>
    </DrawContext.Provider>,
  );
  return { html, probe: context.probes.get("Entries")! };
}

describe("Box", () => {
  it("is drawn with all of its look as one path, in sixteenths of the color", () => {
    const { html } = draw([1, 0.5, 0.51, 1]);
    expect(html.match(/<path[^>]*>/g)).toEqual(
      [
        '<path d="m0 0h9v15h-9zm30 0h9v15h-9z" fill="var(--accent)"/>',
        '<path d="m10 0h9v15h-9zm10 0h9v15h-9z" fill="var(--accent)" fill-opacity="0.5"/>',
      ].map((path) => path.replace("/>", ">")),
    );
  });
  it("takes no more elements for a thousand boxes than for each strength one", () => {
    const { html } = draw(Array.from({ length: 1000 }, (_, i) => i / 1000));
    expect(html.match(/<path/g)!.length).toBeLessThanOrEqual(17);
  });
  it("says what it is and sets, also a little beside it", () => {
    const { probe } = draw([1, 1, 1]);
    expect(probe.count).toBe(3);
    expect(probe.hit(probe.nearest(12, 5))).toEqual({ x: 14.5, y: 0, text: "Entry 1", sets: { entry: 1 } });
    expect(probe.nearest(31, 5)).toBe(2);
    expect(probe.nearest(40, 5)).toBe(-1);
  });
  it("needs a drawing that asks for boxes", () => {
    expect(() =>
      renderToString(
        <Drawing label="One" height={9}>
          {() => <Box x={0} y={0} width={1} height={1} tip="" />}
        </Drawing>,
      ),
    ).toThrow("a Box must stand in a <Drawing boxes>");
  });
});
