/** How small a figure becomes on a handout, and how high it is there. */
import { describe, expect, it } from "vitest";
import { fitted, paperFrame } from "../../../src/components/class/paper-frame.ts";

describe("fitted(heightAt)", () => {
  it("leaves what fits as large as it is, and takes no more of the sheet than that", () => {
    expect(fitted(() => paperFrame.height)).toEqual({ scale: 1, height: 529 });
    expect(fitted(() => 120)).toEqual({ scale: 1, height: 120 });
  });
  it("takes the largest scale at which all of it fits", () => {
    // 600 pixels high at any width: 0.9 makes 540, 0.85 makes 510, and the frame has 529.
    expect(fitted(() => 600)).toEqual({ scale: 0.85, height: 510 });
    // What becomes lower where it is wider, 570 pixels at full width: at 0.95 it is 541.5 high, of which 515 are left.
    expect(fitted((width) => (570 * paperFrame.width) / width)).toEqual({ scale: 0.95, height: 515 });
  });
  it("ends where labels could no longer be read", () => {
    expect(fitted(() => 10_000)).toEqual({ scale: 0.5, height: paperFrame.height });
  });
});
