import { describe, expect, it } from "vitest";
import { pageEntries } from "../../src/integrations/page-entries.ts";

const page = (main: string): string =>
  `<!doctype html><html><head><meta name="description" content="About it."></head><body><main>${main}</main></body></html>`;

describe("pageEntries(html)", () => {
  it("reads a chapter by its sections, without what shows on demand, and with formulas as they are typed", () => {
    const { title, entries } = pageEntries(
      page(`<header class="chapter-head"><p class="chapter-number">Chapter 2.2 · §2.1.2</p><h1>Experts</h1><p class="chapter-summary">How.</p></header>
      <p>Of <span class="peek"><data>671&nbsp;B</data><span class="peek-more">exact</span></span>.</p>
      <h2 id="bias">A bias<a class="anchor" href="#bias">#</a></h2><p>Width <math><msub><mi>d</mi><mi>c</mi></msub></math> and <math><msubsup><mi>𝐜</mi><mi>t</mi><mi>KV</mi></msubsup></math>.</p>
      <div class="figure" id="x" data-figure="x"><p class="figure-title">Figure 2.2.1 X</p><p class="figure-summary">It is 3.</p></div>
      <section class="cell" id="cell-y" data-cell="y"><pre><code>display(1);</code></pre></section>`),
    );
    expect(title).toBe("2.2 Experts");
    expect(entries).toEqual([
      { kind: "figure", anchor: "x", title: "Figure 2.2.1 X", text: "It is 3." },
      { kind: "cell", anchor: "cell-y", title: "y", text: "display(1);" },
      { kind: "section", anchor: "", title: "2.2 Experts", text: "How. Of 671 B." },
      { kind: "section", anchor: "bias", title: "A bias", text: "Width d_c and c_t^KV ." },
    ]);
  });
  it("reads a page of the primer like a chapter, without a number", () => {
    const { title, entries } = pageEntries(
      page(`<header class="chapter-head"><p class="chapter-number">Primer · before 2.1 Latent</p><h1>Attention</h1><p class="chapter-summary">How.</p></header>
      <h2 id="heads">Heads</h2><p>Many.</p>`),
    );
    expect(title).toBe("Attention");
    expect(entries).toEqual([
      { kind: "section", anchor: "", title: "Attention", text: "How." },
      { kind: "section", anchor: "heads", title: "Heads", text: "Many." },
    ]);
  });
  it("reads any other page by what it says of itself, and by what it lists", () => {
    const { entries } = pageEntries(
      page(
        `<h1>Symbols</h1><table><tr id="symbol-1" data-found="symbol"><th><math><mi>γ</mi></math></th><td>Speed.</td><td>0.001</td></tr></table>`,
      ),
    );
    expect(entries).toEqual([
      { kind: "section", anchor: "", title: "Symbols", text: "About it." },
      { kind: "symbol", anchor: "symbol-1", title: "γ", text: "Speed. · 0.001" },
    ]);
  });
});
