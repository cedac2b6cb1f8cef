/**
 * Each preset of each widget is computed once here, and its code listing runs once in Node, against the package: both must come
 * to the same result. Its charts are drawn as Plot draws them in a whole DOM, and its picture and its data are those that somebody accepted
 * (`vitest run test/widgets -u`).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listingOf } from "../../src/components/figures/listing.ts";
import { sourceOf, widgets } from "../../src/components/figures/registry.ts";
import { settled } from "../../src/kit/declare/param-values.ts";
import { faceOf, presetValues, type AnyWidget } from "../../src/kit/declare/widget.ts";
import { listingText } from "../../src/kit/shell/listing.ts";
import { toCsv } from "../../src/kit/export/csv.ts";
import { renderPreset } from "../../src/kit/shell/static.tsx";
import { drawnTwice } from "./drawn-twice.tsx";
import { startListingRunner } from "./listing-runner.ts";

// Inside the repository, so that the package's own name resolves.
const output = join(import.meta.dirname, "../output");
mkdirSync(output, { recursive: true });
const folder = mkdtempSync(join(output, "listings-"));
const listings = startListingRunner();
afterAll(() => {
  listings.stop();
  rmSync(folder, { recursive: true });
});

describe.each(widgets.map((widget) => [widget.id, widget] as const))("%s", (id, widget) => {
  const presets = Object.keys(widget.presets);
  it.each(presets)("%s", { timeout: 120_000 }, async (preset) => {
    const printed = printedBy(widget, preset);
    printed.catch(() => {}); // it is awaited below, after what is computed here meanwhile
    const { result, view, summary, table } = await renderPreset(widget, preset);
    expect(await printed).toEqual(result);
    const { kit, plot } = drawnTwice(widget, presetValues(widget, preset), result);
    expect(kit).toEqual(plot);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(summary).not.toMatch(/NaN|undefined|Infinity/);
    expect(view).not.toMatch(/NaN|undefined/);
    expect(view).toMatch(/<svg|<table/);
    const name = preset.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await expect(`<!-- ${summary} -->\n${legible(view)}\n`).toMatchFileSnapshot(`pictures/${id}/${name}.html`);
    await expect(firstLines(toCsv(table, { lines: [] }))).toMatchFileSnapshot(`pictures/${id}/${name}.csv`);
  });
});

/** What the listing of a preset prints. */
function printedBy(widget: AnyWidget, preset: string): Promise<unknown> {
  const values = settled(widget.params, presetValues(widget, preset));
  const listing = listingText(listingOf(sourceOf(widget.id), widget.id), faceOf(widget), values);
  const file = join(folder, `${widget.id}-${Object.keys(widget.presets).indexOf(preset)}.ts`);
  writeFileSync(file, listing.replace(/console\.log\((?=[^\n]*\n$)/, "globalThis.print("));
  return listings.printedBy(file);
}

/** The data as a reader downloads them, to nine digits: the first forty rows, how many there are, and the last. */
function firstLines(csv: string): string {
  const lines = toNineDigits(csv).split("\r\n").slice(0, -1);
  const [shown, rest] = [lines.slice(0, 41), lines.slice(41)];
  return [
    ...shown,
    ...(rest.length > 0 ? [`# ${rest.length} more rows, and the last of them:`, rest.at(-1)!] : []),
    "",
  ].join("\n");
}

/**
 * One element a line, coordinates to three decimals: small differences in arithmetic make no difference in pictures. What is
 * there to be read, in texts and in tips, stands as it is, to nine digits.
 */
function legible(html: string): string {
  const rounded = (text: string): string =>
    text.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3))));
  return toNineDigits(html.replace(coordinates, rounded)).replace(/></g, ">\n<");
}

function toNineDigits(text: string): string {
  return text.replace(/-?\d+\.\d{7,}(?:e[-+]\d+)?/g, (number) => String(Number(Number(number).toPrecision(9))));
}

/** Attributes that say where something lies, or how large or faint it is. */
const coordinates =
  / (?:d|points|transform|[xyr]|[xy][12]|[cdrf][xy]|width|height|viewBox|style|[a-z-]*opacity|stroke-dasharray|value|data-(?!tip)[a-z-]*)="[^"]*"/g;
