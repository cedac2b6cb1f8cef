import { parseHTML } from "linkedom";
import { afterEach, describe, expect, it, vi } from "vitest";
import { complain, noteMove } from "../../../src/kit/page/control-notes.ts";

afterEach(() => vi.unstubAllGlobals());

function control() {
  const { document } = parseHTML('<!doctype html><div data-control="k"><input id="k"></div>');
  vi.stubGlobal("document", document);
  const [element, input] = [document.querySelector("div")!, document.querySelector("input")!];
  return { element, inputs: [input], field: input } as unknown as Parameters<typeof complain>[0];
}

describe("noteMove(control, why)", () => {
  it("says one thing under the control, and takes it back", () => {
    const one = control();
    noteMove(one, "8 asked for; with the other values at most 4.");
    noteMove(one, "9 asked for; with the other values at most 4.");
    expect([...one.element.querySelectorAll("p")].map(({ textContent }) => textContent)).toEqual([
      "9 asked for; with the other values at most 4.",
    ]);
    noteMove(one, null);
    expect(one.element.querySelector("p")).toBeNull();
  });
  it("leaves an error alone", () => {
    const one = control();
    complain(one, "k must be a number");
    noteMove(one, null);
    expect(one.element.textContent).toBe("k must be a number");
    expect(one.field!.getAttribute("aria-describedby")).toBe("k-error");
  });
});
