import type { Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import { describe, expect, it } from "vitest";
import { citationYears } from "../../src/integrations/citation-years.ts";

describe("citationYears()", () => {
  it("gives each citation the year of its entry, letter included, and leaves other links", () => {
    const tree = fromHtml(
      '<p>(<a href="#bib-v2">DeepSeek-AI, 2024</a>; <a href="#bib-v3">DeepSeek-AI, 2024</a>), <a href="#figure">2024</a></p>' +
        '<div class="references"><div id="bib-v2">DeepSeek-AI. (2024a). <i>V2</i>.</div><div id="bib-v3">DeepSeek-AI. (2024b). <i>V3</i>.</div></div>',
      { fragment: true },
    ) as Root;
    citationYears()(tree);
    expect(toText(tree.children[0])).toBe("(DeepSeek-AI, 2024a; DeepSeek-AI, 2024b), 2024");
  });
  it("takes out a letter that stands behind a link already", () => {
    const tree = fromHtml(
      '<p>(<a href="#bib-v32">DeepSeek-AI, 2025</a>b, <a href="#bib-exp">2025</a>a)</p>' +
        '<div class="references"><div id="bib-v32">DeepSeek-AI. (2025b).</div><div id="bib-exp">DeepSeek-AI. (2025c).</div></div>',
      { fragment: true },
    ) as Root;
    citationYears()(tree);
    expect(toText(tree.children[0])).toBe("(DeepSeek-AI, 2025b, 2025c)");
  });
});
