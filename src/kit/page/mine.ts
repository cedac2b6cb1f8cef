/** @file "Use mine": sets a figure to the reader's own model and cluster, and back to the published state. */
import { differences, publishedValues } from "../declare/differences.ts";
import { mineState, type Mine } from "../declare/mine.ts";
import type { Values } from "../declare/params.ts";
import type { WidgetFace } from "../declare/widget.ts";

type Figure = {
  values(): Values;
  /** What the reader has said; `null` if nothing was. */
  mine(): Mine | null;
  /** Address of the page on which it is said. */
  minePage: string;
  jump(values: Values): void;
  problems(sentences: readonly string[]): void;
  announce(text: string): void;
};

/** Binds the button inside `root`, if the figure has one. @returns what lets it say what a press does */
export function bindMine(root: HTMLElement, face: WidgetFace, figure: Figure): () => void {
  const button = root.querySelector<HTMLElement>("[data-action=mine]");
  if (!button) return () => {};
  let change = figure.mine() && mineState(face.params, figure.mine()!).change;

  button.addEventListener("click", () => {
    if (isMine()) {
      figure.jump(publishedValues(face));
      figure.announce("As published");
      return;
    }
    const mine = figure.mine();
    if (!mine) return location.assign(figure.minePage);
    const { taken, misfits, missing, ...state } = mineState(face.params, mine);
    change = state.change;
    if (taken.length > 0) figure.jump({ ...figure.values(), ...change } as Values);
    figure.announce(taken.length > 0 ? `Yours: ${taken.join(", ")}` : "Nothing of yours is set here");
    figure.problems([
      ...misfits.map((sentence) => `Of yours, this does not fit here: ${sentence} It is left as it was.`),
      ...(taken.length === 0 && misfits.length === 0
        ? [
            `This figure takes ${missing.join(", ")}, of which you have said nothing: see “My model, my cluster” at the foot of the page.`,
          ]
        : []),
    ]);
    follow();
  });

  /** Whether all that the figure takes is set, and anything is. */
  function isMine(): boolean {
    if (!change || Object.keys(change).length === 0) return false;
    const values = figure.values();
    return (
      differences(face, values, { ...values, ...change } as Values).length === 0 &&
      differences(face, publishedValues(face), values).length > 0
    );
  }

  function follow(): void {
    const label = isMine() ? "Back to V3" : "Use mine";
    if (button!.textContent !== label) button!.textContent = label;
  }

  return follow;
}
