/** @file The cells of each chapter as a script with assertions and as a Jupyter notebook with what they show. */
import type { APIContext, GetStaticPaths } from "astro";
import { chapterNotebook, chapterScript } from "../../components/chapter-files.ts";
import { chaptersInOrder } from "../../components/chapters.ts";
import { describeSite } from "../../components/figures/site.ts";
import { chapterCells } from "../../notebook/formats/chapter-cells.ts";
import type { CellSource } from "../../notebook/index.ts";

const files = {
  ts: { write: chapterScript, type: "text/x.typescript" },
  ipynb: { write: chapterNotebook, type: "application/x-ipynb+json" },
} as const;
type Props = { cells: CellSource[]; format: keyof typeof files };

export const getStaticPaths = (async () =>
  (await chaptersInOrder()).flatMap(({ id, body }) =>
    (Object.keys(files) as Props["format"][]).map((format) => ({
      params: { file: `${id}.${format}` },
      props: { cells: chapterCells(body ?? ""), format } satisfies Props,
    })),
  )) satisfies GetStaticPaths;

export async function GET({ props, site }: APIContext): Promise<Response> {
  const { cells, format } = props as Props;
  const { version, address } = describeSite(site, import.meta.env.BASE_URL);
  const { write, type } = files[format];
  return new Response(await write(cells, { version, site: address }), {
    headers: { "content-type": `${type}; charset=utf-8` },
  });
}
