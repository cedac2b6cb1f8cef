/** @file CodeMirror's styles as an adopted sheet: the pages' policy allows no `<style>` element. */
import { StyleModule } from "style-mod";

/**
 * Makes style-mod adopt its sheet in this document. It does so by itself only for a root without a head, so it is shown
 * one, and the set of styles that it makes there becomes the document's.
 */
export function adoptStyles(): void {
  const headless = { ownerDocument: document, adoptedStyleSheets: [] };
  StyleModule.mount(headless as unknown as ShadowRoot, []);
  for (const key of Object.getOwnPropertySymbols(headless)) {
    (document as unknown as Record<symbol, unknown>)[key] ??= (headless as unknown as Record<symbol, unknown>)[key];
  }
}
