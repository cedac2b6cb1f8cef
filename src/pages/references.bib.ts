/** @file All that chapters cite, as BibTeX. */
import { bibliographyText } from "../lookup/bibliography.ts";

export function GET(): Response {
  return new Response(bibliographyText(), { headers: { "content-type": "application/x-bibtex; charset=utf-8" } });
}
