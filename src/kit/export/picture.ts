/**
 * @file The picture of a figure as a file: title, everything in the view, result and source, as they stand in the page.
 * SVG as it is, PNG at twice the size, with provenance inside.
 */
import { drawTexts, svgElement, wrapped, type Font } from "./picture-texts.ts";
import { withText } from "./png-text.ts";
import type { Provenance } from "./provenance.ts";

/** What a stand-alone file needs of the style that the page gives: no custom property, no class. */
const inlined = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "font-variant-numeric",
  "text-anchor",
  "dominant-baseline",
  "paint-order",
  "visibility",
  "display",
] as const;

/** Around the picture, and between its parts, in pixels. */
const padding = 16;

export type Picture = { svg: SVGSVGElement; width: number; height: number };

/**
 * One SVG of a figure, on the background that the page has.
 *
 * @throws Error if there is neither a drawing nor a table in its view
 */
export function pictureOf(figure: Element, { lines }: Provenance): Picture {
  const view = figure.querySelector(".figure-view")!;
  const drawn = [...view.querySelectorAll("svg")].filter(
    (svg) => svg.getBoundingClientRect().width > 0 && !svg.parentElement!.closest("svg"),
  );
  if (drawn.length === 0 && !view.querySelector("table"))
    throw new Error("this figure has no picture; its data are in the CSV file");
  const frame = view.getBoundingClientRect();
  const width = Math.ceil(frame.width) + 2 * padding;
  const picture = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width, role: "img" });
  const says = lines.map(({ name, text }) => `${name}: ${text}`).join("\n");
  const ground = svgElement("rect", { width, fill: groundColor(view) });
  picture.append(svgElement("title", {}, lines[0].text), svgElement("desc", {}, says), ground);

  let top = padding;
  const write = (text: string, like: Element): void => {
    const font = fontOf(like);
    for (const line of wrapped(text, font, frame.width)) {
      picture.append(svgElement("text", { x: padding, y: top + font.size, ...font.attributes }, line));
      top += 1.4 * font.size;
    }
  };
  write(textOf(figure, ".figure-title"), figure.querySelector(".figure-title")!);
  top += padding / 2;

  const content = svgElement("g", { transform: `translate(${padding} ${top})` });
  for (const svg of drawn) content.append(...copyOf(svg, frame));
  drawTexts(content, view, frame);
  picture.append(content);
  top += Math.ceil(frame.height) + padding / 2;

  write(textOf(figure, ".figure-summary"), figure.querySelector(".figure-summary")!);
  top += padding / 4;
  const said = (name: string): string => lines.find((line) => line.name === name)!.text;
  write(
    `After the ${said("After")}. ${said("Made with")}, ${said("License")}. ${said("Address")}`,
    figure.querySelector("figcaption")!,
  );

  const height = Math.ceil(top) + padding / 2;
  for (const element of [picture, ground]) element.setAttribute("height", String(height));
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { svg: picture as SVGSVGElement, width, height };
}

/** The picture as an SVG file. */
export function toSvg({ svg }: Picture): Blob {
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`], {
    type: "image/svg+xml",
  });
}

/** The picture as a PNG file of twice the size, with the provenance in `iTXt` chunks. */
export async function toPng(picture: Picture, origin: Provenance): Promise<Blob> {
  const url = URL.createObjectURL(toSvg(picture));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * picture.width;
    canvas.height = 2 * picture.height;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("the browser could not make a PNG of this size");
    return new Blob([withText(new Uint8Array(await blob.arrayBuffer()), origin)], { type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** An SVG of the page at its place in the picture, with the background that the page gives it. */
function copyOf(svg: SVGSVGElement, frame: DOMRect): Element[] {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyle(svg, copy);
  copy.removeAttribute("style");
  const { left, top, width, height } = svg.getBoundingClientRect();
  const place = { x: left - frame.left, y: top - frame.top, width, height };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  const { backgroundColor, overflow } = getComputedStyle(svg);
  copy.setAttribute("overflow", overflow);
  return isClear(backgroundColor) ? [copy] : [svgElement("rect", { ...place, fill: backgroundColor }), copy];
}

/** Styles of an element and all below. What is no SVG is left out: its texts are drawn one by one. */
function inlineStyle(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of inlined) {
    const value = style.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, value);
  }
  to.removeAttribute("class");
  const copies = [...to.children];
  for (const [i, child] of [...from.children].entries()) {
    if (child.localName === "foreignObject") copies[i].remove();
    else inlineStyle(child, copies[i]);
  }
}

function groundColor(view: Element): string {
  for (let element: Element | null = view; element; element = element.parentElement) {
    const color = getComputedStyle(element).backgroundColor;
    if (!isClear(color)) return color;
  }
  return "white";
}

function isClear(color: string): boolean {
  return color === "rgba(0, 0, 0, 0)" || color === "transparent";
}

function fontOf(element: Element): Font {
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(element);
  return {
    size: Number.parseFloat(fontSize),
    css: `${fontWeight} ${fontSize} ${fontFamily}`,
    attributes: { fill: color, "font-family": fontFamily, "font-size": fontSize, "font-weight": fontWeight },
  };
}

function textOf(figure: Element, selector: string): string {
  return figure.querySelector(selector)!.textContent!.replace(/\s+/g, " ").trim();
}
