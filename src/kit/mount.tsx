/** @file Brings a figure of the page to life: hydrates what the build rendered, and loses nothing done meanwhile. */
import { hydrate } from "preact";
import { Figure, type FigureProps } from "./figure.tsx";
import type { Params, Values } from "./params.ts";
import { createRunner, type Runner } from "./runner.ts";
import { initialValues, type AnyWidget } from "./widget.ts";

export type MountOptions = Omit<FigureProps, "widget" | "initialResult" | "initialDraw" | "runner" | "stage"> & { createWorker(): Worker };

/**
 * Makes a static figure live.
 *
 * @param element  what `renderFigure` rendered, already in the page
 * @param clicked  a button of the figure that was pressed while the code was on its way
 */
export async function mountFigure(element: HTMLElement, widget: AnyWidget, { createWorker, ...options }: MountOptions, clicked: () => HTMLElement | null): Promise<void> {
  const runner = createRunner(widget, createWorker);
  const initialResult = await resultOf(runner, initialValues(widget));
  await pause();
  const touched = touchedInputs(element);
  const parts: (() => void)[] = [];
  hydrate(<Figure {...options} widget={widget} initialResult={initialResult} runner={runner} stage={(part) => parts.push(part)} />, element);
  for (const hydratePart of parts) {
    await pause();
    hydratePart();
  }
  for (const replay of touched) replay();
  clicked()?.click();
}

/** Lets a frame pass, so that each part has one of its own, and keys get their turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function resultOf(runner: Runner, values: Values<Params>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    runner.run({ values, narrow: false }, (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.result)), () => {});
  });
}

/** What the reader changed before the figure was alive, each as a function that does it again. */
function touchedInputs(element: HTMLElement): (() => void)[] {
  const again: (() => void)[] = [];
  for (const input of element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input[data-param], textarea[data-param]")) {
    if (input.type === "checkbox" || input.type === "radio") {
      const { checked, defaultChecked } = input as HTMLInputElement;
      if (checked === defaultChecked || (input.type === "radio" && !checked)) continue;
      again.push(() => {
        (input as HTMLInputElement).checked = checked;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    } else if (input.value !== input.defaultValue) {
      const { value } = input;
      again.push(() => {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }
  for (const select of element.querySelectorAll<HTMLSelectElement>("select[data-param]")) {
    const { value } = select;
    if (select.selectedOptions[0]?.defaultSelected) continue;
    again.push(() => {
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  return again;
}
