import { describe, expect, it } from "vitest";
import { readData, writeData } from "../../../src/kit/declare/face-text.ts";

describe("writeData(data), readData(text)", () => {
  it("keeps −0 apart from 0, and what else JSON has", () => {
    const data = { zero: 0, negative: -0, list: [-0, null, "−0", true], third: 1 / 3 };
    const back = readData<typeof data>(writeData(data));
    expect(back).toEqual(data); // toEqual tells 0 from −0
    expect(Object.is(back.list[0], -0)).toBe(true);
    expect(Object.is(back.zero, 0)).toBe(true);
  });
  it("writes no character that ends a script", () => {
    const text = writeData({ title: "</script><!--" });
    expect(text).not.toContain("<");
    expect(readData<{ title: string }>(text).title).toBe("</script><!--");
  });
});
