import { parseHTML } from "linkedom";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bringFields, bringFieldsInSight } from "../../../src/kit/page/late-fields.ts";

const html = `<main><input type="button" data-type="text" value="3">
  <button type="button" id="a" class="list-later">two</button><template data-later><select id="a"><option>one</option><option selected>two</option></select></template></main>`;

const pageOf = (text: string) => {
  const { document } = parseHTML(`<!doctype html><html><body>${text}</body></html>`);
  vi.stubGlobal("document", document);
  return document.querySelector("main")!;
};

afterEach(() => vi.unstubAllGlobals());

describe("bringFields(root)", () => {
  it("makes fields of buttons: texts that can be typed, and lists", () => {
    const main = pageOf(html);
    bringFields(main as unknown as ParentNode);
    expect(main.querySelector("input")!.getAttribute("type")).toBe("text");
    expect(main.querySelector("button, template")).toBeNull();
    expect([...main.querySelectorAll("select#a option")].map((option) => option.textContent)).toEqual(["one", "two"]);
  });
  it("does nothing a second time", () => {
    const main = pageOf(html);
    bringFields(main as unknown as ParentNode);
    const once = main.innerHTML;
    bringFields(main as unknown as ParentNode);
    expect(main.innerHTML).toBe(once);
  });
});

describe("bringFieldsInSight(roots)", () => {
  it("waits until a part is on the screen", () => {
    let seen: (entries: { isIntersecting: boolean; target: Element }[]) => void = () => {};
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: typeof seen) {
          seen = callback;
        }
        observe() {}
        unobserve() {}
      },
    );
    const main = pageOf(html) as unknown as Element;
    bringFieldsInSight([main]);
    seen([{ isIntersecting: false, target: main }]);
    expect(main.querySelector("select")?.parentElement?.tagName).not.toBe("MAIN");
    seen([{ isIntersecting: true, target: main }]);
    expect(main.querySelector("select")?.parentElement?.tagName).toBe("MAIN");
  });
});
