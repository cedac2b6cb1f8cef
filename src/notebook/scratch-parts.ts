/** @file The parts that the page of the scratchpad comes with, and the line in which it says what happened. */

export const root = document.querySelector<HTMLElement>("[data-scratch]")!;

/** The part of the page with this name. */
export function part(name: string): HTMLElement {
  return root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
}

/** A button of the page, by what it does. */
export function buttonFor(action: string): HTMLElement {
  return root.querySelector<HTMLElement>(`[data-action="${action}"]`)!;
}

type Step = () => void | Promise<void>;

let wayBack: Step | null = null;

/** One sentence for all readers, and a way back if there is one. */
export function say(text: string, way: Step | null = null): void {
  part("said").textContent = text;
  wayBack = way;
  part("undo").hidden = way === null;
}

/** Goes the way back that was offered last. */
export async function undo(): Promise<void> {
  await wayBack?.();
}

/** Does a step that may fail, about which the reader was told already. */
export function attempt(step: Step): void {
  Promise.resolve()
    .then(step)
    .catch((error: unknown) => console.error(error));
}
