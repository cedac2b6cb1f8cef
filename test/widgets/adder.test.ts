/** The recorded sum that the figure repeats is one of those that an H100 made. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decodeArray, e4m3 } from "../../src/compute/index.ts";
import { renderPreset } from "../../src/kit/shell/static.tsx";
import adder from "../../src/widgets/adder.tsx";

it("adder: repeats a recorded sum bit for bit", async () => {
  const { tiles } = JSON.parse(readFileSync(new URL("../reference/hopper-sums.json", import.meta.url), "utf8"));
  const tile = tiles.find(
    ({ a, b, codes, length, start }: Record<string, unknown>) =>
      a === "e4m3" && b === "e4m3" && codes === "any" && length === 32 && start === "zero",
  );
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
  const { result } = (await renderPreset(adder, "Recorded on an H100")) as unknown as {
    result: { a: number[]; b: number[]; value: number; recorded: number };
  };
  expect(result.a).toEqual([...decodeArray(e4m3, bytes(tile.aCodes).subarray(0, 32))]);
  expect(result.b).toEqual([...decodeArray(e4m3, bytes(tile.bCodes).subarray(0, 32))]);
  expect(result.recorded).toBe(Buffer.from(tile.sums, "base64").readFloatLE(0));
  expect(result.value).toBe(result.recorded);
});
