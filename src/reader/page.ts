/** @file The page of what this browser keeps: it counts, saves all of it as a file, takes a file in, and removes answers, notes and progress. */
import { currentRecord, removeRecord } from "./kept.ts";

const box = document.querySelector<HTMLElement>("[data-kept]");
if (box) serve(box);

function serve(box: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string): T => box.querySelector<T>(`[data-part=${name}]`)!;
  const said = part("said");
  const input = part<HTMLInputElement>("file");
  box.hidden = false;
  count();
  box.addEventListener("click", ({ target }) => {
    const action = (target as Element).closest<HTMLElement>("[data-action]")?.dataset.action;
    if (action === "save") void save();
    else if (action === "open") input.click();
    else if (action === "remove") part("sure").hidden = false;
    else if (action === "really") {
      removeRecord();
      part("sure").hidden = true;
      said.textContent = "Removed. Notebooks are still here: the scratchpad lists them.";
      count();
    }
  });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    const { openAll } = await import("./file.ts");
    said.textContent = await openAll(await file.text()).catch((error: Error) => error.message);
    input.value = "";
    count();
  });

  async function save(): Promise<void> {
    const { saveAll } = await import("./file.ts");
    const address = URL.createObjectURL(new Blob([await saveAll()], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: "v3-companion-reader.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    said.textContent = "Saved as v3-companion-reader.json.";
  }

  function count(): void {
    const { answers, read, notes } = currentRecord();
    const all = Object.values(answers);
    part("answers").textContent = `${all.length}, of them ${all.filter(({ isRight }) => isRight).length} right`;
    part("read").textContent = String(Object.keys(read).length);
    part("notes").textContent = String(Object.values(notes).filter(({ text }) => text !== "").length);
  }
}
