/** @file The frame of a handout on paper: its figure is made as small as it must be to be whole, and no smaller. */

/** What an A4 and a Letter sheet both leave to the frame at most, in CSS pixels: 166 by 140 millimeters. */
export const paperFrame = { width: 627, height: 529 } as const;

/** From as large as it is down to where labels are still read: 1, 0.95, … 0.5. */
const scales = Array.from({ length: 11 }, (_, step) => (20 - step) / 20);

/** The largest scale at which what is `heightAt(width)` high fits, the smallest if none does; and how high it is then. */
export function fitted(heightAt: (width: number) => number): { scale: number; height: number } {
  const { width, height } = paperFrame;
  const at = (scale: number) => ({ scale, height: Math.ceil(heightAt(width / scale) * scale) });
  for (const scale of scales) {
    const fits = at(scale);
    if (fits.height <= height) return fits;
  }
  return { ...at(scales.at(-1)!), height };
}

/** Sets scale and height of a frame before its page is printed; the style sheet of the page applies them. */
export function fitOnPaper(frame: HTMLIFrameElement): void {
  addEventListener("beforeprint", () => {
    const inside = frame.contentDocument?.documentElement;
    const figure = inside?.querySelector("[data-figure]");
    if (!inside || !figure) return;
    // The title stands above the question already.
    inside.toggleAttribute("data-on-handout", true);
    // Browsers tell the frame after the page around it, and the state that it then writes has a height.
    frame.contentWindow!.dispatchEvent(new Event("beforeprint"));
    const backToScreen = asOnPaper(frame.contentDocument!);
    const { scale, height } = fitted((width) => {
      frame.style.width = `${width}px`;
      return figure.getBoundingClientRect().bottom - inside.getBoundingClientRect().top;
    });
    frame.style.width = "";
    backToScreen();
    frame.parentElement!.style.setProperty("--on-paper", String(scale));
    frame.parentElement!.style.setProperty("--on-paper-height", `${height}px`);
  });
}

/** Has a document laid out by its rules for paper: when `beforeprint` is told, no browser does so yet. */
function asOnPaper(inside: Document): () => void {
  const changed: [MediaList, string][] = [];
  for (const sheet of inside.styleSheets)
    for (const rule of sheet.cssRules)
      if (isMediaRule(rule) && ["print", "screen"].includes(rule.media.mediaText)) {
        changed.push([rule.media, rule.media.mediaText]);
        rule.media.mediaText = rule.media.mediaText === "print" ? "all" : "not all";
      }
  return () => changed.forEach(([media, text]) => (media.mediaText = text));
}

/** Rules of a frame are of the frame's classes, so `instanceof` does not know them. */
const isMediaRule = (rule: CSSRule): rule is CSSMediaRule => "media" in rule && "cssRules" in rule;
