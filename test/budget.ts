/** @file `npm run budget`: the weight of each built page at rest, compressed as a good host would. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const folder = "dist";
/** Compressed bytes: of scripts before the first interaction, of the page itself. */
const budget = { script: 15_000, html: 60_000 };

if (!existsSync(folder)) {
  console.error("The site is not built. Run `npm run build` first.");
  process.exit(1);
}

const weigh = (bytes: Buffer): number => brotliCompressSync(bytes).length;

/** A script with all that it imports at once; what it imports on demand is not at rest. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target] of readFileSync(file, "utf8").matchAll(
    /(?:^|[;}\s])(?:import|export)(?:[^"'()]*?from)?\s*["'](\.[^"']+)["']/g,
  ))
    withImports(join(dirname(file), target), seen);
  return seen;
}

const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html"))
  .sort();
const rows = pages.map((page) => {
  const html = readFileSync(join(folder, page), "utf8");
  const late = /<script data-late="([^"]*)"/.exec(html)?.[1].split(" ") ?? [];
  const external = [...late, ...[...html.matchAll(/<script[^>]*\ssrc="([^"]*)"/g)].map(([, address]) => address)]
    .filter(Boolean)
    .map((address) => join(folder, address.slice(address.indexOf("_astro/"))));
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)(?![^>]*application\/)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text]) => text,
  );
  const files = new Set(external.flatMap((file) => [...withImports(file)]));
  const script =
    [...files].reduce((sum, file) => sum + weigh(readFileSync(file)), 0) +
    (inline.length > 0 ? weigh(Buffer.from(inline.join("\n"))) : 0);
  const elements = html.match(/<[a-z][^>]*>/gi)?.length ?? 0;
  return {
    page: `/${page}`,
    "HTML KB": round(weigh(Buffer.from(html))),
    "script KB": round(script),
    elements,
    within: script <= budget.script && weigh(Buffer.from(html)) <= budget.html && elements <= 3000,
  };
});
console.table(rows);
process.exit(rows.every(({ within }) => within) ? 0 : 1);

function round(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
