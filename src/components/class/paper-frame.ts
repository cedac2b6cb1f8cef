/** @file The frame of a handout on paper: its figure is made as small as it must be to be whole, and no smaller. */

/** What an A4 and a Letter sheet both leave to the frame, in CSS pixels: 166 by 128 millimeters. */
export const paperFrame = { width: 627, height: 483 } as const;

/** From as large as it is down to where labels are still read. */
const scales = [1, 0.9, 0.8, 0.72, 0.65, 0.58];
/** On paper the state stands with the figure, in two or three lines. */
const stateLines = 64;

/** The largest scale at which what is `heightAt(width)` high fits; the smallest if none does. */
export function paperScale(heightAt: (width: number) => number): number {
  const { width, height } = paperFrame;
  return scales.find((scale) => heightAt(width / scale) * scale <= height) ?? scales.at(-1)!;
}

/** Sets the scale of a frame before its page is printed; the style sheet of the page applies it. */
export function fitOnPaper(frame: HTMLIFrameElement): void {
  addEventListener("beforeprint", () => {
    const inside = frame.contentDocument?.documentElement;
    const title = inside?.querySelector(".figure-title");
    const result = inside?.querySelector(".figure-result");
    if (!inside || !title || !result) return;
    const had = inside.hasAttribute("data-without-controls");
    inside.toggleAttribute("data-without-controls", true);
    const scale = paperScale((width) => {
      frame.style.width = `${width}px`;
      return result.getBoundingClientRect().bottom - title.getBoundingClientRect().top + stateLines;
    });
    frame.style.width = "";
    inside.toggleAttribute("data-without-controls", had);
    frame.style.setProperty("--on-paper", String(scale));
  });
}
