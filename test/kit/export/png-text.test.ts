import { crc32 } from "node:zlib";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import type { Provenance } from "../../../src/kit/export/provenance.ts";
import { withText } from "../../../src/kit/export/png-text.ts";

const lines = [
  { name: "Title", text: "Hours – und Größen" },
  { name: "License", text: "" },
];
const provenance: Provenance = { lines, site: { address: "https://example.org/", version: "1" } };

/** Length, type, content and sum of each chunk after the signature. */
function chunksOf(png: Uint8Array): { type: string; content: Buffer; sum: number; at: number }[] {
  const file = Buffer.from(png);
  const chunks: ReturnType<typeof chunksOf> = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const end = at + 8 + length;
    chunks.push({
      type: file.toString("latin1", at + 4, at + 8),
      content: file.subarray(at + 8, end),
      sum: file.readUInt32BE(end),
      at,
    });
    at = end + 4;
  }
  return chunks;
}

describe("withText(png, provenance)", () => {
  const plain = PNG.sync.write(
    Object.assign(new PNG({ width: 2, height: 1 }), { data: Buffer.from("0123456789abcdef", "hex") }),
  );
  const written = withText(new Uint8Array(plain), provenance);
  it("puts a chunk for each line after the header, and changes nothing else", () => {
    const before = chunksOf(new Uint8Array(plain)).map(({ type }) => type);
    const after = chunksOf(written);
    expect(after.map(({ type }) => type)).toEqual([before[0], "iTXt", "iTXt", ...before.slice(1)]);
    const added = after.slice(1, 3);
    const text = Buffer.concat([
      written.subarray(0, added[0].at),
      written.subarray(added[1].at + 12 + added[1].content.length),
    ]);
    expect(text.equals(plain)).toBe(true);
  });
  it("has the name, four empty fields and the text in UTF-8, with the sum that zlib gives", () => {
    for (const [i, { type, content, sum }] of chunksOf(written).slice(1, 3).entries()) {
      expect(content.toString("utf8")).toBe(`${lines[i].name}\0\0\0\0\0${lines[i].text}`);
      expect(sum).toBe(crc32(Buffer.concat([Buffer.from(type), content])));
    }
  });
});
