/** @file The code behind a figure as a reader can run it: the widget's own `compute`, with the current values. */
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

/** The fixed parts of a listing, taken from the widget's source when the site is built. */
export type Listing = {
  /** `import { … } from "v3-companion/compute";` */
  imports: string;
  /** `const compute = …;`, with what it needs of its file before it. */
  compute: string;
  /** `console.log(compute(parameters));`, or how else its result is got and printed. */
  call: string;
};

export type ParameterLine = { name: string; code: string; kind: "number" | "string" };

/** One line for each parameter that computing needs. */
export function parameterLines(widget: WidgetFace, values: Values): ParameterLine[] {
  return Object.entries(widget.params)
    .filter(([, param]) => !param.viewOnly)
    .map(([name, param]) => {
      const value: unknown = param.kind === "file" ? null : values[name];
      return { name, code: literal(value), kind: typeof value === "string" ? "string" : "number" };
    });
}

/** The whole listing, ready to copy and to run in Node against the package. */
export function listingText(listing: Listing, widget: WidgetFace, values: Values): string {
  const lines = parameterLines(widget, values).map(({ name, code }) => `  ${name}: ${code},`);
  const parameters = `const parameters = {\n${lines.join("\n")}\n} as const;`;
  return [listing.imports, parameters, listing.compute, listing.call].filter((part) => part !== "").join("\n\n") + "\n";
}

function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return Object.is(value, -0) ? "-0" : String(value);
}
