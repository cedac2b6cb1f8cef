/** Readouts, legends, drawings, and attributes that make marks act. */
import { readFileSync } from "node:fs";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { XAxis, YAxis } from "../../../src/kit/view/axes.tsx";
import { colors, series } from "../../../src/kit/view/colors.ts";
import { DrawContext } from "../../../src/kit/view/draw-context.ts";
import { drawer } from "../../../src/kit/view/draw.ts";
import { ColumnBars } from "../../../src/kit/view/column-bars.tsx";
import { HeatMap } from "../../../src/kit/view/heat-map.tsx";
import { Drawing } from "../../../src/kit/view/drawing.tsx";
import { Legend } from "../../../src/kit/view/legend.tsx";
import { Readout } from "../../../src/kit/view/readout.tsx";
import { linear } from "../../../src/kit/view/scales.ts";
import { shareOf, valueAt } from "../../../src/kit/view/scrub-place.ts";
import { Scrub } from "../../../src/kit/view/scrub.tsx";
import { sets, tip } from "../../../src/kit/view/sets.ts";
import { hastOf, textOf } from "../html.ts";

describe("Readout", () => {
  it("makes text, exact value and unit of one value", () => {
    const html = renderToString(
      <Readout
        items={[
          { label: "Utilization", value: 0.345, as: "percent" },
          { label: "Speed", value: 1543.2, unit: "tokens/s" },
        ]}
      />,
    );
    expect(
      hastOf(html)
        .filter(({ tagName }) => tagName === "data")
        .map((data) => [textOf(data), data.properties.value]),
    ).toEqual([
      ["34.5%", "0.345"],
      ["1,543 tokens/s", "1543.2"],
    ]);
    expect(
      hastOf(html)
        .filter(({ properties }) => String(properties.className) === "peek-more")
        .map(textOf),
    ).toEqual(["34.5 %", "1,543.2 tokens/s"]);
  });
});

describe("Legend", () => {
  it("shows the color that marks have, and may set parameters", () => {
    const html = renderToString(
      <Legend
        items={[
          ["Forward $F$", "forward"],
          ["Idle", "idle", { show: "idle" }],
        ]}
      >
        Gaps part nodes.
      </Legend>,
    );
    const keys = hastOf(html).filter(({ properties }) => properties.dataKey !== undefined);
    expect(keys.map(({ properties }) => [properties.dataKey, properties.style, properties.dataSets])).toEqual([
      ["forward", "--key:var(--forward)", undefined],
      ["idle", "--key:var(--idle)", '{"show":"idle"}'],
    ]);
    expect(html).toContain("Gaps part nodes.");
  });
});

describe("colors", () => {
  it("are all those that the style sheet names, for light and dark paper", () => {
    const tokens = readFileSync("src/styles/tokens.css", "utf8");
    for (const name of Object.keys(colors))
      expect(tokens).toMatch(new RegExp(`--${name}: light-dark\\(#[0-9a-f]{6}, #[0-9a-f]{6}\\);`));
  });
  it.each([0, 1])("let be read what is written on them, by day and by night: %i", (night) => {
    const tokens = readFileSync("src/styles/tokens.css", "utf8");
    const of = (name: string): string =>
      new RegExp(`--${name}: light-dark\\((.*)\\);`).exec(tokens)![1].split(", ")[night];
    for (const name of ["forward", "backward-input", "backward-weights", "pipeline-communication", "communication"])
      expect(contrast(of(name), of("on-chunk")), name).toBeGreaterThan(4.5);
    for (const name of ["accent", "series-1", "series-2", "series-3", "series-4", "series-5", "loss-5"])
      expect(contrast(of(name), of("paper")), name).toBeGreaterThan(4.5);
  });
  it("begin anew after eight series", () => {
    expect([0, 7, 8].map(series)).toEqual(["series-1", "series-8", "series-1"]);
  });
});

describe("Drawing", () => {
  const at = (width: "wide" | "narrow", values: object = {}): string =>
    renderToString(
      <DrawContext.Provider value={{ ...drawer("sample", width), values: values as never }}>
        <Drawing label="Tokens" height={({ narrow }) => (narrow ? 80 : 60)}>
          {({ width, height }) => {
            const x = linear([0, 10], [40, width]);
            return (
              <>
                <XAxis scale={x} y={height - 36} label="Step" ticks={2} gridTo={0} />
                <YAxis scale={linear([0, 1], [height - 36, 16])} x={40} label="Load" ticks={[0, 1]} />
                <rect {...tip("Token 3")} {...sets({ token: 3 })} x={x(3)} width={4} height={4} />
                <Scrub at="step" scale={x} top={0} bottom={height - 36} />
              </>
            );
          }}
        </Drawing>
      </DrawContext.Provider>,
    );
  it("is as wide as the view, and as high as it should be there", () => {
    expect((["wide", "narrow"] as const).map((width) => /viewBox="([^"]+)"/.exec(at(width))![1])).toEqual([
      "0 0 680 60",
      "0 0 360 80",
    ]);
  });
  it("has axes with ticks and labels", () => {
    expect(
      hastOf(at("wide"))
        .filter(({ tagName }) => tagName === "text")
        .map(textOf),
    ).toEqual(["0", "5", "10", "Step", "0", "1", "Load"]);
  });
  it("has marks that say and set", () => {
    const mark = hastOf(at("wide")).find(({ properties }) => properties.dataTip)!;
    expect([mark.properties.dataTip, mark.properties.dataSets, mark.properties.role, mark.properties.tabIndex]).toEqual(
      ["Token 3", '{"token":3}', "button", 0],
    );
  });
  it("has a line at the parameter that is scrubbed", () => {
    expect(at("wide", { step: 5 })).toContain("--at:0.5000;--start:40px;--span:640px");
  });
});

describe("HeatMap and ColumnBars", () => {
  const draw = drawer("sample", "wide");
  renderToString(
    <DrawContext.Provider value={draw}>
      <HeatMap
        label="Cells"
        rows={4}
        columns={10}
        shadeOf={() => 1}
        shades={1}
        tips={(row, column) => `${row}/${column}`}
        width={100}
        height={40}
      />
      <ColumnBars
        label="Load; the line is the mean"
        values={[1, 2.5]}
        min={0}
        max={5}
        groupSize={2}
        classOf={() => "under"}
        width={100}
        height={50}
      />
    </DrawContext.Provider>,
  );
  it("say what is at a point", () => {
    const cells = draw.probes.get("Cells")!;
    expect(cells.hit(cells.nearest(35, 25))).toEqual({ x: 35, y: 25, text: "2/3" });
    const bars = draw.probes.get("Load; the line is the mean")!;
    expect(bars.hit(bars.nearest(99, 1))).toEqual({ x: 75, y: 25, text: "Load, 1: 2.5" });
  });
});

describe("HeatMap", () => {
  const draw = (props: Omit<Parameters<typeof HeatMap>[0], "label" | "rows" | "columns">): string =>
    renderToString(
      <DrawContext.Provider value={drawer("sample", "wide")}>
        <HeatMap label="Cells" rows={shadesOfRows.length} columns={5} {...props} />
      </DrawContext.Provider>,
    );
  const shadesOfRows = [
    [1, 1, 1, 1, 2],
    [0, 2, 2, 0, 1],
  ];
  const shadeOf = (row: number, column: number): number => shadesOfRows[row][column];
  const cells = (html: string): string[] =>
    [...html.matchAll(/<path class="heat-map-cells"[^>]*>/g)].map(([path]) => path);

  it("draws neighbors of one shade as one stroke, whose dashes leave the gaps", () => {
    const paths = cells(draw({ shadeOf, shades: 2, width: 100, height: 40 }));
    // A cell is 20 × 20 pixels, with a gap of 1: 0.05 of a cell.
    expect(paths.map((path) => /d="([^"]*)"/.exec(path)![1])).toEqual(["M0 0h4M4 1h1", "M4 0h1M1 1h2"]);
    for (const path of paths) {
      expect(path).toContain('transform="translate(0 10) scale(20 20)"');
      expect(path).toContain('stroke-width="0.95" stroke-dasharray="0.95 0.05"');
    }
    expect(paths[0]).toContain("--shade:0.500");
    expect(paths[1]).toContain("--shade:1.000");
  });
  it("ends a stroke where a group ends, and leaves a gap to the next", () => {
    // The gap is 0.6 columns, more than 6 pixels: a column is 106 / 5.6 = 18.929 wide.
    const [path] = cells(draw({ shadeOf: () => 1, shades: 1, groupSize: 3, width: 106, height: 40 }));
    expect(/d="([^"]*)"/.exec(path)![1]).toBe("M0 0h3M3.6 0h2M0 1h3M3.6 1h2");
    expect(path).toContain("scale(18.92857 20)");
  });
  it("has the colors that are named, and no gaps between rows of less than 3 pixels", () => {
    const named = cells(draw({ shadeOf, shades: 2, colors: ["loss-1", "loss-5"], width: 100, height: 5 }));
    expect(named.map((path) => /style="([^"]*)"/.exec(path)![1])).toEqual([
      "stroke:var(--loss-1)",
      "stroke:var(--loss-5)",
    ]);
    expect(named[0]).toContain('stroke-width="1"');
    expect(named[0]).not.toContain("dasharray");
    const last = cells(draw({ shadeOf, shades: 2, last: "accent", width: 100, height: 40 }));
    expect(last[0]).toContain("--shade:0.500");
    expect(last[1]).toContain("stroke:var(--accent)");
  });
});

describe("shareOf(value, ends) and valueAt(share, ends)", () => {
  it.each([
    [{ from: 0, to: 40, log: false }, 10, 0.25],
    [{ from: 1, to: 100, log: true }, 10, 0.5],
  ])("are each other’s inverse: %o", (ends, value, share) => {
    expect(shareOf(value, ends)).toBeCloseTo(share, 12);
    expect(valueAt(share, ends)).toBeCloseTo(value, 12);
  });
  it("stay inside", () => {
    const ends = { from: 0, to: 40, log: false };
    expect([shareOf(50, ends), shareOf(NaN, ends), valueAt(1.2, ends)]).toEqual([1, 0, 40]);
  });
});

/** Of two colors, as WCAG 2 has it: 4.5 for texts. */
function contrast(one: string, other: string): number {
  const [light, dark] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
