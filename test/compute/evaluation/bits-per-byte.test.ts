/** Bits per byte, by hand. */
import { describe, expect, it } from "vitest";
import { bitsPerByte, natsPerToken } from "../../../src/compute/index.ts";

describe("bitsPerByte({ natsPerToken, bytesPerToken })", () => {
  it("is one for a nat times ln 2 at one byte", () => {
    expect(bitsPerByte({ natsPerToken: Math.LN2, bytesPerToken: 1 })).toBeCloseTo(1, 14);
  });
  it("is undone by natsPerToken", () => {
    // Table 3's 0.548 at 4 bytes: 0.548 · 4 · 0.693147 = 1.51938; at 4.5 bytes 1.70930.
    expect(natsPerToken({ bitsPerByte: 0.548, bytesPerToken: 4 })).toBeCloseTo(1.51938, 5);
    expect(natsPerToken({ bitsPerByte: 0.548, bytesPerToken: 4.5 })).toBeCloseTo(1.7093, 4);
    expect(bitsPerByte({ natsPerToken: 1.5193786197874002, bytesPerToken: 4 })).toBeCloseTo(0.548, 14);
  });
});
