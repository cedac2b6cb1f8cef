/**
 * @file TypeScript to JavaScript, line for line.
 *
 * Sucrase and not ts-blank-space: the latter needs the whole compiler (1,027 KB gzipped against 47 KB).
 */
import { transform } from "sucrase";
import type { CellError } from "./cell.ts";

/**
 * `source` without its types; every statement stays on its line.
 *
 * @returns the code, or the first thing in it that is not TypeScript
 */
export function stripTypes(source: string): { code: string } | { error: CellError } {
  try {
    const { code } = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
      preserveDynamicImport: true,
      production: true,
    });
    return { code };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    return { error: { message: withoutPlace(message), line: loc?.line } };
  }
}

/** Parsers end their messages with a place, "(3:14)", which the cell shows in its own way. */
export function withoutPlace(message: string): string {
  return message.replace(/^Error transforming [^:]*: /, "").replace(/ \(\d+:\d+\)$/, "");
}
