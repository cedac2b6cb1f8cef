/** @file What figures and citations say about the site they come from. */
import packageFile from "../../../package.json" with { type: "json" };
import type { Site } from "../../kit/export/provenance.ts";

/** Root of the site with its base path, ending in a slash. */
function rootAddress(site: URL | undefined, base: string): string {
  return new URL(base.endsWith("/") ? base : `${base}/`, site ?? "http://localhost:4321").href;
}

export function describeSite(site: URL | undefined, base: string): Site {
  return {
    name: "The V3 Companion",
    version: packageFile.version,
    released: packageFile.released,
    authors: "The V3 Companion authors",
    address: rootAddress(site, base),
    license: "CC BY 4.0",
    repository: packageFile.repository,
    ...(packageFile.doi && { doi: packageFile.doi }),
  };
}
