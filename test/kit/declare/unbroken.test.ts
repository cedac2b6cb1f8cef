import { describe, expect, it } from "vitest";
import { unbroken } from "../../../src/kit/declare/unbroken.ts";

describe("unbroken(text)", () => {
  it.each([
    ["see Table 3, p. 5", "see Table\u00a03, p.\u00a05"],
    [
      "After §3.2.1, Figure 4; eq. 12 to 16 of the report",
      "After §3.2.1, Figure\u00a04; eq.\u00a012 to 16 of the report",
    ],
    ["Chapter 2.4 and chapters 3.1 and 3.2", "Chapter\u00a02.4 and chapters\u00a03.1 and 3.2"],
    [
      "(Appendix B.2), Tables 6 to 8, equations 2 and 3",
      "(Appendix\u00a0B.2), Tables\u00a06 to 8, equations\u00a02 and 3",
    ],
  ])("keeps labels of %s", (text, kept) => expect(unbroken(text)).toBe(kept));
  it.each(["in the figure a slider", "the table B has", "setup. 4 GPUs", "figure out", "Table\u00a03"])(
    "leaves %s",
    (text) => expect(unbroken(text)).toBe(text),
  );
});
