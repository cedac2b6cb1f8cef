/** @file The picture of a figure as a file: SVG as it stands, PNG at twice the size, with provenance inside. */
import type { Provenance } from "./provenance.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** What a stand-alone file needs of the style that the page gives: no custom property, no class. */
const inlined = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity",
  "font-family", "font-size", "font-weight", "font-style", "font-variant-numeric", "text-anchor", "dominant-baseline", "paint-order", "visibility", "display",
] as const;

export type Picture = { svg: SVGSVGElement; width: number; height: number };

/**
 * One SVG of everything drawn in a view, on the background that the page has.
 *
 * @throws Error if nothing in the view is drawn as SVG
 */
export function pictureOf(view: Element, { lines }: Provenance): Picture {
  const drawn = [...view.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0 && !svg.parentElement!.closest("svg"));
  if (drawn.length === 0) throw new Error("this figure has no picture; its data are in the CSV file");
  const frame = view.getBoundingClientRect();
  const boxes = drawn.map((svg) => svg.getBoundingClientRect());
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) - frame.left);
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) - frame.top);
  const picture = document.createElementNS(svgNamespace, "svg");
  set(picture, { xmlns: svgNamespace, width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  const says = lines.map(({ name, text }) => `${name}: ${text}`).join("\n");
  picture.append(textElement("title", lines[0].text), textElement("desc", says));
  const ground = document.createElementNS(svgNamespace, "rect");
  set(ground, { width, height, fill: groundColor(view) });
  picture.append(ground);
  drawn.forEach((svg, i) => {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    inlineStyle(svg, copy);
    const box = boxes[i];
    set(copy, { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height });
    copy.removeAttribute("style");
    picture.append(copy);
  });
  return { svg: picture, width, height };
}

/** The picture as an SVG file. */
export function toSvg({ svg }: Picture): Blob {
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`], { type: "image/svg+xml" });
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

/**
 * A PNG file with text chunks (`iTXt`, UTF-8, not compressed) after its header.
 *
 * @source PNG specification, third edition, §11.3.3.4
 */
export function withText(png: Uint8Array, { lines }: Provenance): Uint8Array<ArrayBuffer> {
  const afterHeader = 8 + 25; // signature, then IHDR: length, type, 13 bytes, CRC
  const chunks = lines.map(({ name, text }) => chunk("iTXt", new TextEncoder().encode(`${name}\0\0\0\0\0${text}`)));
  const parts = [png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + content.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(content, 8);
  view.setUint32(8 + content.length, crc32(whole.subarray(4, 8 + content.length)));
  return whole;
}

/** CRC-32 of the PNG specification, bit by bit: text chunks are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function inlineStyle(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of inlined) {
    const value = style.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, value);
  }
  to.removeAttribute("class");
  for (let i = 0; i < from.children.length; i++) inlineStyle(from.children[i], to.children[i]);
}

function groundColor(view: Element): string {
  for (let element: Element | null = view; element; element = element.parentElement) {
    const color = getComputedStyle(element).backgroundColor;
    if (color !== "rgba(0, 0, 0, 0)" && color !== "transparent") return color;
  }
  return "white";
}

function textElement(name: string, text: string): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  element.textContent = text;
  return element;
}

function set(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
