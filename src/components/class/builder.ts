/**
 * @file The builder of links for a class. The figure is chosen, set in the frame as it is to be seen, and its controls are
 * locked or hidden; what comes of it is an address. The builder's own address holds all of it too, so that a link can be
 * opened again and changed.
 */
import { readData } from "../../kit/declare/face-text.ts";
import type { WidgetFace } from "../../kit/declare/widget.ts";
import type { FigureData } from "../figures/alive.ts";
import { classKeys, readClassLink, writeClassLink, type ClassLink } from "./class-link.ts";
import { fitOnPaper } from "./paper-frame.ts";

/** The key of the figure in the builder's address. */
const figureKey = "figure";
/** The frame is looked at this often, in milliseconds: it says nothing when its figure is set. */
const lookMs = 400;

const part = <E extends HTMLElement>(name: string): E => document.querySelector<E>(`[data-class="${name}"]`)!;
const chosen = part<HTMLSelectElement>("figure");
const frame = part<HTMLIFrameElement>("frame");
const list = part("controls");
const question = part<HTMLTextAreaElement>("question");
const address = part<HTMLInputElement>("address");
const embed = part<HTMLTextAreaElement>("embed");
const open = part<HTMLAnchorElement>("open");
const code = part("code");
const said = part("said");
const root = new URL(part("builder").dataset.root!, location.href);

let face: WidgetFace | null = null;
let link: ClassLink = { locked: [], hidden: [], question: "" };
/** Query of the state that the frame shows. */
let state = "";
let shown = "";

const atFirst = new URLSearchParams(location.search);
const asked = atFirst.get(figureKey);
if (asked && [...chosen.options].some(({ value }) => value === asked)) chosen.value = asked;
start(location.search);

chosen.addEventListener("change", () => start(""));
question.addEventListener("input", () => {
  link = { ...link, question: question.value };
  show();
});
list.addEventListener("change", readControls);
part("builder").addEventListener("click", ({ target }) => {
  const button = (target as Element).closest<HTMLElement>("[data-do]");
  if (button?.dataset.do === "copy") void copy(button.dataset.of === "embed" ? embed : address);
  else if (button?.dataset.do === "print") print();
  else if (button) {
    for (const select of list.querySelectorAll("select")) select.value = button.dataset.do!;
    readControls();
  }
});
frame.addEventListener("load", loaded);
fitOnPaper(frame);
setInterval(look, lookMs);

/** Puts the chosen figure into the frame, in the state of a query. */
function start(query: string): void {
  face = null;
  list.replaceChildren();
  state = query.replace(/^\?/, "");
  frame.src = addressOf(stateAlone(state));
}

/** Of the chosen figure alone. */
function addressOf(query: string): string {
  return new URL(`embed/${chosen.value}/${query && `?${query}`}`, root).href;
}

/** Without what only a class is told: in the frame everything can be set. */
function stateAlone(query: string): string {
  const own: string[] = [figureKey, ...Object.values(classKeys)];
  return new URLSearchParams([...new URLSearchParams(query)].filter(([key]) => !own.includes(key))).toString();
}

function loaded(): void {
  const data = frame.contentDocument?.querySelector("[data-figure] script[type='application/json']")?.textContent;
  if (!data) return;
  face = readData<FigureData>(data).face;
  link = readClassLink(face.params, state);
  if (link.question) question.value = link.question;
  else link = { ...link, question: question.value };
  list.replaceChildren(...Object.entries(face.params).map(([name, { label }]) => row(name, label)));
  // Until now the list above it had no height that would stay.
  part("handout").classList.add("is-ready");
  shown = "";
  look();
}

function row(name: string, label: string): HTMLElement {
  const element = document.createElement("label");
  const select = document.createElement("select");
  select.name = name;
  for (const [value, text] of [
    ["free", "free"],
    ["lock", "locked"],
    ["hide", "hidden and locked"],
  ])
    select.add(new Option(text, value));
  select.value = link.hidden.includes(name) ? "hide" : link.locked.includes(name) ? "lock" : "free";
  element.append(Object.assign(document.createElement("span"), { textContent: label }), select);
  return element;
}

function readControls(): void {
  const names = (...values: string[]): string[] =>
    [...list.querySelectorAll("select")].filter(({ value }) => values.includes(value)).map(({ name }) => name);
  link = { ...link, locked: names("lock", "hide"), hidden: names("hide") };
  show();
}

/** Follows what was set in the frame. */
function look(): void {
  if (!face || document.hidden) return;
  state = frame.contentWindow!.location.search.slice(1);
  show();
}

function show(): void {
  if (!face) return;
  const query = writeClassLink(face, state, link);
  const now = `${chosen.value}?${query}`;
  if (now === shown) return;
  shown = now;
  const target = addressOf(query);
  address.value = target;
  open.href = target;
  embed.value = `<iframe src="${target.replaceAll("&", "&amp;")}" title="${face.title}" width="100%" height="880" loading="lazy" style="border:0"></iframe>`;
  part("title").textContent = face.title;
  part("asked").textContent = link.question.trim();
  // The question stands on the sheet. An address with it would be too long to be typed from there.
  part("printed").textContent = addressOf(writeClassLink(face, state, { ...link, question: "" }));
  history.replaceState(null, "", `?${figureKey}=${chosen.value}${query && `&${query}`}`);
  void showCode(target);
}

async function showCode(target: string): Promise<void> {
  const { codeOf } = await import("./code.ts");
  if (address.value !== target) return;
  const picture = codeOf(target, "QR code of the address");
  code.replaceChildren(picture ?? "This address is too long for a code. Ask a shorter question.");
}

async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = "Copied.";
  } catch {
    field.select();
    said.textContent = "Selected: copy it with the keyboard.";
  }
}
