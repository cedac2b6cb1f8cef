/** @file `npm run documents`: the built site as a folder for the classroom, as an EPUB and as PDFs, offered by the site from then on. */
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeSite } from "../components/figures/site.ts";
import { makeClassroom } from "./classroom.ts";
import { makeEpub } from "./epub.ts";
import { offerDocuments } from "./offer.ts";
import { writePdfs } from "./pdf.ts";
import { writePreviews } from "./previews.ts";
import { printedChapters } from "./printed-chapters.ts";

const built = process.env.SITE_DIR ?? "dist";
const output = process.env.DOCUMENTS_DIR ?? "documents";
const address = /<link rel="canonical" href="([^"]+)"/.exec(
  existsSync(join(built, "index.html")) ? readFileSync(join(built, "index.html"), "utf8") : "",
)?.[1];
if (!address) {
  console.error("The site is not built. Run `npm run build` first.");
  process.exit(1);
}

mkdirSync(output, { recursive: true });
const { name, authors, version, released } = describeSite(new URL(address), new URL(address).pathname);
await makeClassroom(built, output, address);
makeEpub(built, join(output, "v3-companion.epub"), { title: name, authors, version, released, address });
const pdfs = await writePdfs(built, output, printedChapters(built), { site: name, version, address, released });
const names = ["v3-companion-classroom.zip", "v3-companion.epub", ...pdfs];
offerDocuments(built, output, names, new URL(address).pathname);
const previews = await writePreviews(built, address);
console.log(`${join(built, "previews")}: pictures of ${previews} figures, for links to them`);
for (const file of names)
  console.log(`${join(output, file)}: ${(statSync(join(output, file)).size / 1e6).toFixed(1)} MB`);
