import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { labPackage, listingOf } from "../../src/components/figures/listing.ts";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import * as v3 from "../../src/compute/index.ts";
import { listingText } from "../../src/kit/shell/listing.ts";
import { faceOf, initialValues } from "../../src/kit/declare/widget.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { readLink } from "../../src/notebook/formats/read-link.ts";
import { runNotebook } from "../../src/notebook/index.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: Document };

/** Cells do not load the laboratory: figures that need it have no such link. */
const openable = widgets.filter(({ id }) => !listingOf(sourceOf(id), id).imports.includes(labPackage));

describe("the code of a figure, opened as a cell", () => {
  it("is every figure's but those of the laboratory", () => {
    expect(widgets.filter((widget) => !openable.includes(widget)).map(({ id }) => id)).toEqual([
      "backward-pass",
      "tiny-v3-attention",
      "tiny-v3-decoding",
      "tiny-v3-experiments",
      "tiny-v3-experts",
      "tiny-v3-laboratory",
      "training-race",
    ]);
  });
  it.each(openable.map((widget) => [widget.id, widget] as const))(
    "%s: comes through the link, runs and shows a result",
    async (id, widget) => {
      const source = listingText(listingOf(sourceOf(id), id), faceOf(widget), initialValues(widget));
      const link = scratchLink([{ id, source }]);
      const read = await readLink(link.slice(link.indexOf("#")));
      expect(read).toEqual({ cells: [{ id, source }] });
      const { outputs, error } = (await runNotebook([{ id, source }], { v3, Plot, document })).get(id)!;
      expect(error).toBeUndefined();
      expect(outputs).toHaveLength(1);
    },
  );
});
