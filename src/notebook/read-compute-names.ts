/** @file Reads names, signatures and docstrings of the computation module. Build time only: it needs the compiler. */
import ts from "typescript";
import type { ComputeName } from "./compute-names.ts";
import { exportedValues } from "./exported-values.ts";

/** Longer types are cut: they stand beside a name in a list. */
const mostSignature = 160;

/**
 * The values that `entry` exports, in the order in which it names them; types are left out.
 *
 * @param entry  path of a TypeScript file
 */
export function readComputeNames(entry: string): ComputeName[] {
  return exportedValues(entry).map(({ name, isFunction, symbol, type, checker }) => {
    const text = isFunction ? type : `: ${type}`;
    return {
      name,
      kind: isFunction ? "function" : "constant",
      signature: text.length > mostSignature ? `${text.slice(0, mostSignature)}…` : text,
      doc: docOf(symbol, checker),
    };
  });
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .trim()
    .replace(/([^\n])\n(?![\n\s*•|-])/g, "$1 ");
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const content = ts.displayPartsToString(parts).replace(/\s+/g, " ").trim();
    const titles: Record<string, string> = { returns: "Returns ", throws: "Throws ", source: "Source: " };
    return name === "param" ? content.replace(/^(\w+)\s*/, "$1: ") : `${titles[name] ?? ""}${content}`;
  });
  return [text, ...tags].filter(Boolean).join("\n\n").replaceAll("`", "");
}
