/** What a speaker says to a figure: the notes of its stretch of text, and the paragraphs beside it. */
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { notesFor } from "../../../src/components/figures/speaker-notes.ts";

const page = parseHTML(`<main>
  <p>Far before.</p><aside class="note"><p>Of the text before.</p></aside>
  <h2>One</h2>
  <aside class="note"><p>Of the first.</p></aside>
  <p id="x">It shows <span class="peek">3<span class="peek-more">3.14</span></span>.</p><link><div class="figure" id="a"></div><p>Try this.</p><p>More.</p>
  <h2>Two</h2>
  <aside class="note"><p>Of the second.</p></aside><div class="figure" id="b"></div>
</main>`);
const { document } = page;
beforeAll(() => Object.assign(globalThis, { HTMLElement: page.HTMLElement }));
const figures = () => [...document.querySelectorAll(".figure")] as unknown as HTMLElement[];
const textsOf = (id: string) =>
  notesFor(document.getElementById(id) as unknown as HTMLElement, figures()).map(({ textContent }) =>
    textContent!.trim(),
  );

describe("notesFor(figure, figures)", () => {
  it("has the notes since the last heading, and the paragraphs right before and after", () => {
    expect(textsOf("a")).toEqual(["Of the first.", "It shows 3.", "Try this."]);
    expect(textsOf("b")).toEqual(["Of the second."]);
  });
  it("leaves the page as it is, and repeats no id", () => {
    notesFor(document.getElementById("a") as unknown as HTMLElement, figures());
    expect(document.getElementById("x")!.textContent).toBe("It shows 33.14.");
    expect(
      notesFor(document.getElementById("a") as unknown as HTMLElement, figures()).some(({ id }) => id !== ""),
    ).toBe(false);
  });
});
