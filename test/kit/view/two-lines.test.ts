import { describe, expect, it } from "vitest";
import { twoLines } from "../../../src/kit/view/two-lines.ts";

describe("twoLines(label, letters)", () => {
  it("leaves what fits", () => {
    expect(twoLines("Half the latency", 16)).toBe("Half the latency");
  });
  it("breaks what does not at the space nearest to the middle", () => {
    expect(twoLines("Multicast and reduction in the network", 24)).toBe("Multicast and reduction\nin the network");
  });
  it("leaves a word that is too long, which has no place to break", () => {
    expect(twoLines("NaturalQuestions", 8)).toBe("NaturalQuestions");
  });
});
