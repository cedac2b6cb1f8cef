import { describe, expect, it } from "vitest";
import type { SearchIndex } from "../../src/search/entry.ts";
import { createFinder } from "../../src/search/finder.ts";

const index: SearchIndex = {
  places: [
    { title: "2.2 Experts and their router", path: "chapters/2.2/" },
    { title: "Symbols", path: "reference/symbols/" },
    { title: "Pipeline", path: "api/pipeline/" },
  ],
  entries: [
    [
      "section",
      0,
      "bias",
      "A bias for each expert",
      "The speed γ is 0.001 for most of the run; of 671 B parameters 37 B work on a token.",
    ],
    ["symbol", 1, "symbol-1", "γ", "Update speed of the biases."],
    ["export", 2, "bubbleTime", "bubbleTime", "Idle time of one pipeline rank."],
    ["term", 1, "bubble", "bubble", "Time in which a rank has nothing to do."],
  ],
};
const find = await createFinder(index);
const titles = (query: string): string[] => find(query).hits.map(({ title }) => title);

describe("createFinder(index)", () => {
  it("puts what has a name before what mentions it", () => {
    expect(titles("γ")).toEqual(["γ", "A bias for each expert"]);
    expect(titles("bubble")).toEqual(["bubble", "bubbleTime"]);
    expect(titles("bubbleTime")).toEqual(["bubbleTime"]);
  });
  it("finds numbers with their unit", () => {
    for (const query of ["37B", "37 B", "671b"]) expect(titles(query)).toEqual(["A bias for each expert"]);
  });
  it("asks for all words, the last perhaps unfinished; forgives a letter; then takes some of them", () => {
    expect(titles("idle ra")).toEqual(["bubbleTime"]);
    expect(titles("bubblo")).toContain("bubble");
    expect(titles("speed zebra")).toEqual(["γ", "A bias for each expert"]);
    expect(find("zebra")).toEqual({ hits: [], total: 0 });
    expect(find(" ")).toEqual({ hits: [], total: 0 });
  });
  it("says where a hit is", () => {
    expect(find("γ").hits[1]).toMatchObject({
      kind: "section",
      place: "2.2 Experts and their router",
      path: "chapters/2.2/#bias",
    });
  });
});
