/** @file What a cell shows, in the forms that a notebook file keeps: plain text, HTML, SVG. */
import { renderTree } from "../display/html.ts";
import { inspectedText } from "../display/inspect.ts";
import type { Control } from "../inputs.ts";
import type { DisplayTree, ElementNode } from "../display/tree.ts";
import type { FileOutput } from "./jupyter.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** One output as a file keeps it. A control, which would be dead there, becomes its label and value. */
export function fileOutput(tree: DisplayTree): FileOutput {
  switch (tree.kind) {
    case "text":
      return { text: tree.text };
    case "value":
      return { text: inspectedText(tree.value) };
    case "error":
      return { text: tree.message };
    case "table":
      return {
        text: [tree.columns.map(({ name }) => name), ...tree.rows].map((row) => row.join("\t")).join("\n"),
        html: renderTree(tree),
      };
    case "figure":
      return drawn(tree.wide);
    case "element":
      return drawn(tree.node);
    case "control":
      return { text: controlText(tree.control) };
  }
}

/** A picture alone is SVG; with a legend around it, or anything else, it is HTML. */
function drawn(node: ElementNode): FileOutput {
  const html = renderTree({ kind: "element", node });
  const text = textOf(node).replace(/\s+/g, " ").trim() || `[${node.tag}]`;
  if (!(node.svg && node.tag === "svg")) return { text, html };
  const svg = html.slice(html.indexOf("<svg"), html.lastIndexOf("</svg>") + "</svg>".length);
  return { text, svg: /^<svg[^>]* xmlns=/.test(svg) ? svg : svg.replace("<svg", `<svg xmlns="${svgNamespace}"`) };
}

function textOf(node: ElementNode | string): string {
  return typeof node === "string" ? node : node.children.map(textOf).join(" ");
}

function controlText(control: Control): string {
  switch (control.kind) {
    case "select":
      return `${control.label}: ${control.options[control.value]}`;
    case "checkbox":
      return `${control.label}: ${control.value.map((place) => control.options[place]).join(", ") || "none"}`;
    case "toggle":
      return `${control.label}: ${control.value ? "yes" : "no"}`;
    default:
      return `${control.label}: ${control.value}`;
  }
}
