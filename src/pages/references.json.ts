/** @file All that chapters cite, as CSL-JSON. */
import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import { bibliographyText } from "../lookup/bibliography.ts";

export function GET(): Response {
  plugins.config.get("@bibtex").parse.strict = false;
  const entries = new Cite(bibliographyText()).data.map(({ _graph, ...entry }: Record<string, unknown>) => entry);
  return Response.json(entries, { headers: { "content-type": "application/vnd.citationstyles.csl+json" } });
}
