/** @file Code that is likely to be wanted comes before it is: while the reader looks at what needs it. */

/** By these a reader reaches for a figure. */
export const signsOfInterest = ["pointerover", "pointerdown", "touchstart", "focusin", "keydown"] as const;

/** So long must something be in sight, in milliseconds: who scrolls past is spared the download. */
const lookMs = 400;

/**
 * Calls `load` once with each of `elements` that has been in sight for a moment, after the reader has scrolled, and when the
 * page has nothing else to do. Never where the reader has asked for less data.
 */
export function bringAhead<Part extends Element>(elements: Iterable<Part>, load: (element: Part) => void): void {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  const idle = window.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 30));
  addEventListener("scroll", watch, { once: true, passive: true });

  function watch(): void {
    const looks = new Map<Element, ReturnType<typeof setTimeout>>();
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        clearTimeout(looks.get(target));
        if (isIntersecting)
          looks.set(
            target,
            setTimeout(() => ask(target as Part), lookMs),
          );
      }
    });
    for (const element of elements) seen.observe(element);

    function ask(element: Part): void {
      seen.unobserve(element);
      idle(() => load(element));
    }
  }
}
