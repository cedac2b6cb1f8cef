/** @file What else lies in the browser's storage, below the notebook that is shown: other notebooks, and what cannot be read. */
import { ownId, type KeptNotebook } from "./kept/notebook.ts";
import {
  changeKept,
  dumpNewer,
  listKept,
  listUnreadable,
  removeKept,
  StorageProblem,
  type Unreadable,
} from "./kept/store.ts";
import { fragmentOf } from "./scratch-address.ts";

type Say = (text: string, way?: (() => void | Promise<void>) | null) => void;

/** Lists the notebooks that are kept, but for the one that is shown. */
export async function showKept(part: HTMLElement, shownId: string, say: Say): Promise<void> {
  const others = (await listKept()).filter(({ id }) => id !== shownId && id !== ownId);
  part.hidden = others.length === 0;
  part.querySelector("summary")!.textContent =
    `Kept in this browser: ${others.length === 1 ? "one more notebook" : `${others.length} more notebooks`}`;
  part.querySelector("ul")!.replaceChildren(
    ...others.map((one) =>
      entry(one, async () => {
        await removeKept(one.id);
        await showKept(part, shownId, say);
        say(`“${one.name}” is deleted.`, async () => {
          await changeKept(one.id, () => [one]);
          await showKept(part, shownId, say);
          say(`“${one.name}” is back.`);
        });
      }),
    ),
  );
}

/** Offers what cannot be read as a file; it can be removed once it was saved. */
export async function showUnreadable(part: HTMLElement, say: Say): Promise<void> {
  let isNewer = false;
  const found = await listUnreadable().catch(async (error: unknown): Promise<Unreadable[]> => {
    isNewer = error instanceof StorageProblem && error.isNewer;
    return isNewer ? [{ key: "", text: await dumpNewer() }] : [];
  });
  part.hidden = found.length === 0;
  part.querySelector("[data-text]")!.textContent = isNewer
    ? "The notebooks that are stored here are of a newer version of this site. They stay as they are, and what you write now is not stored."
    : `What was stored here cannot be read: it is damaged, or of a newer version of this site. It is kept as it is until you remove it.`;
  part.querySelector(".buttons")!.replaceChildren(
    ...found.flatMap(({ key, text }, i) => {
      const which = found.length === 1 ? "it" : `no. ${i + 1}`;
      const remove = button(`Remove ${which}`, async () => {
        await removeKept(key);
        await showUnreadable(part, say);
        say("What could not be read is removed.");
      });
      remove.disabled = true;
      const save = button(`Save ${which} as a file`, async () => {
        const { download } = await import("../kit/export/picture.ts");
        download(
          `v3-notebook-unreadable${found.length === 1 ? "" : `-${i + 1}`}.json`,
          new Blob([text], { type: "application/json" }),
        );
        remove.disabled = false;
      });
      return isNewer ? [save] : [save, remove];
    }),
  );
}

function entry({ id, name, cells, changedAt }: KeptNotebook, remove: () => Promise<void>): HTMLElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.textContent = name;
  link.href = id.startsWith("page:") ? id.slice("page:".length) : fragmentOf(id);
  const facts = ` · ${cells.length === 1 ? "one cell" : `${cells.length} cells`} · ${new Date(changedAt).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" })} `;
  const gone = button("Delete", remove);
  gone.setAttribute("aria-label", `Delete ${name}`);
  item.append(link, facts, gone);
  return item;
}

function button(text: string, pressed: () => Promise<void>): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", () => void pressed().catch((error: unknown) => console.error(error)));
  return element;
}
