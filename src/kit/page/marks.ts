/** @file Makes the parts of a view act that set a parameter: rows of a heat map are picked, bars are moved. */
import { capture } from "./capture.ts";
import { barsLabel, columnAt, columnScale } from "../view/columns.ts";
import { parseValue } from "../declare/param-values.ts";
import type { Param, Params } from "../declare/params.ts";

/** Milliseconds that a finger rests on a bar before it moves it. */
const holdMs = 250;

export type Marks = {
  /**
   * The view has been painted anew: says again which bar is chosen.
   *
   * @param isNewest  whether it shows all that was moved
   */
  follow(isNewest: boolean): void;
};

/** Binds the marks inside `root`, also those that come later. */
export function bindMarks(
  root: HTMLElement,
  params: Params,
  change: (change: Readonly<Record<string, unknown>>) => void,
): Marks {
  /** The bar that the keyboard moves, of each parameter. */
  const chosen = new Map<string, number>();
  /** Bars that were moved and are not painted yet, by parameter: the next move starts from there. */
  const ahead = new Map<string, readonly number[]>();
  let dragged: { bars: SVGSVGElement; index: number } | null = null;
  /** A finger on bars: a tap sets one, a hold takes it, and a swipe scrolls the page. */
  let touched: { bars: SVGSVGElement; waits: ReturnType<typeof setTimeout> } | null = null;

  root.addEventListener("click", (event) => {
    const map = (event.target as Element).closest<SVGSVGElement>("svg[data-pick]");
    if (!map) return;
    const box = map.getBoundingClientRect();
    const rows = Number(map.dataset.rows);
    change({
      [map.dataset.pick!]: Math.min(rows - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * rows))),
    });
  });
  root.addEventListener("keydown", (event) => {
    const bars = (event.target as Element).closest<SVGSVGElement>("svg[data-move]");
    if (!bars) return;
    const values = valuesOf(bars);
    const step = Number(bars.dataset.step);
    const index = chosenOf(bars);
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1 }[event.key];
    const by = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step }[event.key];
    if (to !== undefined) choose(bars, Math.min(values.length - 1, Math.max(0, to)));
    else if (by !== undefined) move(bars, index, values[index] + by);
    else if (event.key === "Home") move(bars, index, 0);
    else return;
    event.preventDefault();
  });
  root.addEventListener("pointerdown", (event) => {
    const bars = (event.target as Element).closest<SVGSVGElement>("svg[data-move]");
    if (!bars || event.button !== 0) return;
    if (event.pointerType === "touch")
      touched = { bars, waits: setTimeout(() => touched && drag(bars, event), holdMs) };
    else drag(bars, event);
  });
  root.addEventListener("pointermove", (event) => {
    if (dragged) move(dragged.bars, dragged.index, at(dragged.bars, event).value);
  });
  // The finger's own scroll is refused only while it holds a bar.
  if (root.querySelector("svg[data-move]"))
    root.addEventListener("touchmove", (event) => dragged && event.preventDefault(), { passive: false });
  root.addEventListener("contextmenu", (event) => dragged && event.preventDefault());
  root.addEventListener("pointerup", (event) => {
    if (touched && !dragged) drag(touched.bars, event);
    letGo();
  });
  root.addEventListener("pointercancel", letGo);

  function drag(bars: SVGSVGElement, event: PointerEvent): void {
    capture(bars, event.pointerId);
    const { index, value } = at(bars, event);
    dragged = { bars, index };
    choose(bars, index);
    move(bars, index, value);
  }

  function letGo(): void {
    clearTimeout(touched?.waits);
    touched = null;
    dragged = null;
  }

  function valuesOf(bars: SVGSVGElement): readonly number[] {
    return ahead.get(bars.dataset.move!) ?? paintedValues(bars);
  }

  function chosenOf(bars: SVGSVGElement): number {
    return Math.min(chosen.get(bars.dataset.move!) ?? 0, valuesOf(bars).length - 1);
  }

  function choose(bars: SVGSVGElement, index: number): void {
    chosen.set(bars.dataset.move!, index);
    showChosen(bars);
  }

  function showChosen(bars: SVGSVGElement): void {
    const values = valuesOf(bars);
    const index = chosenOf(bars);
    bars.setAttribute("aria-label", barsLabel(bars.dataset.name!, index));
    bars.setAttribute("aria-valuenow", String(Number(values[index].toPrecision(3))));
    bars.querySelector(".column-bars-active")!.setAttribute("x", String(scaleOf(bars)(index)));
  }

  /** Sets the parameter to the bars' values, one of them another; `data-with` says what else changes then. */
  function move(bars: SVGSVGElement, index: number, value: number): void {
    const { min, max } = rangeOf(bars);
    const values = valuesOf(bars).with(index, Number(Math.min(max, Math.max(min, value)).toFixed(3)));
    ahead.set(bars.dataset.move!, values);
    showChosen(bars);
    const others = [...new URLSearchParams(bars.dataset.with)].map(([name, text]) => [
      name,
      parsed(params[name], text),
    ]);
    change({ [bars.dataset.move!]: values, ...Object.fromEntries(others) });
  }

  return {
    follow(isNewest) {
      if (isNewest) ahead.clear();
      for (const bars of root.querySelectorAll<SVGSVGElement>("svg[data-move]")) showChosen(bars);
    },
  };
}

function paintedValues({ dataset }: SVGSVGElement): number[] {
  return dataset.values!.split(" ").map(Number);
}

function rangeOf({ dataset }: SVGSVGElement): { min: number; max: number } {
  return { min: Number(dataset.min), max: Number(dataset.max) };
}

function scaleOf(bars: SVGSVGElement): ReturnType<typeof columnScale> {
  return columnScale(paintedValues(bars).length, Number(bars.dataset.groupSize), bars.viewBox.baseVal.width);
}

/** The bar under a pointer, and the value at its height. */
function at(bars: SVGSVGElement, { clientX, clientY }: PointerEvent): { index: number; value: number } {
  const { min, max } = rangeOf(bars);
  const box = bars.getBoundingClientRect();
  const across = ((clientX - box.left) / box.width) * bars.viewBox.baseVal.width;
  const index = columnAt(
    paintedValues(bars).length,
    Number(bars.dataset.groupSize),
    bars.viewBox.baseVal.width,
    across,
  );
  return { index, value: max - ((clientY - box.top) / box.height) * (max - min) };
}

function parsed(param: Param, text: string): unknown {
  const parsed = parseValue(param, text);
  if ("error" in parsed) throw new RangeError(parsed.error);
  return parsed.value;
}
