import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyRules, dispatchTraffic, tokenHops, type DispatchOptions } from "../../../src/compute/index.ts";

// Two nodes of two GPUs, eight experts: experts 0, 1 on GPU 0; 2, 3 on GPU 1; 4, 5 on GPU 2; 6, 7 on GPU 3.
const small: DispatchOptions = { activatedExperts: 3, routedExperts: 8, gpus: 4, gpusPerNode: 2 };

describe("tokenHops(experts, source, options)", () => {
  it("crosses InfiniBand once for a node, to the sender's place in it, and goes on over NVLink", () => {
    // From GPU 1: expert 0 is on its node (GPU 0), 5 and 6 on the other (GPUs 2 and 3), where GPU 3 has the sender's place.
    expect(tokenHops(Uint16Array.of(0, 5, 6), 1, small)).toEqual([
      { link: "infiniband", from: 1, to: 3 },
      { link: "nvlink", from: 1, to: 0 },
      { link: "nvlink", from: 3, to: 2 },
    ]);
  });
  it("crosses InfiniBand once for each GPU or expert under the other rules", () => {
    const ib = (copies: "gpu" | "expert"): number =>
      tokenHops(Uint16Array.of(4, 5, 6), 1, { ...small, copies }).filter(({ link }) => link === "infiniband").length;
    expect([ib("gpu"), ib("expert")]).toEqual([2, 3]); // GPUs 2 and 3; experts 4, 5 and 6
  });
  it("makes the copies that dispatchTraffic counts", () => {
    const sizes = fc.record({
      copies: fc.constantFrom(...copyRules),
      nvlinkPerExpert: fc.boolean(),
      gpusPerNode: fc.constantFrom(1, 2, 4),
    });
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.shuffledSubarray([...Array(16).keys()], { minLength: 4, maxLength: 4 }), {
          minLength: 8,
          maxLength: 8,
        }),
        (rule, chosen) => {
          const options = { activatedExperts: 4, routedExperts: 16, gpus: 8, ...rule };
          const traffic = dispatchTraffic(Uint16Array.from(chosen.flat()), options);
          const sent = { infiniband: new Float64Array(8), nvlink: new Float64Array(8) };
          const received = { infiniband: new Float64Array(8), nvlink: new Float64Array(8) };
          chosen.forEach((experts, source) => {
            for (const { link, from, to } of tokenHops(Uint16Array.from(experts), source, options)) {
              sent[link][from]++;
              received[link][to]++;
            }
          });
          expect([sent.infiniband, sent.nvlink, received.infiniband, received.nvlink]).toEqual([
            traffic.ibSent,
            traffic.nvlinkSent,
            traffic.ibReceived,
            traffic.nvlinkReceived,
          ]);
        },
      ),
    );
  });
  it("names what it refuses", () => {
    expect(() => tokenHops(Uint16Array.of(0, 5), 1, small)).toThrow(
      new RangeError("experts must have 3 entries (got 2)"),
    );
    expect(() => tokenHops(Uint16Array.of(0, 5, 7), 1, null as never)).toThrow(/^options must be an object/);
  });
});
