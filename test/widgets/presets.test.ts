/**
 * Each preset of each widget is computed once here, and its code listing runs once in Node, against the package: both must come
 * to the same result. Its charts are drawn as Plot draws them in a whole DOM, and its picture is the one that somebody accepted
 * (`vitest run test/widgets -u`).
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize } from "node:v8";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listingOf } from "../../src/components/figures/listing.ts";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import { settled } from "../../src/kit/declare/param-values.ts";
import { faceOf, presetValues, type AnyWidget } from "../../src/kit/declare/widget.ts";
import { listingText } from "../../src/kit/shell/listing.ts";
import { renderPreset } from "../../src/kit/shell/static.tsx";
import { drawnTwice } from "./drawn-twice.tsx";

// Inside the repository, so that the package's own name resolves.
const folder = mkdtempSync(join(import.meta.dirname, "listing-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(widgets.map((widget) => [widget.id, widget] as const))("%s", (id, widget) => {
  const presets = Object.keys(widget.presets);
  let printed: Promise<readonly unknown[]>;
  beforeAll(() => {
    printed = printedBy(widget, presets);
    printed.catch(() => {}); // each test awaits it, and says what went wrong
  });
  it.each(presets)("%s", { timeout: 120_000 }, async (preset) => {
    const { result, view, summary, table } = await renderPreset(widget, preset);
    expect((await printed)[presets.indexOf(preset)]).toEqual(result);
    const { kit, plot } = drawnTwice(widget, presetValues(widget, preset), result);
    expect(kit).toEqual(plot);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(summary).not.toMatch(/NaN|undefined|Infinity/);
    expect(view).not.toMatch(/NaN|undefined/);
    expect(view).toMatch(/<svg|<table/);
    const name = preset.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await expect(`<!-- ${summary} -->\n${legible(view)}\n`).toMatchFileSnapshot(`pictures/${id}/${name}.html`);
  });
});

/** What the listings of some presets print: one process of Node runs them all. */
async function printedBy(widget: AnyWidget, presets: readonly string[]): Promise<readonly unknown[]> {
  const files = presets.map((preset, i) => {
    const values = settled(widget.params, presetValues(widget, preset));
    const listing = listingText(listingOf(sourceOf(widget.id), widget.id), faceOf(widget), values);
    const file = join(folder, `${widget.id}-${i}.ts`);
    writeFileSync(file, listing.replace(/console\.log\((?=[^\n]*\n$)/, "globalThis.print("));
    return file;
  });
  const runner = join(folder, `${widget.id}.mjs`);
  writeFileSync(
    runner,
    `import { serialize } from "node:v8";
globalThis.print = (value) => console.log(serialize(value).toString("base64"));
${files.map((file) => `await import(${JSON.stringify(file)});`).join("\n")}
`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [runner], { maxBuffer: 1e9 });
  return stdout
    .trim()
    .split("\n")
    .map((line) => deserialize(Buffer.from(line, "base64")) as unknown);
}

/** One element a line, coordinates to three decimals: small differences in arithmetic make no difference in pictures. */
function legible(html: string): string {
  return html.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3)))).replace(/></g, ">\n<");
}
