/** @file `npm run documents`: the built site as a folder for the classroom, and as an EPUB. */
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeSite } from "../components/figures/site.ts";
import { makeClassroom } from "./classroom.ts";
import { makeEpub } from "./epub.ts";

const built = process.env.SITE_DIR ?? "dist";
const output = process.env.DOCUMENTS_DIR ?? "documents";
const address = /<link rel="canonical" href="([^"]+)"/.exec(existsSync(join(built, "index.html")) ? readFileSync(join(built, "index.html"), "utf8") : "")?.[1];
if (!address) {
  console.error("The site is not built. Run `npm run build` first.");
  process.exit(1);
}

mkdirSync(output, { recursive: true });
const { name, authors, version, released } = describeSite(new URL(address), new URL(address).pathname);
await makeClassroom(built, output, address);
makeEpub(built, join(output, "v3-companion.epub"), { title: name, authors, version, released, address });
for (const file of ["v3-companion-classroom.zip", "v3-companion.epub"]) console.log(`${join(output, file)}: ${(statSync(join(output, file)).size / 1e6).toFixed(1)} MB`);
