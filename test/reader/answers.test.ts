import { parseHTML } from "linkedom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepAnswer, restoreAnswers } from "../../src/reader/answers.ts";
import { currentRecord } from "../../src/reader/kept.ts";

const html = (seed: number): string =>
  `<section data-exercise="bubble" data-seed="${seed}"><div class="answer"><input type="text" value=""></div><p class="judgment"></p></section>`;
const pageOf = (seed: number): Document =>
  parseHTML(`<!doctype html><html><body>${html(seed)}</body></html>`).document as unknown as Document;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe("keepAnswer(exercise, isRight) and restoreAnswers(page)", () => {
  const field = (page: Document): HTMLInputElement => page.querySelector("input")!;
  it("bring an answer back with what came of it", () => {
    const page = pageOf(7);
    field(page).value = "14";
    keepAnswer(page.querySelector("section")!, true);
    expect(currentRecord().answers.bubble).toMatchObject({ given: ["14"], seed: 7, isRight: true });
    const later = pageOf(7);
    restoreAnswers(later);
    expect([field(later).value, later.querySelector<HTMLElement>(".judgment")!.dataset.verdict]).toEqual([
      "14",
      "right",
    ]);
  });
  it("leave a question with other numbers alone", () => {
    const page = pageOf(7);
    field(page).value = "14";
    keepAnswer(page.querySelector("section")!, false);
    const other = pageOf(8);
    restoreAnswers(other);
    expect([field(other).value, other.querySelector<HTMLElement>(".judgment")!.dataset.verdict]).toEqual([
      "",
      undefined,
    ]);
  });
});
