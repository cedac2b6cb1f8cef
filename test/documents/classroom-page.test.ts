import { describe, expect, it } from "vitest";
import { classroomPage } from "../../src/documents/classroom-page.ts";

const files = ["index.html", "chapters/x/index.html", "reference/symbols/index.html", "_astro/face.woff2"];
const site = {
  root: "/base/",
  address: "https://site.example/base/",
  has: (name: string) => files.includes(name),
  embed: (id: string) =>
    `<details class="figure-code"><summary>Code</summary><div><pre>code of ${id}</pre></div></details>`,
};
const html = `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="script-src 'self'"><style>@font-face{src:url(/base/_astro/face.woff2)}</style><script data-late="/base/_astro/a.js">1</script></head>
<body><noscript data-styles="/base/_astro/live.css" data-paper="/base/_astro/print.css"><link rel="stylesheet" href="/base/_astro/live.css"></noscript><details class="figure-code" data-code-at="/base/embed/x/"><summary>Code</summary><p class="figure-elsewhere">away</p></details><button class="search-open">Search</button><main><a href="/base/reference/symbols/#s">symbols</a><a href="?x=1#y">state</a><a href="/base/scratch/">pad</a><a href="../../scratch/">pad</a><a href="https://other.example/">other</a>
<section class="cell"><div class="cell-tools"><button>Run</button></div></section><button data-action="mine">Use mine</button><script type="application/json">{}</script></main></body></html>`;
const page = classroomPage(html, "chapters/x/index.html", site);

describe("classroomPage(html, name, site)", () => {
  it("leads from file to file, and to the network for what the folder has not", () => {
    for (const address of ["../../reference/symbols/index.html#s", "?x=1#y", "https://other.example/"])
      expect(page).toContain(`href="${address}"`);
    expect(page.match(/href="https:\/\/site\.example\/base\/scratch\/"/g)).toHaveLength(2);
    expect(page).toContain('url("../../_astro/face.woff2")');
  });
  it("has classic scripts and a policy of its own, and none of the site's", () => {
    expect(page).toContain(
      '<script src="../../scripts/worker.js"></script><script src="../../scripts/page.js"></script>',
    );
    expect(page).not.toMatch(/data-late|script-src 'self'"|type="module"/);
    expect(page).toContain("default-src 'none'; script-src 'self' file:; worker-src blob:");
    expect(page).toContain('<script type="application/json">{}</script>');
  });
  it("has the styles that come late, and the code that comes on demand, at once", () => {
    expect(page).toMatch(/<body><link rel="stylesheet" href="[^"]*_astro\/live\.css">/);
    expect(page).toContain(
      '<details class="figure-code"><summary>Code</summary><div><pre>code of x</pre></div></details>',
    );
  });
  it("says that cells are off, and has no button that does nothing", () => {
    expect(page).toContain("Live cells are off");
    expect(page).not.toMatch(/<button/);
  });
});
