/** How small a figure becomes on a handout. */
import { describe, expect, it } from "vitest";
import { paperFrame, paperScale } from "../../../src/components/class/paper-frame.ts";

describe("paperScale(heightAt)", () => {
  it("leaves what fits as large as it is", () => {
    expect(paperScale(() => paperFrame.height)).toBe(1);
  });
  it("takes the largest scale at which all of it fits", () => {
    // 600 pixels high at any width: 0.9 makes 540, 0.8 makes 480, and the frame has 483.
    expect(paperScale(() => 600)).toBe(0.8);
    // What becomes lower where it is wider, 540 pixels at full width: at 0.9 it is 486 high, of which 437 are left.
    expect(paperScale((width) => (540 * paperFrame.width) / width)).toBe(0.9);
  });
  it("ends where labels could no longer be read", () => {
    expect(paperScale(() => 10_000)).toBe(0.58);
  });
});
