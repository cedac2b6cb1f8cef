import { describe, expect, it } from "vitest";
import { withLateScripts } from "../../src/integrations/late-scripts.ts";

const scripts =
  '<script type="module" src="/_astro/a.js"></script><p>text</p><script type="module" src="/_astro/b.js"></script>';

describe("withLateScripts(html)", () => {
  it("names the scripts of the page in its early script, and takes them out of the text", () => {
    expect(withLateScripts(`<script data-late>early</script>${scripts}`)).toBe(
      '<script data-late="/_astro/a.js /_astro/b.js">early</script><p>text</p>',
    );
  });
  it("leaves a page alone that asks for its scripts itself", () => {
    expect(withLateScripts(`<script>early</script>${scripts}`)).toBe(`<script>early</script>${scripts}`);
  });
  it("leaves inline scripts and data where they are", () => {
    const html = '<script data-late="">early</script><script type="application/json">{}</script>';
    expect(withLateScripts('<script data-late>early</script><script type="application/json">{}</script>')).toBe(html);
  });
});
