/** @file What the page of all figures shows of each: its picture at rest, and the page of the site that it stands on. */
import { readFileSync } from "node:fs";
import { initialValues, type AnyWidget } from "../../kit/declare/widget.ts";
import { settled } from "../../kit/declare/param-values.ts";
import { drawer } from "../../kit/view/draw.ts";
import { viewPieces } from "../../kit/view/view-pieces.tsx";
import { resultOf } from "../../kit/shell/results.ts";
import { seenOf } from "../../kit/worker/render.ts";

/** A figure as the gallery has it. */
export type Preview = {
  summary: string;
  /** The first drawing of its view, as a file of its own; null if it has none (a table). */
  svg: { file: string; width: number; height: number } | null;
};

const previews = new WeakMap<AnyWidget, Promise<Preview>>();

/** Computes and draws the state at rest, once for each widget. */
export function previewOf(widget: AnyWidget): Promise<Preview> {
  let preview = previews.get(widget);
  if (!preview) previews.set(widget, (preview = makePreview(widget)));
  return preview;
}

async function makePreview(widget: AnyWidget): Promise<Preview> {
  const values = settled(widget.params, initialValues(widget));
  const result = await resultOf(widget, values);
  const html = viewPieces(widget, result, values, drawer(`${widget.id}-preview`, "narrow")).join("");
  return { summary: seenOf(widget, result, values).summary, svg: firstDrawing(html) };
}

function firstDrawing(html: string): Preview["svg"] {
  const start = html.indexOf("<svg");
  if (start < 0) return null;
  const drawing = asXml(html.slice(start, html.indexOf("</svg>", start) + "</svg>".length));
  const [, tag] = /^<svg([^>]*)>/.exec(drawing)!;
  const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(tag)!.map(Number);
  // As an image it has no page around it: what that would give comes along.
  const attributes = tag.replace(/ (?:xmlns|width|height|style|preserveAspectRatio)="[^"]*"/g, "");
  const ground = `<rect width="${width}" height="${height}" style="fill:var(--paper)"/>`;
  const style = `<style>${sheet().replaceAll("<", "\\3c ")}</style>`;
  const file = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"${attributes}>${style}${ground}${drawing.slice(tag.length + "<svg>".length)}`;
  return { file, width, height };
}

/** HTML may have attributes without a value (`data-at-rest`); a file of its own is XML and may not. */
function asXml(html: string): string {
  return html.replace(/<\w(?:"[^"]*"|[^">])*>/g, (tag) =>
    tag.replace(/"[^"]*"|\s([\w:-]+)(?=[\s/>])/g, (part, name) => (name ? ` ${name}=""` : part)),
  );
}

let text: string | null = null;

/** Colors and the look of drawings; custom properties stand on the root of any document. */
function sheet(): string {
  text ??= ["tokens", "figure", "parts"]
    .map((name) => readFileSync(`src/styles/${name}.css`, "utf8").replace(/\/\*[\s\S]*?\*\//g, ""))
    .join("\n");
  return text;
}
