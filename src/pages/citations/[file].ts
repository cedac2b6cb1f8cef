/** @file Citations of each chapter and each figure, as BibTeX, RIS and CSL-JSON. */
import type { APIContext, GetStaticPaths } from "astro";
import { chaptersInOrder } from "../../components/chapters.ts";
import { citationFormats, cite, type CitationFormat, type Part } from "../../kit/export/reference.ts";
import { figureOf } from "../../components/figures/in-text.ts";
import { widgets } from "../../components/figures/registry.ts";
import { describeSite } from "../../components/figures/site.ts";

type Props = { part: Omit<Part, "address"> & { path: string }; format: CitationFormat };

export const getStaticPaths = (async () => {
  const chapters = await chaptersInOrder();
  const placeOf = (widget: string): string => {
    for (const { id, body = "" } of chapters) {
      const figure = figureOf(widget, body);
      if (figure) return `chapters/${id}/#${figure.name}`;
    }
    return `embed/${widget}/`;
  };
  const parts: Props["part"][] = [
    ...chapters.map(({ id, data }) => ({
      id,
      title: data.title,
      path: `chapters/${id}/`,
      changed: data.changed.toISOString().slice(0, 10),
      source: data.paper,
      kind: "chapter" as const,
    })),
    ...widgets.map(({ id, title, source }) => ({ id, title, path: placeOf(id), source, kind: "figure" as const })),
  ];
  return parts.flatMap((part) =>
    (Object.keys(citationFormats) as CitationFormat[]).map((format) => ({
      params: { file: `${part.id}.${format}` },
      props: { part, format } satisfies Props,
    })),
  );
}) satisfies GetStaticPaths;

export function GET({ props, site: origin }: APIContext): Response {
  const {
    part: { path, ...part },
    format,
  } = props as Props;
  const site = describeSite(origin, import.meta.env.BASE_URL);
  return new Response(cite({ ...part, address: site.address + path }, site, format), {
    headers: { "content-type": `${citationFormats[format]}; charset=utf-8` },
  });
}
