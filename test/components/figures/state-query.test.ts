/** States of figures as queries and addresses. */
import type { CollectionEntry } from "astro:content";
import { describe, expect, it } from "vitest";
import { stateAddress, stateQuery } from "../../../src/components/figures/state-query.ts";

const chapter = (id: string, body: string): CollectionEntry<"chapters"> =>
  ({ id, body }) as unknown as CollectionEntry<"chapters">;

const figure = (of: string, name = of, state = {}) => ({ of, name, state });

describe("stateQuery(figure, set)", () => {
  it("has what differs from the state at rest, by parameters or by a preset", () => {
    expect(stateQuery(figure("gpu-hours"), { gpus: 16_384 })).toBe("gpu-hours.gpus=16384");
    expect(stateQuery(figure("kv-cache"), "A million tokens")).toContain("1048576");
    expect(stateQuery(figure("gpu-hours"), {})).toBe("");
  });
  it("says each value under the name that a figure has on its page", () => {
    expect(stateQuery(figure("gpu-hours", "second"), { gpus: 16_384 })).toBe("second.gpus=16384");
  });
  // The widget begins with 1F1B, 16 ranks, 512 micro-batches at time 24.
  const eight = figure("schedule-player", "eight", { ranks: 8, microBatches: 20, time: 20 });
  it("brings a figure that rests elsewhere into the state of a preset, whatever the widget has at rest", () => {
    expect(new URLSearchParams(stateQuery(eight, "1F1B, 512 micro-batches"))).toEqual(
      new URLSearchParams("eight.ranks=16&eight.microBatches=512&eight.time=24"),
    );
    expect(stateQuery(eight, "Zero bubble")).toBe("eight.schedule=ZB1P");
  });
  it("changes what is named of such a figure, and no more", () => {
    expect(stateQuery(eight, { microBatches: 512 })).toBe("eight.microBatches=512");
    expect(stateQuery(eight, { ranks: 8 })).toBe("");
  });
  it("names the nearest of what is not there, and a value that is refused", () => {
    const hours = figure("gpu-hours");
    expect(() => stateQuery(hours, { gpu: 1 })).toThrow('no parameter "gpu". Did you mean "gpus"?');
    expect(() => stateQuery(figure("kv-cache"), "A million token")).toThrow('Did you mean "A million tokens"?');
    expect(() => stateQuery(hours, { gpus: -1 })).toThrow("GPUs must be");
  });
});

describe("stateAddress(chapters, root, widget, set)", () => {
  it("leads to the chapter that has the figure, else to the figure alone", () => {
    const chapters = [chapter("1-what-it-cost", 'Text.\n\n<Figure of="gpu-hours" />')];
    expect(stateAddress(chapters, "/v3/", "gpu-hours", { gpus: 16_384 })).toBe(
      "/v3/chapters/1-what-it-cost/?gpu-hours.gpus=16384#gpu-hours",
    );
    expect(stateAddress(chapters, "/v3/", "kv-cache", {})).toBe("/v3/embed/kv-cache/");
  });
  it("leads to the widget's state where the chapter's figure rests in another, and to that figure at rest", () => {
    const body = '<Figure of="schedule-player" as="eight" state={{ ranks: 8, microBatches: 20, time: 20 }} />';
    const chapters = [chapter("3.1-pipeline", body)];
    expect(stateAddress(chapters, "/", "schedule-player", { schedule: "GPipe" })).toBe(
      "/chapters/3.1-pipeline/?eight.schedule=GPipe&eight.ranks=16&eight.microBatches=512&eight.time=24#eight",
    );
    expect(stateAddress(chapters, "/", "schedule-player")).toBe("/chapters/3.1-pipeline/#eight");
  });
});
