/** @file The classroom copy: a folder, and the same as a ZIP, that opens without a server. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync, type Zippable } from "fflate";
import { classroomPage, type FolderSite } from "./classroom-page.ts";
import { classroomScripts } from "./classroom-scripts.ts";

/** What has no place in a folder: pages that run readers' code or need a server, and what only programs read. */
const left =
  /^(?:embed|class\/|sandbox|scratch|offline|kept|mine|oembed|previews|citations|_headers|robots\.txt|404\.html|sitemap|service-worker\.js|offline\.json|search\.json|llms\.txt|changes\.atom|_astro\/.*\.js$)/;

/** A day that all files of the archive carry, so that two builds agree in every byte. */
const day = new Date("2026-01-01T12:00:00");

/**
 * @param built  folder of the built site
 * @param output  folder for `classroom/` and `v3-companion-classroom.zip`
 * @param address  of the site on the network
 */
export async function makeClassroom(built: string, output: string, address: string): Promise<void> {
  const names = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(built, "/").length).replaceAll("\\", "/"))
    .filter((name) => !left.test(name))
    .sort();
  const site: FolderSite = {
    root: new URL(address).pathname,
    address,
    has: (name) => names.includes(name),
    embed: (id) => readFileSync(join(built, "embed", id, "index.html"), "utf8"),
  };
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const content = readFileSync(join(built, name));
    files.set(
      name,
      name.endsWith(".html") ? new TextEncoder().encode(classroomPage(content.toString("utf8"), name, site)) : content,
    );
  }
  for (const [name, script] of Object.entries(await classroomScripts()))
    files.set(`scripts/${name}`, new TextEncoder().encode(script));

  const folder = join(output, "classroom");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const archive: Zippable = Object.fromEntries(
    [...files].map(([name, content]) => [`v3-companion/${name}`, [content, { level: 9, mtime: day }]]),
  );
  writeFileSync(join(output, "v3-companion-classroom.zip"), zipSync(archive));
}
