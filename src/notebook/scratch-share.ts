/** @file A notebook as a link for others, in the clipboard or to be copied by hand. */
import type { CellSource } from "./cell.ts";
import { scratchLink } from "./formats/link.ts";

/**
 * @param siteRoot  where the site lies
 * @param byHand  shown with the link in it where the browser does not let the page copy
 */
export async function shareLink(cells: readonly CellSource[], siteRoot: URL, byHand: HTMLInputElement, say: (text: string) => void): Promise<void> {
  let address: string;
  try {
    address = new URL(scratchLink(cells), siteRoot).href;
  } catch (error) {
    return say(cells.length === 0 ? "There are no cells to share." : `No link was made: the notebook is too large. Save it as a file. (${(error as Error).message})`);
  }
  try {
    await navigator.clipboard.writeText(address);
    say(`Link copied: ${address.length.toLocaleString("en-US")} characters.${address.length > 2000 ? " Some programs cut links as long as this; a file is safer." : ""}`);
  } catch {
    byHand.value = address;
    byHand.hidden = false;
    byHand.focus();
    byHand.select();
    say("The browser does not let this page copy. The link is in the field: copy it from there.");
  }
}
