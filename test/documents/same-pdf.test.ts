import { describe, expect, it } from "vitest";
import { samePdf } from "../../src/documents/same-pdf.ts";

/** What two runs of Chromium write of one page: another hour, other numbers for the same nodes. */
const run = (hour: string, first: number): string =>
  `%PDF-1.4\n/CreationDate (D:20260102${hour}+00'00')\n/ModDate (D:20260102${hour}+00'00')>>\n/ID (node${String(first).padStart(8, "0")}) /ID (node${String(first + 7).padStart(8, "0")}) (node${String(first).padStart(8, "0")})`;

describe("samePdf(bytes, released)", () => {
  it("gives equal bytes for two runs, of the length that was written", () => {
    const [a, b] = [run("101112", 95), run("131415", 1234)];
    const same = samePdf(Buffer.from(a), "2026-01-01");
    expect(same.equals(samePdf(Buffer.from(b), "2026-01-01"))).toBe(true);
    expect(same.length).toBe(a.length);
    expect(same.toString()).toContain("/ModDate (D:20260101000000+00'00')");
  });
});
