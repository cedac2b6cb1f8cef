import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStored, storageKey, writeStored } from "../../src/notebook/scratch-store.ts";
import { anyCells } from "./formats/any-cells.ts";

const cells = [{ id: "kv-growth", source: "display(1);" }];
const refuses = (name: string) => () => {
  throw new DOMException("no", name);
};

function memory(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial));
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) };
}

describe("writeStored(open, cells), readStored(open)", () => {
  it("keep a notebook exactly", () => {
    fc.assert(fc.property(anyCells, (any) => {
      const storage = memory();
      expect(writeStored(() => storage, any)).toBeNull();
      expect(readStored(() => storage)).toEqual({ cells: any });
    }));
  });
  it("start with nothing, and go back to nothing", () => {
    const storage = memory();
    expect(readStored(() => storage)).toEqual({ cells: null });
    writeStored(() => storage, cells);
    expect(writeStored(() => storage, [])).toBeNull();
    expect(storage.getItem(storageKey)).toBeNull();
  });
  it("say that the storage is closed, or full", () => {
    expect(readStored(refuses("SecurityError"))).toEqual({ cells: null, problem: expect.stringContaining("stores nothing for this site") });
    expect(writeStored(refuses("SecurityError"), cells)).toContain("stores nothing for this site");
    expect(writeStored(() => ({ ...memory(), setItem: refuses("QuotaExceededError") }), cells)).toBe("The browser's storage is full: the notebook is not stored. Save it as a file.");
  });
  it("do not store what could not be read again", () => {
    expect(writeStored(memory, [{ id: "a", source: "x".repeat(200_001) }])).toBe("The notebook is not stored. Its code is too long: 200001 characters; at most 200000 are read.");
  });
  it("say that what is stored cannot be read, and never throw", () => {
    const read = (text: string) => readStored(() => memory({ [storageKey]: text }));
    for (const text of ["", "{}", "null", '{"version":2,"cells":[]}', '{"version":1,"cells":[]}', '{"version":1,"cells":[["a"]]}', '{"version":1,"cells":[["A","1"]]}']) {
      expect(read(text)).toEqual({ cells: null, problem: expect.stringContaining("cannot be read") });
    }
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(read(text).cells).toBeNull();
    }));
  });
});
