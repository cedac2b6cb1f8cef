/** @file The oEmbed response of each figure; its embed page names it. */
import type { APIContext } from "astro";
import { oembedOf } from "../../components/figures/oembed.ts";
import { widgetOf, widgets } from "../../components/figures/registry.ts";
import { describeSite } from "../../components/figures/site.ts";

export const getStaticPaths = () => widgets.map(({ id }) => ({ params: { id } }));

export function GET({ params, site: origin }: APIContext): Response {
  const site = describeSite(origin, import.meta.env.BASE_URL);
  return new Response(`${JSON.stringify(oembedOf(widgetOf(params.id!), site), null, 2)}\n`, {
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}
