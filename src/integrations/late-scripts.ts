/**
 * @file Scripts of a page begin to load once its text is painted, so that on a slow network they never stand before it
 * in the queue. `Early.astro` loads what this leaves in its `data-late`.
 */
import type { AstroIntegration } from "astro";
import { changeBuiltHtml } from "./built-html.ts";

/** Moves the addresses of module scripts of every built page to its early script. */
export function lateScripts(): AstroIntegration {
  return changeBuiltHtml("late-scripts", withLateScripts);
}

/** The page with its module scripts named in `data-late` of the early script; unchanged where there is no such script. */
export function withLateScripts(html: string): string {
  if (!html.includes("<script data-late>")) return html;
  const addresses: string[] = [];
  const rest = html.replace(/<script type="module" src="([^"]+)"><\/script>/g, (_, address: string) => {
    addresses.push(address);
    return "";
  });
  return rest.replace("<script data-late>", `<script data-late="${addresses.join(" ")}">`);
}
