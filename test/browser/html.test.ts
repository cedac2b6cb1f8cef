/** What the HTML of each page says: asked without a browser. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { builtPages } from "./built-pages.ts";
import { htmlOf, siteFolder } from "./site.ts";

const documentOf = (path: string): Document => parseHTML(htmlOf(path)).document;

describe.each(builtPages)("the HTML of %s", (path) => {
  const document = documentOf(path);
  it("has a policy without unsafe-eval and without inline scripts but by hash", () => {
    const policy = document.querySelector("meta[http-equiv='content-security-policy' i]")!.getAttribute("content")!;
    const scripts = /script-src ([^;]*)/.exec(policy)![1];
    expect(scripts).not.toMatch(/unsafe-eval|unsafe-inline|http|\*/);
    expect(policy).toContain("default-src 'none'");
    // Text becomes markup by the kit's own policy alone, and in the scratchpad not at all.
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(/trusted-types ([^;]*)/.exec(policy)![1]).toBe(path === "/scratch/" ? "'none'" : "v3-kit");
  });
  it("links to places that exist", () => {
    const links = [...document.querySelectorAll("a[href]")].map(
      (link) => new URL(link.getAttribute("href")!, `http://site${path}`),
    );
    for (const { pathname, hash } of links.filter(({ origin }) => origin === "http://site")) {
      const file = join(siteFolder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      expect(existsSync(file), pathname).toBe(true);
      // The scratchpad keeps code in its fragment; everything else names a place.
      if (hash && !hash.startsWith("#c="))
        expect(textOf(file).includes(`id="${decodeURIComponent(hash.slice(1))}"`), pathname + hash).toBe(true);
    }
  });
  it("has styles that come late, those of paper too, after its own: they are the last word also where no script is", () => {
    const html = htmlOf(path);
    const late = html.search(/<noscript data-(?:styles|paper)/);
    if (late >= 0) expect(late).toBeGreaterThan(html.slice(0, html.indexOf("</head>")).lastIndexOf("<style"));
  });
  it("repeats no id", () => {
    const known = new Set<string>();
    const repeated = [...document.querySelectorAll("[id]")].filter(({ id }) => known.size === known.add(id).size);
    expect(repeated.map(({ id }) => id)).toEqual([]);
  });
  it("has the apostrophes of print", () => {
    const body = parseHTML(htmlOf(path)).document.body;
    for (const code of body.querySelectorAll("script, style, template, textarea, pre, code, math, .cell"))
      code.remove();
    expect(body.textContent!.match(/.{0,30}[A-Za-z\d]'[a-z].{0,20}/g) ?? []).toEqual([]);
  });
  it("has a name of its own for each landmark, so that a list of them says where they lead", () => {
    const names = landmarks(document);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

/** Roles and names of the places that readers of a screen may go to. A section, region or form is one if it has a name. */
function landmarks(document: Document): string[] {
  const own: Record<string, string> = { aside: "complementary", nav: "navigation", section: "region", form: "form" };
  const nameOf = (element: Element): string =>
    element.getAttribute("aria-label") ??
    (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => (id && document.getElementById(id)?.textContent) || "")
      .join(" ")
      .trim();
  return [...document.querySelectorAll("aside, nav, section, form, [role]")]
    .map((element) => [element.getAttribute("role") ?? own[element.localName], nameOf(element)])
    .filter(
      ([role, name]) =>
        role === "complementary" || role === "navigation" || (/^(?:region|form|search)$/.test(role) && name !== ""),
    )
    .map((parts) => parts.join(" "));
}

const textOf = memoized((file: string) => readFileSync(file, "utf8"));

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key)!;
  };
}

describe("chapters", () => {
  const chapters = builtPages.filter((path) => path.startsWith("/chapters/"));
  it.each(chapters)("%s has its prose, a picture or table in each figure, and output of cells", (path) => {
    const document = documentOf(path);
    expect(document.querySelector("main")!.textContent.length).toBeGreaterThan(4000);
    const empty = [...document.querySelectorAll(".figure")].filter(
      (figure) => !(figure.querySelector(".figure-view") ?? figure).querySelector("svg, table"),
    );
    expect(empty.map(({ id }) => id)).toEqual([]);
    expect(document.querySelectorAll(".cell-outputs .output").length).toBeGreaterThanOrEqual(1);
  });
  it.each(chapters)("%s has what scholars and machines read", (path) => {
    const document = documentOf(path);
    const meta = (name: string) => document.querySelector(`meta[name="${name}"]`)!.getAttribute("content");
    expect(meta("citation_title")).toBe(document.querySelector("h1")!.textContent);
    expect(meta("citation_author")).toBeTruthy();
    expect(meta("citation_publication_date")).toMatch(/^\d{4}\/\d\d\/\d\d$/);
    expect(new URL(meta("citation_fulltext_html_url")!).pathname).toBe(path);
    const data = JSON.parse(document.querySelector("script[type='application/ld+json']")!.textContent);
    expect(data["@type"]).toEqual(["ScholarlyArticle", "LearningResource"]);
    expect(data.isBasedOn.sameAs).toContain("https://arxiv.org/abs/2412.19437");
  });
});

describe("the map of the report", () => {
  const rows = [...documentOf("/report/").querySelectorAll("tr[id]")];
  const placesOf = (row: Element): URL[] =>
    [...row.querySelectorAll("a")]
      .map((link) => new URL(link.getAttribute("href")!, "http://site/"))
      .filter(({ pathname }) => pathname.startsWith("/chapters/"));
  it("is led back to, row by row, from every chapter that it leads to", () => {
    const chapter = memoized(documentOf);
    const pairs = rows.flatMap((row) => placesOf(row).map(({ pathname }) => [row.id, pathname] as const));
    expect(pairs.length).toBeGreaterThan(100);
    expect(pairs.filter(([id, pathname]) => !chapter(pathname).querySelector(`a[href="/report/#${id}"]`))).toEqual([]);
  });
  it("is where each figure of a chapter that is after the report leads", () => {
    const without = builtPages
      .filter((path) => path.startsWith("/chapters/"))
      .flatMap((path) => [...documentOf(path).querySelectorAll(".figure-source")])
      .filter((source) => !source.querySelector("a[href^='/report/#']"))
      .map((source) => source.textContent);
    // Their only source is another paper of DeepSeek's.
    expect(without.filter((text) => !text!.startsWith("After arXiv:"))).toEqual([]);
  });
});
