import { describe, expect, it } from "vitest";
import { pathSchema, stopsOf, type Path } from "../../../src/components/paths/path.ts";

const chapters = [
  { number: "1", prerequisites: [], minutes: 10 },
  { number: "2", prerequisites: ["1"], minutes: 20 },
  { number: "3", prerequisites: ["1", "2"], minutes: 30 },
];
const primer = [{ id: "sums", before: ["3"], minutes: 4 }];
const way = (...steps: Path["steps"]): Path => ({ id: "short", title: "Short", about: "For all.", steps });
const chapter = (number: string) => ({ chapter: number, why: "Because." });

describe("stopsOf(path, chapters, primer)", () => {
  it("adds up minutes and says what each chapter builds on", () => {
    const stops = stopsOf(
      way(chapter("1"), { primer: "sums", why: "First." }, chapter("2"), chapter("3")),
      chapters,
      primer,
    );
    expect(stops.map(({ id, minutesSoFar }) => [id, minutesSoFar])).toEqual([
      ["1", 10],
      ["sums", 14],
      ["2", 34],
      ["3", 64],
    ]);
    expect(stops.at(-1)).toEqual({
      kind: "chapter",
      id: "3",
      why: "Because.",
      minutes: 30,
      minutesSoFar: 64,
      after: ["1", "2"],
      missing: [],
      missingPrimer: [],
    });
  });
  it("says what the way leaves out, or has too late", () => {
    const [three, one] = stopsOf(way(chapter("3"), chapter("1")), chapters, primer);
    expect(three).toMatchObject({ after: [], missing: ["1", "2"], missingPrimer: ["sums"] });
    expect(one).toMatchObject({ missing: [], missingPrimer: [] });
  });
  it("refuses what does not exist, and what comes twice", () => {
    expect(() => stopsOf(way(chapter("4")), chapters, primer)).toThrow(
      `content/paths.yaml, short: there is no chapter "4"`,
    );
    expect(() => stopsOf(way({ primer: "1", why: "A number is no page." }), chapters, primer)).toThrow(
      `there is no page of the primer "1"`,
    );
    expect(() => stopsOf(way(chapter("1"), chapter("1")), chapters, primer)).toThrow(`"1" comes twice`);
  });
});

describe("pathSchema", () => {
  it("takes a step that is a chapter or a page of the primer, and none that is both", () => {
    expect(pathSchema.safeParse(way(chapter("1"))).success).toBe(true);
    expect(pathSchema.safeParse(way({ ...chapter("1"), primer: "sums" } as never)).success).toBe(false);
  });
});
