import { describe, expect, it } from "vitest";
import { oembedOf } from "../../../src/components/figures/oembed.ts";
import { sample } from "../../kit/sample.tsx";

const site = {
  name: "A site",
  version: "1.0.0",
  released: "2026-01-02",
  authors: "Its authors",
  address: "https://site.example/base/",
  license: "CC BY 4.0",
};

describe("oembedOf(widget, site)", () => {
  it("has what a rich response must have, and the frame of the figure", () => {
    // Section 2.3.4.4 of the specification: html, width and height; thumbnails have their size.
    expect(oembedOf(sample, site)).toMatchObject({
      version: "1.0",
      type: "rich",
      title: "A sample",
      provider_name: "A site",
      width: expect.any(Number),
      height: expect.any(Number),
      thumbnail_url: "https://site.example/base/preview.png",
      thumbnail_width: 1200,
      thumbnail_height: 900,
      html: expect.stringMatching(/^<iframe src="https:\/\/site\.example\/base\/embed\/sample\/" title="A sample"/),
    });
  });
});
