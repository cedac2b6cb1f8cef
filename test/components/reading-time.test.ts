import { describe, expect, it } from "vitest";
import { minutesToRead } from "../../src/components/reading-time.ts";

const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");

describe("minutesToRead(mdx)", () => {
  it("counts 200 words a minute, and never less than one", () => {
    expect(minutesToRead(words(1000))).toBe(5);
    expect(minutesToRead("Short.")).toBe(1);
  });
  it("leaves out code, formulas and tags, and dollars are no formulas", () => {
    expect(minutesToRead(`${words(1000)}\n\n\`\`\`ts\n${words(4000)}\n\`\`\`\n\n$$\n${words(4000)}\n$$`)).toBe(5);
    expect(
      minutesToRead(`It cost <Printed in="x">$5</Printed>.\n\n${words(1000)}\n\nIt cost <Printed in="x">$6</Printed>.`),
    ).toBe(5);
  });
});
