import { describe, expect, it } from "vitest";
import { deepseekV3, fp8ScaleCount, llama31_405B } from "../../../src/compute/index.ts";

describe("fp8ScaleCount(model, blockSize)", () => {
  // By hand, in blocks of 128: attention 12·56 + 192·12 + 5·56 + 256·4 + 56·128 = 11,448, 62 times; dense FFN
  // 3·56·144 = 24,192, 3 times; expert 3·16·56 = 2,688, 257 · 59 times: 709,776 + 72,576 + 40,758,144.
  it("is 41,540,496 for V3", () => {
    expect(fp8ScaleCount(deepseekV3)).toBe(41_540_496);
  });
  it("is one scale a weight for blocks of one", () => {
    // Attention 187,107,328 less the norms 2,048; dense 396,361,728; expert 44,040,192 (notes on exact counts).
    expect(fp8ScaleCount(deepseekV3, 1)).toBe(62 * (187_107_328 - 2_048) + 3 * 396_361_728 + 59 * 257 * 44_040_192);
  });
  it("refuses a model that was not released so", () => {
    expect(() => fp8ScaleCount(llama31_405B)).toThrow(
      'model.attention must be latent with compressed queries (got "Llama 3.1 405B")',
    );
  });
});
