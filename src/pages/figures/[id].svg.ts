/** @file Pictures of the figures at rest, for the page of all figures. */
import type { APIRoute } from "astro";
import { previewOf } from "../../components/figures/gallery.ts";
import { widgetOf, widgets } from "../../components/figures/registry.ts";

export async function getStaticPaths() {
  const previews = await Promise.all(widgets.map(async (widget) => ({ widget, preview: await previewOf(widget) })));
  return previews.filter(({ preview }) => preview.svg !== null).map(({ widget }) => ({ params: { id: widget.id } }));
}

export const GET: APIRoute = async ({ params }) => {
  const { svg } = await previewOf(widgetOf(params.id!));
  return new Response(svg!.file, { headers: { "content-type": "image/svg+xml" } });
};
