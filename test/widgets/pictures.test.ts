/** Each preset of each widget is a picture: a change of any of them must be looked at and accepted (`vitest -u`). */
import { describe, expect, it } from "vitest";
import { widgets } from "../../src/components/figures/registry.ts";
import { renderPreset } from "../../src/kit/shell/static.tsx";

describe.each(widgets.map((widget) => [widget.id, widget] as const))("%s", (id, widget) => {
  it.each(Object.keys(widget.presets))("%s", async (preset) => {
    const { view, summary, table } = await renderPreset(widget, preset);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(summary).not.toMatch(/NaN|undefined|Infinity/);
    expect(view).not.toMatch(/NaN|undefined/);
    const name = preset.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await expect(`<!-- ${summary} -->\n${legible(view)}\n`).toMatchFileSnapshot(`pictures/${id}/${name}.html`);
  });
});

/** One element a line, coordinates to three decimals: small differences in arithmetic make no difference in pictures. */
function legible(html: string): string {
  return html.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3)))).replace(/></g, ">\n<");
}
