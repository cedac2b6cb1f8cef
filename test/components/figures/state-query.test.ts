/** States of figures as queries and addresses. */
import type { CollectionEntry } from "astro:content";
import { describe, expect, it } from "vitest";
import { stateAddress, stateQuery } from "../../../src/components/figures/state-query.ts";

const chapter = (id: string, body: string): CollectionEntry<"chapters"> =>
  ({ id, body }) as unknown as CollectionEntry<"chapters">;

describe("stateQuery(figure, of, set)", () => {
  it("has what differs from the state at rest, by parameters or by a preset", () => {
    expect(stateQuery("gpu-hours", "gpu-hours", { gpus: 16_384 })).toBe("gpu-hours.gpus=16384");
    expect(stateQuery("kv-cache", "kv-cache", "A million tokens")).toContain("1048576");
    expect(stateQuery("gpu-hours", "gpu-hours", {})).toBe("");
  });
  it("says each value under the name that a figure has on its page", () => {
    expect(stateQuery("second", "gpu-hours", { gpus: 2048 })).toBe("second.gpus=2048");
  });
  it("names the nearest of what is not there, and a value that is refused", () => {
    expect(() => stateQuery("gpu-hours", "gpu-hours", { gpu: 1 })).toThrow('no parameter "gpu". Did you mean "gpus"?');
    expect(() => stateQuery("kv-cache", "kv-cache", "A million token")).toThrow('Did you mean "A million tokens"?');
    expect(() => stateQuery("gpu-hours", "gpu-hours", { gpus: -1 })).toThrow("GPUs must be");
  });
});

describe("stateAddress(chapters, root, id, set)", () => {
  it("leads to the chapter that has the figure, else to the figure alone", () => {
    const chapters = [chapter("1-what-it-cost", 'Text.\n\n<Figure of="gpu-hours" />')];
    expect(stateAddress(chapters, "/v3/", "gpu-hours", { gpus: 16_384 })).toBe(
      "/v3/chapters/1-what-it-cost/?gpu-hours.gpus=16384#gpu-hours",
    );
    expect(stateAddress(chapters, "/v3/", "kv-cache", {})).toBe("/v3/embed/kv-cache/");
  });
});
