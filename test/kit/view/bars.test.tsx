import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { Bars } from "../../../src/kit/view/bars.tsx";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { hastOf, textOf } from "../html.ts";

const rows = [
  { name: "First", part: "a", hours: 3 },
  { name: "First", part: "b", hours: 1 },
  { name: "Second", part: "a", hours: 2 },
];
const draw = drawer("sample", "wide");
const html = renderToString(
  <DrawContext.Provider value={draw}>
    <Bars
      label="Hours"
      rows={rows}
      name={({ name }) => name}
      value={({ hours }) => hours}
      fill={() => "var(--accent)"}
      tips={({ name, part, hours }) => `${name}, ${part}: ${hours}`}
      axis={() => ({ label: "Hours", domain: [0, 10] })}
      height={100}
      left={[80, 60]}
      right={20}
      gap={2}
    />
  </DrawContext.Provider>,
);

describe("Bars", () => {
  it("has a name for each bar, in the order of the rows", () => {
    const texts = hastOf(html)
      .filter(({ tagName }) => tagName === "text")
      .map(textOf);
    expect(texts.filter((text) => /First|Second/.test(text))).toEqual(["First", "Second"]);
  });
  it("puts parts of one name one after the other, and says each, but not the line at zero", () => {
    const probe = draw.probes.get("Hours")!;
    const said = Array.from({ length: probe.count }, (_, mark) => probe.hit(mark).text);
    expect(said).toEqual(["First, a: 3", "First, b: 1", "Second, a: 2"]);
    // Of 680 pixels 580 are for ten hours: the second part is from 3 to 4.
    expect(probe.hit(probe.nearest(80 + 58 * 3.5, 20)).text).toBe("First, b: 1");
  });
});
