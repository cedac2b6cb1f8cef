/** @file A chapter's end: it notes that the chapter was read, and keeps what the reader writes there. */
import { changeRecord, currentRecord, hasRecord } from "./kept.ts";

const box = document.querySelector<HTMLElement>("[data-notes]");
if (box) serve(box, box.dataset.notes!);

function serve(box: HTMLElement, chapter: string): void {
  const field = box.querySelector("textarea")!;
  const said = box.querySelector<HTMLElement>("[role=status]")!;
  const note = hasRecord() ? currentRecord().notes[chapter] : undefined;
  if (note?.text) {
    field.value = note.text;
    box.querySelector("details")!.open = true;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const isKept = changeRecord((record) => ({
      ...record,
      notes: { ...record.notes, [chapter]: { text: field.value, at: Date.now() } },
    }));
    said.textContent = isKept ? "Kept in this browser." : "This browser stores nothing for this site.";
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  });
  addEventListener("pagehide", () => timer !== undefined && keep());
  // A press on a link to the end is no reading: it counts when the end has been on the screen for a while.
  let seen: ReturnType<typeof setTimeout> | undefined;
  new IntersectionObserver(([{ isIntersecting }], observer) => {
    clearTimeout(seen);
    if (!isIntersecting) return;
    seen = setTimeout(() => {
      observer.disconnect();
      if (!currentRecord().read[chapter])
        changeRecord((record) => ({ ...record, read: { ...record.read, [chapter]: Date.now() } }));
    }, 3000);
  }).observe(box);
}
