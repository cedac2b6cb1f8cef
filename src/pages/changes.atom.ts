/** @file The changelog as a feed, an entry for each version. */
import { readFileSync } from "node:fs";
import type { APIContext } from "astro";
import { describeSite } from "../components/figures/site.ts";
import { releasesOf } from "../lookup/changelog.ts";

export function GET({ site: origin }: APIContext): Response {
  const site = describeSite(origin, import.meta.env.BASE_URL);
  const released = releasesOf(readFileSync("CHANGELOG.md", "utf8")).filter(({ day }) => day !== null);
  const entries = released.map(({ version, day, changes }) => {
    const html = `<ul>${changes.map((change) => `<li>${escaped(change)}</li>`).join("")}</ul>`;
    return `  <entry>
    <id>${site.address}changes/${version}</id>
    <title>${escaped(site.name)} ${version}</title>
    <updated>${day}T00:00:00Z</updated>
    <link href="${site.address}"/>
    <content type="html">${escaped(html)}</content>
  </entry>`;
  });
  return new Response(
    `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${site.address}</id>
  <title>${escaped(site.name)}: changes</title>
  <updated>${released[0].day}T00:00:00Z</updated>
  <author><name>${escaped(site.authors)}</name></author>
  <link href="${site.address}"/>
  <link rel="self" href="${site.address}changes.atom"/>
${entries.join("\n")}
</feed>
`,
    { headers: { "content-type": "application/atom+xml; charset=utf-8" } },
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
