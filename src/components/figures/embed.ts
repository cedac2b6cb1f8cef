/**
 * @file An embedded figure and the page around it. The address may lock controls and ask a question (`class/class-link.ts`),
 * and it may ask for a look: `background=transparent` or a color as
 * `fff8e7`, `theme=light` or `dark`, `controls=hidden`. The page around is told how high the figure is, so that its frame can
 * fit (`kit/shell/state-texts.ts` has the lines for it).
 */
import { heightMessage } from "../../kit/shell/height-message.ts";

const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const background = asked.get("background") ?? "";
const theme = asked.get("theme");

if (theme === "light" || theme === "dark") root.dataset.theme = theme;
if (/^[0-9a-f]{6}$/i.test(background)) root.style.setProperty("--paper", `#${background}`);
if (background === "transparent") document.body.style.background = "transparent";
root.toggleAttribute("data-without-controls", asked.get("controls") === "hidden");
// What a class link needs is loaded for a class link alone: it brings the kit along.
if (["lock", "hide", "ask"].some((key) => asked.has(key)))
  void import("../class/class-figure.ts").then(({ showClassLink }) => showClassLink(document.body));

if (parent !== window) {
  const tell = (): void =>
    parent.postMessage({ type: heightMessage, height: Math.ceil(root.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(root);
}
