import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { balanceTerms } from "../../../src/compute/index.ts";

type Reference = {
  name: string;
  routedExperts: number;
  activatedExperts: number;
  balanceFactor: number;
  scopeTokens: number;
  logits: number[];
  loss: number;
};
const references = JSON.parse(
  readFileSync(new URL("../../reference/balance-loss.json", import.meta.url), "utf8"),
) as Reference[];

describe("balanceTerms(logits, options)", () => {
  // By hand: affinities 3/4, 1/4 and 1/2, 1/4 as shares 3/4, 1/4 and 2/3, 1/3. Expert 0 is the best of both tokens:
  // f = 2/(1 · 2) · (2, 0) = (2, 0); P = (17/24, 7/24); their product sums to 17/12.
  it("counts f, s′ and P", () => {
    const { frequency, shares, meanShare, imbalance } = balanceTerms(
      Float64Array.of(Math.log(3), -Math.log(3), 0, -Math.log(3)),
      { routedExperts: 2, activatedExperts: 1 },
    );
    expect([...frequency]).toEqual([2, 0]);
    [3 / 4, 1 / 4, 2 / 3, 1 / 3].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 14));
    expect(meanShare[0]).toBeCloseTo(17 / 24, 14);
    expect(meanShare[1]).toBeCloseTo(7 / 24, 14);
    expect(imbalance).toBeCloseTo(17 / 12, 14);
  });
  // By reference: test/reference/balance-loss.md.
  it.each(references.filter(({ logits, routedExperts, scopeTokens }) => logits.length === routedExperts * scopeTokens))(
    "make the loss of eq. 17: $name",
    ({ logits, balanceFactor, loss, routedExperts, activatedExperts }) => {
      const { frequency, meanShare } = balanceTerms(Float64Array.from(logits), { routedExperts, activatedExperts });
      const sum = frequency.reduce((total, f, expert) => total + f * meanShare[expert], 0);
      expect(Math.abs((balanceFactor * sum) / loss - 1)).toBeLessThan(1e-13);
    },
  );
  it("names what it refuses", () => {
    expect(() => balanceTerms(new Float64Array(0), { routedExperts: 2, activatedExperts: 1 })).toThrow(
      new RangeError("logits must hold at least one token (got 0)"),
    );
  });
});
