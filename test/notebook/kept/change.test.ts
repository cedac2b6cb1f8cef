import { describe, expect, it } from "vitest";
import { changed, changedLate } from "../../../src/notebook/kept/change.ts";
import { authored, plain, type KeptNotebook } from "../../../src/notebook/kept/notebook.ts";

const base = authored([{ id: "a", source: "1" }]);
const wrote = (source: string) => [{ ...base[0], source }];
const change = { id: "mine", name: "My notebook", base, cells: wrote("mine") };
const stored = (source: string): KeptNotebook => ({
  id: "mine",
  name: "My notebook",
  version: 4,
  cells: wrote(source),
  changedAt: 0,
});
const sources = (all: readonly Pick<KeptNotebook, "cells">[]): string[] =>
  all.map(({ cells }) => plain(cells)[0].source);

describe("changed(change, stored)", () => {
  it("writes the notebook alone where nobody else wrote", () => {
    expect(sources(changed(change, null))).toEqual(["mine"]);
    expect(sources(changed(change, stored("1")))).toEqual(["mine"]);
  });
  it("keeps what it wins over as a notebook with a name", () => {
    const [notebook, copy] = changed(change, stored("theirs"));
    expect(sources([notebook, copy])).toEqual(["mine", "theirs"]);
    expect(copy.name).toMatch(/^Copy of “My notebook”, /);
    expect(copy.id).toMatch(/^copy:/);
  });
});

describe("changedLate(change, stored)", () => {
  it("lets what is stored by now stand, and keeps the change as the copy", () => {
    expect(sources(changedLate(change, stored("theirs")))).toEqual(["theirs", "mine"]);
    expect(sources(changedLate(change, stored("1")))).toEqual(["mine"]);
    expect(sources(changedLate(change, null))).toEqual(["mine"]);
  });
  it("changes nothing if it had been stored after all", () => {
    expect(sources(changedLate(change, stored("mine")))).toEqual(["mine"]);
  });
});
