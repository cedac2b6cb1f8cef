/** What of a figure's source is the report's. */
import { describe, expect, it } from "vitest";
import { sourceParts, sourceText } from "../../../src/kit/declare/source-parts.ts";

describe("sourceParts(source)", () => {
  it.each([
    ["§3.5; §3.2, §3.4.2", { report: "§3.5; §3.2, §3.4.2", others: "" }],
    ["§3.5; arXiv:2505.09343", { report: "§3.5", others: "arXiv:2505.09343" }],
    ["arXiv:2505.09343, §5.1, Table 3", { report: "", others: "arXiv:2505.09343, §5.1, Table 3" }],
    [
      "Figure 4; deepseek-ai/profile-data, train.json",
      { report: "Figure 4", others: "deepseek-ai/profile-data, train.json" },
    ],
  ])("of %s", (source, parts) => expect(sourceParts(source)).toEqual(parts));
});

describe("sourceText(source, nameOfReport)", () => {
  it("names the report only where it is the source", () => {
    expect(sourceText("§3.5; arXiv:2505.09343", "Report")).toBe("Report, §3.5; arXiv:2505.09343");
    expect(sourceText("arXiv:2505.09343, Table 3", "Report")).toBe("arXiv:2505.09343, Table 3");
  });
});
