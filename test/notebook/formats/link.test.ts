import fc from "fast-check";
import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { maxFragmentLength } from "../../../src/notebook/formats/fragment.ts";
import { packCells, scratchLink } from "../../../src/notebook/formats/link.ts";
import { readLink, unpackCells } from "../../../src/notebook/formats/read-link.ts";
import { anyCells } from "./any-cells.ts";

const cells = [
  { id: "kv-growth", source: "display(v3.kvCacheBytesPerToken(v3.deepseekV3));" },
  { id: "cell-2", source: "const é = `\n`;" },
];

describe("scratchLink(cells)", () => {
  it("is relative to the site's root and safe in an address", () => {
    expect(scratchLink(cells)).toMatch(/^scratch\/#c=[A-Za-z0-9_-]+$/);
  });
  it("survives URL, as a page reads it", async () => {
    expect(await readLink(new URL(scratchLink(cells), "https://example.org/companion/").hash)).toEqual({ cells });
  });
  it("restores every notebook exactly", async () => {
    await fc.assert(
      fc.asyncProperty(anyCells, async (any) => {
        expect(await readLink(`#c=${packCells(any)}`)).toEqual({ cells: any });
      }),
    );
  });
  it("carries where controls stand, and is of the first version where none was moved", async () => {
    const moved = [{ ...cells[0], controls: [7168, null, "text", true, [0, 2]] }, cells[1]];
    expect(await readLink(`#c=${packCells(moved)}`)).toEqual({ cells: moved });
    expect([packCells(moved), packCells(cells)].map((text) => Buffer.from(text, "base64url")[0])).toEqual([2, 1]);
    expect(await readLink(`#c=${pack([["a", "1", { 0: 1 }]], 2)}`)).toEqual({ problem: "The link holds no notebook." });
    expect(await readLink(`#c=${pack([["a", "1", [{}]]], 2)}`)).toEqual({ problem: "The link holds no notebook." });
  });
  it("is shorter than the code it carries, once that is longer than a few lines", () => {
    const source = Array.from(
      { length: 20 },
      (_, i) => `const hours${i} = v3.gpuHours({ tokens: ${i} * 1e12, tokensPerSecond: rate });`,
    ).join("\n");
    expect(packCells([{ id: "long", source }]).length).toBeLessThan(source.length / 2);
  });
  it("names what it refuses", () => {
    expect(() => scratchLink([])).toThrow(new RangeError("cells must be a notebook (got: It has no cells.)"));
    expect(() => scratchLink([...cells, cells[0]])).toThrow("Two cells are named “kv-growth”.");
    expect(() => scratchLink([{ id: "No", source: "" }])).toThrow("“No” cannot be the name of a cell");
  });
  it("says when a notebook does not fit", () => {
    // Text that deflate cannot shorten: hexadecimal digits of a linear congruential sequence.
    let state = 1;
    const source = Array.from({ length: 25_000 }, () =>
      (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0).toString(16),
    )
      .join("")
      .slice(0, 199_000);
    expect(() => scratchLink([{ id: "noise", source }])).toThrow(
      `cells must fit into ${maxFragmentLength} characters of a link`,
    );
  });
});

describe("readLink(fragment)", () => {
  it("leaves other fragments alone", async () => {
    expect(await readLink("")).toBeNull();
    expect(await readLink("#kv-growth")).toBeNull();
    expect(await readLink("#cells")).toBeNull();
  });
  it("never throws and never opens what it did not pack, whatever the fragment holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
        const read = await readLink(`#c=${text}`);
        expect(read).toHaveProperty("problem");
      }),
      { numRuns: 2000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const read = await readLink(`#c=${Buffer.from([1, ...bytes]).toString("base64url")}`);
        expect(read).toHaveProperty("problem");
      }),
      { numRuns: 5000 },
    );
  });
  it("tells a link that lost or changed any of its characters", async () => {
    const whole = packCells(cells);
    for (let length = 0; length < whole.length; length++)
      expect(await unpackCells(whole.slice(0, length))).toHaveProperty("problem");
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.constantFrom(..."AZaz09-_"), async (at, letter) => {
        fc.pre(whole[at] !== letter);
        // Bits after the end of the deflated stream mean nothing: changing them may go unseen, changing code may not.
        const read = await unpackCells(whole.slice(0, at) + letter + whole.slice(at + 1));
        if (at < whole.length - 2) expect(read).toHaveProperty("problem");
        else expect("problem" in read || read).toEqual("problem" in read || { cells });
      }),
      { numRuns: 1000 },
    );
  });
  it("unpacks no more than its limit, however well it was packed", async () => {
    // 40 MB of zeros deflate to about 39 KB: inside the limit of a fragment.
    const bomb = deflateSync(new Uint8Array(40_000_000), { level: 9 });
    const text = Buffer.from([1, 0, 0, 0, 0, ...bomb]).toString("base64url");
    expect(text.length).toBeLessThan(maxFragmentLength);
    expect(await readLink(`#c=${text}`)).toEqual({
      problem: expect.stringMatching(/^The link unpacks to more than \d+ bytes and was not opened\.$/),
    });
  });
  it("says which kind of wrong it is", async () => {
    expect(await readLink(`#c=${"A".repeat(maxFragmentLength + 1)}`)).toEqual({
      problem: `The link is too long: ${maxFragmentLength + 3} characters; at most ${maxFragmentLength} are read.`,
    });
    expect(await readLink(`#c=${pack([["kv-growth", "1"]], 3)}`)).toEqual({
      problem: "The link was made by another version of this site (3; this one reads 1 and 2).",
    });
    expect(await readLink(`#c=${pack({})}`)).toEqual({ problem: "The link holds no notebook." });
    expect(await readLink(`#c=${pack([["kv-growth", 1]])}`)).toEqual({ problem: "The link holds no notebook." });
    expect(await readLink(`#c=${pack([])}`)).toEqual({ problem: "The link cannot be opened. It has no cells." });
    expect(
      await readLink(
        `#c=${pack([
          ["a", "1"],
          ["a", "2"],
        ])}`,
      ),
    ).toEqual({ problem: "The link cannot be opened. Two cells are named “a”." });
    expect(await readLink(`#c=${pack([["a", "x".repeat(200_001)]])}`)).toEqual({
      problem: "The link cannot be opened. Its code is too long: 200001 characters; at most 200000 are read.",
    });
  });
});

/** A link as anyone could make one: right in form, free in content. FNV-1a written out a second time. */
function pack(value: unknown, version = 1): string {
  const json = strToU8(JSON.stringify(value));
  let hash = 2_166_136_261n;
  for (const byte of json) hash = ((hash ^ BigInt(byte)) * 16_777_619n) & 0xffff_ffffn;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(Number(hash));
  return Buffer.concat([Buffer.from([version]), sum, deflateSync(json)]).toString("base64url");
}
