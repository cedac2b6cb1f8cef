/** The code listing of each preset runs in Node, against the package, and prints what the figure shows. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { afterAll, describe, expect, it } from "vitest";
import { listingOf } from "../../src/components/figures/listing.ts";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import { listingText } from "../../src/kit/shell/listing.ts";
import { settled } from "../../src/kit/declare/param-values.ts";
import { computeResult, unhurried } from "../../src/kit/worker/compute.ts";
import { faceOf, presetValues } from "../../src/kit/declare/widget.ts";

// Inside the repository, so that the package's own name resolves.
const folder = mkdtempSync(join(import.meta.dirname, "listing-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(widgets.map((widget) => [widget.id, widget] as const))("%s", (id, widget) => {
  it.each(Object.keys(widget.presets))("%s", async (preset) => {
    const values = settled(widget.params, presetValues(widget, preset));
    const listing = listingText(listingOf(sourceOf(id), id), faceOf(widget), values);
    const file = join(folder, `${id}-${Object.keys(widget.presets).indexOf(preset)}.ts`);
    const printing = 'import { serialize } from "node:v8";\nconst print = (value: unknown) => console.log(serialize(value).toString("base64"));\n';
    writeFileSync(file, printing + listing.replace(/console\.log\((?=[^\n]*\n$)/, "print("));
    const printed = execFileSync(process.execPath, [file], { encoding: "utf8", maxBuffer: 1e9 });
    expect(deserialized(printed)).toEqual(await computeResult(widget, values, unhurried, () => {}));
  });
});

function deserialized(base64: string): unknown {
  return deserialize(Buffer.from(base64, "base64"));
}
