/** @file A page of the site as a file of a folder: links that lead to files, scripts that files may load, a policy of its own. */
import { parseHTML } from "linkedom";

/** No network at all; scripts, styles and pictures of the folder. */
const policy =
  "default-src 'none'; script-src 'self' file:; worker-src blob:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; font-src 'self' file: data:; base-uri 'none'; form-action 'none'";

export type FolderSite = {
  /** Path of the site's root, with slashes at both ends. */
  root: string;
  /** Address of the site on the network, for what the folder does not have. */
  address: string;
  /** Whether the folder has a file of this name. */
  has(name: string): boolean;
  /** The page of a figure alone as it was built, which the folder does not have. */
  embed(id: string): string;
};

/**
 * @param html  a page as it was built
 * @param name  of its file in the folder: "chapters/x/index.html"
 */
export function classroomPage(html: string, name: string, site: FolderSite): string {
  const { document } = parseHTML(html);
  const up = "../".repeat(name.split("/").length - 1);
  for (const away of document.querySelectorAll(
    "meta[http-equiv='content-security-policy' i], script:not([type^='application/']), link[rel='preload'], link[rel='alternate'], .search-open, .cell-tools, [data-notes], [data-action='mine']",
  ))
    away.remove();
  for (const late of document.querySelectorAll("noscript[data-paper]")) late.replaceWith(...late.children);
  // A page of a folder may ask for no other: code that the site brings when it is wanted stands here at once.
  for (const code of document.querySelectorAll<HTMLElement>("[data-code-at]")) {
    const id = /embed\/([^/]+)\//.exec(code.dataset.codeAt!)![1];
    const whole = parseHTML(site.embed(id)).document.querySelector(".figure-code > div")!;
    code.querySelector(".figure-elsewhere")!.replaceWith(whole);
    code.removeAttribute("data-code-at");
  }
  document
    .querySelector("meta[charset]")!
    .insertAdjacentHTML("afterend", `<meta http-equiv="content-security-policy" content="${policy}">`);
  for (const element of document.querySelectorAll("[href], [src]")) {
    const attribute = element.hasAttribute("href") ? "href" : "src";
    element.setAttribute(attribute, inFolder(element.getAttribute(attribute)!, name, site));
  }
  for (const style of document.querySelectorAll("style"))
    style.textContent = style.textContent!.replaceAll(
      /url\((["']?)(\/[^)"']+)\1\)/g,
      (_, __, address: string) => `url("${inFolder(address, name, site)}")`,
    );
  if (document.querySelector(".cell"))
    document
      .querySelector("main")!
      .insertAdjacentHTML(
        "afterbegin",
        `<p class="from-folder" role="note">This copy was opened from a folder. Figures are on. Live cells are off: their code and what it showed are here; <a href="${site.address}${name.replace(/index\.html$/, "")}">on the site</a> they run.</p>`,
      );
  document.body.insertAdjacentHTML(
    "beforeend",
    `<script src="${up}scripts/worker.js"></script><script src="${up}scripts/page.js"></script>`,
  );
  return `<!doctype html>\n${document.documentElement.outerHTML}`;
}

/** An address on a page of the site as one that leads from file to file, or to the site on the network. */
function inFolder(address: string, name: string, { root, address: site, has }: FolderSite): string {
  if (/^[#?]/.test(address)) return address;
  const target = new URL(address, `folder://site${root}${name.replace(/index\.html$/, "")}`);
  if (target.protocol !== "folder:" || !target.pathname.startsWith(root)) return address;
  const path = target.pathname.slice(root.length);
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  const rest = target.search + target.hash;
  return has(file) ? "../".repeat(name.split("/").length - 1) + file + rest : site + path + rest;
}
