/** What the service worker is told to keep. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { filesOf } from "../../src/integrations/offline.ts";

const folder = mkdtempSync(join(tmpdir(), "v3-offline-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [name, text] of Object.entries({
  "index.html": "a",
  "_astro/kit.abc.js": "b",
  _headers: "c",
  "citations/x.ris": "d",
  "search.json": "{}",
})) {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
}

describe("filesOf(folder)", () => {
  it("has pages and what they load, in one order, with a revision where a name does not change with its content", () => {
    // sha256("a") = ca978112ca1bbdca…, sha256("{}") = 44136fa355b3678a…
    expect(filesOf(folder)).toEqual([
      { url: "_astro/kit.abc.js", revision: null, bytes: 1 },
      { url: "index.html", revision: "ca978112ca1bbdca", bytes: 1 },
      { url: "search.json", revision: "44136fa355b3678a", bytes: 2 },
    ]);
  });
});
