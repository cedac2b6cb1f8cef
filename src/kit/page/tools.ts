/** @file Makes the tools of a figure act. Their markup is in `shell/tools.tsx`. */
import { parameterLines } from "../shell/listing.ts";
import type { Values } from "../declare/params.ts";
import { provenance, type Provenance } from "../export/provenance.ts";
import { mistakeLink, referenceFiles, stateTexts, type StateTexts } from "../shell/state-texts.ts";
import type { WidgetFace } from "../declare/widget.ts";
import type { SavedFile } from "../worker/service.tsx";
import type { LiveOptions } from "./figure.ts";
import { trustedHtml } from "./trusted.ts";

type Figure = {
  values(): Values;
  /** What is seen; it may be a moment behind. */
  shown(): Values;
  /** A state that is pinned beside this one. */
  pinned(): Values | null;
  csv(values: Values, origin: Provenance): Promise<string>;
  file(label: string, values: Values, origin: Provenance): Promise<SavedFile>;
  announce(text: string): void;
};

export type Tools = {
  /** The state is another one. */
  follow(): void;
};

/** Binds the tools inside `root`. What is folded away or closed follows when it is opened. */
export function bindTools(root: HTMLElement, widget: WidgetFace, options: LiveOptions, figure: Figure): Tools {
  const code = root.querySelector<HTMLDetailsElement>(".figure-code")!;
  const panels = [...root.querySelectorAll<HTMLElement>(".figure-panel")];
  const textsOf = (values: Values, pinned: Values | null = null): StateTexts =>
    stateTexts(widget, values, options, new Date().toISOString().slice(0, 10), heightAlone(root), pinned);
  let followed: Values | null = null;
  let broughtCode: Promise<void> | null = null;

  code.addEventListener("toggle", follow);
  if (code.open) follow();
  for (const panel of panels)
    panel.addEventListener("beforetoggle", (event) => event.newState === "open" && followPanels());
  const mistake = root.querySelector<HTMLAnchorElement>("[data-mistake]");
  // The link has the state of the moment in which it is followed, or copied.
  for (const event of ["focus", "pointerdown", "click"])
    mistake?.addEventListener(event, () => (mistake.href = mistakeLink(widget, figure.values(), options)!));
  root.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-action]");
    if (button?.dataset.action === "copy") void copy(button);
    else if (button?.dataset.action!.startsWith("save-")) void save(button);
  });

  function follow(): void {
    if (code.open) void followCode();
    if (panels.some((panel) => panel.matches(":popover-open"))) followPanels();
  }

  function followPanels(): void {
    const texts = textsOf(figure.values(), figure.pinned());
    for (const place of root.querySelectorAll<HTMLElement>("[data-text]"))
      place.textContent = texts[place.dataset.text as keyof StateTexts];
  }

  /** The code comes with its first opening: in a chapter it would be a tenth of the page. */
  async function bringCode(): Promise<void> {
    const address = code.dataset.codeAt;
    if (!address) return;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    const page = new DOMParser().parseFromString(trustedHtml(await answer.text()), "text/html");
    code.querySelector(".figure-elsewhere")!.replaceWith(page.querySelector(".figure-code > div")!);
    delete code.dataset.codeAt;
  }

  async function followCode(): Promise<void> {
    try {
      await (broughtCode ??= bringCode());
    } catch {
      broughtCode = null; // Its address stands there as a link, and the next opening tries again.
      return;
    }
    const values = figure.values();
    if (followed === values) return;
    followed = values;
    for (const { name, code: text } of parameterLines(widget, values)) {
      const place = code.querySelector(`[data-value="${name}"]`)!;
      if (place.textContent !== text) place.textContent = text;
    }
    const link = code.querySelector<HTMLAnchorElement>("[data-cell-link]");
    if (!link) return;
    void options.cellLink(listing()).then((address) => {
      if (followed === values) link.href = address;
    });
  }

  function listing(): string {
    return code.querySelector("pre")!.textContent!;
  }

  function textOf(name: string): string {
    return name === "code" ? listing() : textsOf(figure.values(), figure.pinned())[name as keyof StateTexts];
  }

  async function save(button: HTMLElement): Promise<void> {
    say(button, null);
    const values = figure.shown();
    const name = `${widget.id}${options.number ? `-${options.number}` : ""}`;
    const origin = provenance(widget, values, textsOf(values).link, options.site);
    const { download, pictureOf, toPng, toSvg } = await import("../export/picture.ts");
    try {
      const ending = button.dataset.action!.slice("save-".length);
      if (ending in referenceFiles) {
        // The citation is of what is set; a picture and its data are of what is seen.
        const { text, type } = referenceFiles[ending as keyof typeof referenceFiles];
        download(`${name}.${ending}`, new Blob([textsOf(figure.values())[text]], { type }));
        return;
      }
      if (button.dataset.action === "save-csv") {
        download(`${name}.csv`, new Blob([await figure.csv(values, origin)], { type: "text/csv;charset=utf-8" }));
        return;
      }
      if (button.dataset.action === "save-file") {
        const saved = await figure.file(button.dataset.file!, values, origin);
        download(`${name}-${saved.name}`, new Blob([saved.content as BlobPart], { type: saved.type }));
        return;
      }
      const theme = root.querySelector<HTMLInputElement>(".figure-theme input:checked")!.value;
      const picture = inTheme(root, theme, () => pictureOf(root, origin));
      if (button.dataset.action === "save-svg") download(`${name}.svg`, toSvg(picture));
      else download(`${name}.png`, await toPng(picture, origin));
    } catch (error) {
      say(button, `The file could not be made: ${(error as Error).message}`);
    }
  }

  /** Copies, and says so; where the clipboard is closed, it shows the text to copy by hand. */
  async function copy(button: HTMLElement): Promise<void> {
    const text = textOf(button.dataset.copy!);
    const label = (button.dataset.label ??= button.textContent!);
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      figure.announce("Copied");
      setTimeout(() => (button.textContent = label), 1500);
    } catch {
      const field = button.nextElementSibling?.matches(".copy-by-hand")
        ? (button.nextElementSibling as HTMLTextAreaElement)
        : document.createElement("textarea");
      field.className = "copy-by-hand";
      field.readOnly = true;
      field.ariaLabel = "Text to copy";
      field.value = text;
      button.after(field);
      field.select();
    }
  }

  return { follow };
}

/** Under a figure that stands alone, in pixels: where it is from. */
const below = 61;

/** How high a frame must be for the figure, at the width that it has now. */
function heightAlone(root: HTMLElement): number {
  return Math.ceil(root.getBoundingClientRect().height) + below;
}

/** What `act` makes of the figure when it has these colors. Nothing of that is painted: it is over within the task. */
function inTheme<T>({ style }: HTMLElement, theme: string, act: () => T): T {
  const before = style.cssText;
  style.cssText += `; color-scheme: ${theme}; color: var(--ink); background: var(--paper)`;
  try {
    return act();
  } finally {
    style.cssText = before;
  }
}

/** Says beside a row of buttons what went wrong; `null` takes it back. */
function say(button: HTMLElement, message: string | null): void {
  const row = button.parentElement!;
  if (row.nextElementSibling?.matches(".figure-error")) row.nextElementSibling.remove();
  if (message === null) return;
  const line = document.createElement("p");
  line.className = "figure-error";
  line.role = "alert";
  line.textContent = message;
  row.after(line);
}
