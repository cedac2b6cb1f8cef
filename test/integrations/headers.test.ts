/** @file `public/_headers`: what only a server can say, as the README tells those who deploy the site. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { headersOf, readHeaders } from "../browser/headers.ts";

const repository = join(import.meta.dirname, "../..");
const rules = readHeaders(readFileSync(join(repository, "public/_headers"), "utf8"));

/** An address of every kind of page: those of a folder begin with its name. */
const pages = readdirSync(join(repository, "src/pages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() || entry.name.endsWith(".astro"))
  .map((entry) =>
    entry.isDirectory()
      ? `/${entry.name}/some-page/`
      : ({ "index.astro": "/", "404.astro": "/404.html" }[entry.name] ?? `/${entry.name.replace(".astro", "")}/`),
  );

describe("public/_headers", () => {
  it.each(pages)("lets nobody put %s into a frame of another site, but for figures that are made for it", (page) => {
    const policies = headersOf(rules, page)
      .filter(([name]) => name === "Content-Security-Policy")
      .map(([, value]) => value);
    expect(policies).toEqual(page.startsWith("/embed/") ? [] : ["frame-ancestors 'self'"]);
  });
  it("says for every file that it is what its type says", () => {
    for (const path of [...pages, "/compute.js", "/_astro/kit.js"])
      expect(headersOf(rules, path)).toContainEqual(["X-Content-Type-Options", "nosniff"]);
  });
  it("has what the README's table has", () => {
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    for (const { headers } of rules)
      for (const [name, value] of headers)
        if (name !== "Permissions-Policy") expect(readme).toContain(`\`${name}: ${value}\``);
  });
});
