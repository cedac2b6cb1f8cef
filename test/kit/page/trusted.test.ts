import { afterEach, expect, it, describe, vi } from "vitest";
import { trustedWorker } from "../../../src/kit/page/trusted.ts";

afterEach(() => void vi.unstubAllGlobals());

describe("trustedWorker(address)", () => {
  it("starts modules of this site, and none of another", () => {
    const started: unknown[][] = [];
    vi.stubGlobal("location", new URL("https://site.example/chapters/"));
    vi.stubGlobal(
      "Worker",
      class {
        constructor(...given: unknown[]) {
          started.push(given);
        }
      },
    );
    trustedWorker("/_astro/figure-worker.js");
    expect(() => trustedWorker("//other.example/worker.js")).toThrow(
      new TypeError("address must be of this site (got //other.example/worker.js)"),
    );
    expect(() => trustedWorker("data:text/javascript,1")).toThrow(TypeError);
    expect(started).toEqual([["/_astro/figure-worker.js", { type: "module" }]]);
  });
});
