/** @file Addresses of the built pages. */
import { readdirSync } from "node:fs";
import { siteFolder } from "./site.ts";

/** Paths from the root of the site, sorted. The frame of live cells is no page that a reader opens. */
export const builtPages: readonly string[] = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("index.html") && !file.startsWith("sandbox"))
  .map((file) => `/${file.replace(/index\.html$/, "")}`)
  .sort();
