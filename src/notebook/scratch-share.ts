/** @file A notebook for others: as a link, in the clipboard or to be copied by hand, and as a file. */
import type { CellSource } from "./cell.ts";
import { scratchLink } from "./formats/link.ts";
import type { Origin } from "./formats/script-prelude.ts";
import { plain } from "./kept/notebook.ts";
import type { ShownNotebook } from "./scratch-shown.ts";

type Say = (text: string) => void;

/**
 * @param siteRoot  where the site lies
 * @param byHand  shown with the link in it where the browser does not let the page copy
 */
export async function shareLink(
  shown: ShownNotebook,
  siteRoot: URL,
  byHand: HTMLInputElement,
  say: Say,
): Promise<void> {
  const cells = plain(shown.cells);
  let address: string;
  try {
    address = new URL(scratchLink(cells), siteRoot).href;
  } catch (error) {
    return say(
      cells.length === 0
        ? "There are no cells to share."
        : `No link was made: the notebook is too large. Save it as a file. (${(error as Error).message})`,
    );
  }
  try {
    await navigator.clipboard.writeText(address);
    say(
      `Link copied: ${address.length.toLocaleString("en-US")} characters.${address.length > 2000 ? " Some programs cut links as long as this; a file is safer." : ""}`,
    );
  } catch {
    byHand.value = address;
    byHand.hidden = false;
    byHand.focus();
    byHand.select();
    say("The browser does not let this page copy. The link is in the field: copy it from there.");
  }
}

/** @param origin  what the file needs, and from where */
export async function saveFile(
  kind: "save-ts" | "save-ipynb",
  shown: ShownNotebook,
  origin: Origin,
  say: Say,
): Promise<void> {
  if (shown.cells.length === 0) return say("There are no cells to save.");
  try {
    const files = await import("./scratch-files.ts");
    const cells: CellSource[] = plain(shown.cells);
    if (kind === "save-ts") files.saveScript(cells, origin.version);
    else files.saveJupyter(cells, shown.awake?.outputs() ?? new Map(), origin);
    say(
      kind === "save-ts"
        ? "Saved as v3-notebook.ts."
        : "Saved as v3-notebook.ipynb, with the outputs that are shown of the code as it stands.",
    );
  } catch (error) {
    say(`The file could not be made: ${(error as Error).message}`);
  }
}
