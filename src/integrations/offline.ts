/** @file Writes the service worker that keeps the site for offline, with the list of its files, into the built site. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { build } from "vite";
import type { Offer } from "../offline/messages.ts";

/** What is only for programs, or comes from a server alone. */
const left =
  /^(?:_headers|robots\.txt|sitemap|citations\/|notebooks\/|claim-reviews|references\.|changes\.atom|llms\.txt|404\.html|preview\.png)/;

/** @param version  of the site */
export function offline(version: string): AstroIntegration {
  return {
    name: "offline",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = filesOf(folder);
        const offer: Offer = { version, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
        writeFileSync(join(folder, "offline.json"), JSON.stringify(offer));
        writeFileSync(
          join(folder, "service-worker.js"),
          await bundled(files.map(({ url, revision }) => ({ url, revision }))),
        );
      },
    },
  };
}

type KeptFile = { url: string; revision: string | null; bytes: number };

/** Files of a built site, with a revision where the name has none. */
export function filesOf(folder: string): KeptFile[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"));
  return names
    .filter((name) => !left.test(name))
    .sort()
    .map((url) => {
      const content = readFileSync(join(folder, url));
      return {
        url,
        revision: url.startsWith("_astro/") ? null : createHash("sha256").update(content).digest("hex").slice(0, 16),
        bytes: content.length,
      };
    });
}

async function bundled(files: readonly Omit<KeptFile, "bytes">[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    define: { keptFiles: "self.keptFiles", "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "es2022",
      rollupOptions: {
        input: fileURLToPath(new URL("../offline/service-worker.ts", import.meta.url)),
        output: { format: "iife" },
      },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as { output: { code: string }[] }[];
  return `self.keptFiles = ${JSON.stringify(files)};\n${output[0].code}`;
}
