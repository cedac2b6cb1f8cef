/** @file What the site holds, for programs that read text: chapters, data, and how to call the module. */
import type { APIContext } from "astro";
import { chaptersInOrder, primerInOrder } from "../components/chapters.ts";
import { describeSite } from "../components/figures/site.ts";

export async function GET({ site: origin }: APIContext): Promise<Response> {
  const site = describeSite(origin, import.meta.env.BASE_URL);
  const chapters = (await chaptersInOrder()).map(
    ({ id, data }) => `- [${data.number} ${data.title}](${site.address}chapters/${id}/): ${data.summary}`,
  );
  const scripts = (await chaptersInOrder()).map(
    ({ id, data }) => `- [${data.number}, cells as a script](${site.address}notebooks/${id}.ts)`,
  );
  const primer = (await primerInOrder()).map(
    ({ id, data }) => `- [${data.title}](${site.address}primer/${id}/): ${data.summary}`,
  );
  const link = (path: string, title: string, what: string): string => `- [${title}](${site.address}${path}): ${what}`;
  return new Response(
    `# ${site.name}

> An interactive companion to the DeepSeek-V3 Technical Report (arXiv:2412.19437). Version ${site.version}. Every number is computed by one module, given with its source, or quoted from the report. Cite the report first, this companion second.

A number that says "given" is an input of the model or the run. A claim has a verdict of a check that each build repeats. Where report, code and trace disagree, the page says so.

## Chapters

${chapters.join("\n")}

## Primer

${primer.join("\n")}

## Data

${[
  link("facts.json", "All numbers", "exact, each with unit, source, call, and most with a script that prints them"),
  link(
    "claims.json",
    "Claims of the report",
    "with place, printed value, what the check found, and verdict; also claims.csv",
  ),
  link("references.json", "References", "CSL-JSON; also references.bib"),
  link("reference/glossary/", "Glossary", "terms in a sentence each"),
  link("reference/symbols/", "Symbols", "meaning, shape and size in V3"),
  link("api/", "The computation module", "every function with what it takes, gives and refuses, and a call"),
  link("compute.js", "The module as one file", "an ES module without dependencies"),
].join("\n")}

## Optional

${scripts.join("\n")}
`,
    { headers: { "content-type": "text/plain; charset=utf-8" } },
  );
}
