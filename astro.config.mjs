import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { rehypeHeadingIds, unified } from "@astrojs/markdown-remark";
import mdx from "@astrojs/mdx";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import rehypeCitation from "rehype-citation";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { remarkCells } from "./src/integrations/cells.ts";
import { chapterNames } from "./src/integrations/chapter-names.ts";
import { citationYears } from "./src/integrations/citation-years.ts";
import { checkCitations } from "./src/integrations/citations.ts";
import { elementPlaces } from "./src/integrations/element-places.ts";
import { figureNumbers } from "./src/integrations/figure-numbers.ts";
import { formulaLines } from "./src/lookup/formula-lines.ts";
import { formulaPunctuation } from "./src/lookup/formula-punctuation.ts";
import { leanFormulas } from "./src/lookup/lean-formulas.ts";
import { mathAlphabets } from "./src/lookup/math-alphabets.ts";
import { compileAtOnce } from "./src/integrations/compile-at-once.ts";
import { highlightCode } from "./src/integrations/highlight-code.ts";
import { keepLinesTogether } from "./src/integrations/keep-together.ts";
import { lateScripts } from "./src/integrations/late-scripts.ts";
import { offline } from "./src/integrations/offline.ts";
import { policyFirst } from "./src/integrations/policy-first.ts";
import { sectionAnchors } from "./src/integrations/section-anchors.ts";
import { reportEquations } from "./src/integrations/report-equations.ts";
import { searchIndex } from "./src/integrations/search-index.ts";
import { scrolling } from "./src/integrations/scrolling.ts";
import { tellTypedInFigures } from "./src/integrations/typed-in-figures.ts";
import { symbols } from "./src/integrations/symbols.ts";
import { workerEntriesApart } from "./src/integrations/worker-entries.ts";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));

/** The one script that must run before the first paint; its text is inlined, so its hash is in the policy. */
const earlyScript = readFileSync(new URL("./src/layouts/early-inline.js", import.meta.url), "utf8").trim();
const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** What comes in one file. A page at rest loads the first, and not the kit. */
const chunks = [
  { name: "rest", test: /vite\/preload-helper|\/src\/kit\/page\/(paints|pause|trusted)/, priority: 1 },
  // What figures and the reader's record need at rest: in a chunk of the kit, it would bring the kit along.
  {
    name: "peek",
    test: /\/src\/(?:kit\/(?:page\/(?:peek|touch-sliders|main-picture|late-fields|bring-ahead)|declare\/(?:face-text|key)|shell\/height-message)|reader\/kept|components\/class\/class-link)/,
    priority: 1,
  },
  // What acts in the page, without what draws: that is the workers'.
  {
    name: "kit",
    test: /\/src\/kit\/(?:page|declare\/(?!params)|export\/(?:citation|provenance)|shell\/(?:listing|state-texts)|view\/(?:colors|columns|data-rows|scrub-place|widths))|\/node_modules\/(?:morphdom|comlink)\/|figures\/alive/,
  },
];

export default defineConfig({
  site: process.env.SITE ?? "https://v3-companion.github.io",
  base: process.env.BASE ?? "/",
  // An address without its final slash is served as well, by `npm start` too; links and canonical addresses have it.
  trailingSlash: "ignore",
  build: { inlineStylesheets: "always" },
  vite: {
    // The first 14 KB of a page come in one round trip: scripts stay out of it.
    build: { assetsInlineLimit: 0 },
    plugins: [compileAtOnce(["kit", "mount"])],
    // A worker loads the code of its own widget alone; what all widgets need comes once, and stays in the browser.
    worker: { format: "es", plugins: () => [workerEntriesApart()] },
    // The kit in one file: a figure that comes alive starts two downloads, not six, in the very moment of a touch.
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: chunks } } } } } },
  },
  devToolbar: { enabled: false },
  integrations: [
    mdx(),
    sitemap({ filter: (page) => !page.includes("/embed/") && !page.includes("/sandbox") }),
    lateScripts(),
    policyFirst(),
    searchIndex(),
    offline(version),
  ],
  markdown: {
    syntaxHighlight: false,
    processor: unified({
      smartypants: false,
      remarkPlugins: [
        tellTypedInFigures,
        remarkMath,
        figureNumbers,
        elementPlaces,
        remarkCells,
        reportEquations,
        [chapterNames, readdirSync(new URL("./content/chapters", import.meta.url))],
      ],
      rehypePlugins: [
        [rehypeKatex, { output: "mathml", strict: "error", throwOnError: true }],
        leanFormulas,
        mathAlphabets,
        symbols(readFileSync(new URL("./content/symbols.yaml", import.meta.url), "utf8")),
        formulaLines,
        formulaPunctuation,
        rehypeHeadingIds,
        sectionAnchors,
        scrolling,
        highlightCode,
        checkCitations,
        [
          rehypeCitation,
          { bibliography: "content/references.bib", path: import.meta.dirname, csl: "apa", linkCitations: true },
        ],
        citationYears,
        keepLinesTogether,
      ],
    }),
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        // No script turns text into markup or into an address of a script, but by the policy that the page names (`Page.astro`).
        "require-trusted-types-for 'script'",
      ],
      scriptDirective: { hashes: [hashOf(earlyScript)] },
      // Charts and formulas carry styles as attributes; style elements have hashes.
      styleDirective: { resources: ["'self'", { resource: "'unsafe-inline'", kind: "attribute" }] },
    },
  },
});
