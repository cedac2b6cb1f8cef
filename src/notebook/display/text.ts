/** @file Display trees as plain text, for formats that hold no HTML. */
import { inspectedText } from "./inspect.ts";
import type { DisplayTree, ElementNode } from "./tree.ts";

/** One output as text: a table with tabs, a picture as what is written in it, a control as its label and value. */
export function renderText(tree: DisplayTree): string {
  switch (tree.kind) {
    case "text":
      return tree.text;
    case "value":
      return inspectedText(tree.value);
    case "error":
      return tree.line === undefined ? tree.message : `${tree.message} (line ${tree.line})`;
    case "table": {
      const rows = [tree.columns.map(({ name }) => name), ...tree.rows].map((row) => row.join("\t"));
      return [...rows, ...(tree.total > tree.rows.length ? [`… ${tree.total - tree.rows.length} more rows`] : [])].join(
        "\n",
      );
    }
    case "element":
      return contentOf(tree.node);
    case "figure":
      return contentOf(tree.wide);
    case "control": {
      const { control } = tree;
      if (control.kind === "button") return control.label;
      const value =
        control.kind === "select"
          ? control.options[control.value]
          : control.kind === "checkbox"
            ? control.value.map((place) => control.options[place]).join(", ")
            : String(control.value);
      return `${control.label || "Value"}: ${value}`;
    }
  }
}

function contentOf({ children }: ElementNode): string {
  return children
    .map((child) => (typeof child === "string" ? child : contentOf(child)))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}
